"""What may not be sent, whatever the screen allowed (specs/mss §1.2, §2.10, §3). Enforced here because screens lie."""

from __future__ import annotations

import re
from collections.abc import Iterable

from esante.cda import NonXmlBody
from esante.cisis import oids
from esante.mssante.addresses import citizen_matricule
from esante.mssante.draft import Documents, Draft
from esante.mssante.errors import CannotCompose
from esante.mssante.subjects import read_subject
from esante.xdm import XdmArchive

_INVISIBLE = "INVISIBLE_PATIENT"
_MASKED = "MASQUE_PS"
_PARENTS = "INVISIBLE_REPRESENTANTS_LEGAUX"


def check_draft(draft: Draft) -> None:
    """Rules that do not need the archive. Raises CannotCompose."""
    _need(bool(draft.to), "Le message n'a pas de destinataire.")
    keys = [address.key for address in draft.recipients]
    _need(len(set(keys)) == len(keys), "Le même destinataire est indiqué deux fois.")
    _need(bool(re.fullmatch(r"[A-Za-z0-9]+", draft.nil)), "Le numéro d'identification du logiciel (NIL) est absent.")
    reachable = draft.sender_kind != "APP" or draft.reply_to is not None
    _need(reachable, "Une boîte applicative doit indiquer à quelle boîte répondre.")
    _need(not draft.replaces or bool(draft.answers), "Un message qui annule et remplace répond au premier message.")
    _check_subject(draft)
    _check_citizens(draft)


def check_documents(draft: Draft, documents: Documents, archive: XdmArchive) -> None:
    """Rules of a message with documents. Raises CannotCompose."""
    # Without a qualified identity, the documents leave without INS: that alone is no fault of ours.
    faults = [fault for fault in archive.faults if documents.qualified or fault.code != "ins-absent"]
    if faults:
        raise CannotCompose(f"L'archive à envoyer n'est pas correcte : {faults[0].sentence}")
    _need(bool(archive.entries), "L'archive à envoyer ne contient aucun document.")
    count = len(archive.entries)
    _need(len(documents.pdfs) == count, "Chaque document est accompagné de son PDF, dans le même ordre.")
    for entry, pdf in zip(archive.entries, documents.pdfs, strict=True):
        _need(pdf.startswith(b"%PDF-"), "Le fichier qui accompagne un document doit être un PDF.")
        body = entry.document.body if entry.document else None
        embedded = body.data if isinstance(body, NonXmlBody) and body.media_type == "application/pdf" else pdf
        _need(embedded == pdf, "Le PDF joint doit être exactement celui que contient le document.")
        _check_masks(draft, entry.masks)
    carries_ins = any(entry.ins or (entry.document and entry.document.header.patient.ins) for entry in archive.entries)
    _need(
        documents.qualified or not carries_ins,
        "L'identité de cette personne n'est pas qualifiée : son INS ne part pas.",
    )
    _check_addressee(draft, archive)


def may_go(masks: Iterable[str], *, to_citizen: bool) -> bool:
    """The three combinations of §2.10: visible to all; not to the usager; not to professionals or not to parents."""
    held = frozenset(masks)
    if _INVISIBLE in held:
        return held == {_INVISIBLE} and not to_citizen
    if held & {_MASKED, _PARENTS}:
        return to_citizen
    return True


def _check_masks(draft: Draft, masks: frozenset[str]) -> None:
    if _INVISIBLE in masks and len(masks) > 1:
        raise CannotCompose("Un document ne peut pas être à la fois caché à la personne et aux professionnels.")
    for address in draft.recipients:
        citizen = bool(citizen_matricule(address.mailbox, draft.citizen_domains))
        if not may_go(masks, to_citizen=citizen):
            who = "à la personne" if citizen else "aux professionnels"
            raise CannotCompose(f"Ce document est masqué {who} : il ne peut pas être envoyé à cette adresse.")


def _check_subject(draft: Draft) -> None:
    if draft.documents:
        _need(not draft.subject, "L'objet d'un message avec documents est fixé par la norme.")
        return
    _need(bool(draft.subject.strip()), "Le message n'a pas d'objet.")
    _need(not read_subject(draft.subject).announces, "Cet objet annonce des documents que le message ne contient pas.")


def _check_citizens(draft: Draft) -> None:
    """One usager per message, alone: no citizen in copy of another, nor of a professional (§3.2)."""
    citizens = [one for one in draft.recipients if citizen_matricule(one.mailbox, draft.citizen_domains)]
    if citizens:
        _need(len(draft.recipients) == 1, "Un message à une personne accompagnée lui est adressé à elle seule.")
    _need(not draft.closes or bool(citizens), "Seule une conversation avec une personne accompagnée peut être close.")


def _check_addressee(draft: Draft, archive: XdmArchive) -> None:
    """What goes to a citizen is about this citizen."""
    for address in draft.recipients:
        matricule = citizen_matricule(address.mailbox, draft.citizen_domains)
        right = archive.ins is not None and archive.ins.matricule == matricule
        _need(not matricule or right, "Ces documents ne concernent pas la personne à qui le message est adressé.")


def ins_flag(draft: Draft, documents: Documents, archive: XdmArchive) -> str:
    """X-MSS-INS: ``O`` only for a qualified identity, a NIR, and the four traits in every document; else ``N``."""
    accepted = {oids.INS_NIR} | ({oids.INS_NIR_TEST} if draft.accept_test else set())
    sound = documents.qualified and archive.ins is not None and archive.ins.key_is_right
    for entry in archive.entries:
        traits = entry.document.header.patient.traits if entry.document else None
        first_name = traits.first_given_name or traits.given_names if traits else ""
        full = bool(traits and traits.birth_name and first_name and traits.birth_date and traits.sex)
        sound = sound and full and entry.ins is not None and entry.ins.oid in accepted
    return "O" if sound else "N"


def _need(held: bool, sentence: str) -> None:
    if not held:
        raise CannotCompose(sentence)
