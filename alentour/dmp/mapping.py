"""Our people and documents as the DMP names them, and its answers in our words. Pure (specs/dmp-ins §2.4, §2.6)."""

from __future__ import annotations

import uuid
from datetime import datetime

from esante.cisis import Code, oids
from esante.dmp import Actor, Patient, existence
from esante.vihf import Mode
from esante.xds import AssociationType, DocumentEntry, Status, Submission, forms

from alentour.accounts.enums import StructureKind
from alentour.accounts.models import Post, Structure
from alentour.core.ids import oid_of
from alentour.dmp.enums import Authorization, DmpState, EntryState, Visibility
from alentour.dmp.found import Found, FoundEntry
from alentour.dmp.found import Status as Answered
from alentour.documents.mapping import local_id
from alentour.identity.models import Usager
from esante import cisis

STATES = {
    existence.DmpStatus.ACTIVE: DmpState.ACTIVE,
    existence.DmpStatus.CLOSED: DmpState.CLOSED,
    existence.DmpStatus.ABSENT: DmpState.ABSENT,
}
AUTHORIZATIONS = {
    existence.Authorization.VALID: Authorization.VALID,
    existence.Authorization.EXPIRED: Authorization.EXPIRED,
    existence.Authorization.NONE: Authorization.NONE,
    existence.Authorization.FORBIDDEN: Authorization.FORBIDDEN,
    existence.Authorization.UNKNOWN: Authorization.UNKNOWN,
}
ENTRY_STATES = {
    Status.APPROVED.value: EntryState.APPROVED,
    Status.DEPRECATED.value: EntryState.DEPRECATED,
    Status.ARCHIVED.value: EntryState.ARCHIVED,
    Status.DELETED.value: EntryState.DELETED,
}
# Activity of the lot (JDV_J59, system 1.2.250.1.213.2.2; specs/dmp-ins §2.6). « 07 » for the city is our reading.
ACTIVITY_SYSTEM = "1.2.250.1.213.2.2"
ON_THE_SPOT = ("16", "Prestation sur le lieu de vie")
LODGING = ("11", "Hébergement complet internat")
DAY = ("21", "Accueil de jour")
CONSULTATION = ("07", "Consultations, soins externes")
ACTIVITIES = {
    StructureKind.EHPAD: LODGING,
    StructureKind.RESIDENCE: LODGING,
    StructureKind.FOYER: LODGING,
    StructureKind.MECS: LODGING,
    StructureKind.DIME: ("13", "Semi-internat"),
    StructureKind.ESAT: ("14", "Externat"),
    StructureKind.CAMSP: CONSULTATION,
    StructureKind.PASA: DAY,
    StructureKind.CABINET: CONSULTATION,
    StructureKind.PHARMACIE: CONSULTATION,
    StructureKind.HOPITAL: CONSULTATION,
}


def instance_oid(structure: Structure) -> str:
    """The OID of this installation for one structure: root of its message identifiers, source of its lots."""
    return oid_of(uuid.UUID(str(structure.id)))


def lot_oid(key: uuid.UUID) -> str:
    """The identifier of a lot, the same at each try (specs/dmp-ins §2.11)."""
    return f"{oid_of(key)}.2"


def activity_of(structure: Structure) -> Code:
    code, label = ACTIVITIES.get(StructureKind(structure.kind), ON_THE_SPOT)
    return Code(code, ACTIVITY_SYSTEM, label)


def patient_of(usager: Usager) -> Patient | None:
    """The person as the DMP may be told of her; ``None`` when she has no INS at all."""
    if not usager.matricule:
        return None
    return Patient(ins=cisis.Ins(matricule=usager.matricule, oid=usager.ins_oid), qualified=usager.ins_is_usable)


def depositor(post: Post) -> Actor:
    """The author of a deposit, imputed to the structure (INDIRECTE): an identifier of the house is enough."""
    return _actor(post, Mode.INDIRECTE, post.professional.idnps or local_id(post))


def reader(post: Post) -> Actor:
    """A professional present and authenticated by Pro Santé Connect (INDIRECTE_RENFORCEE): a national identifier."""
    return _actor(post, Mode.AIR, post.professional.idnps or "")


def _actor(post: Post, mode: Mode, name_id: str) -> Actor:
    person = post.professional
    return Actor(
        mode=mode,
        name_id=name_id,
        name=f"{person.family_name.upper()} {person.given_name}",
        roles=roles_of(post.profession_code),
        structure_id=post.structure.idnst,
        sector=cisis.sector(post.structure.sector),
    )


def roles_of(profession_code: str) -> tuple[Code, ...]:
    """Profession then savoir-faire, from the code of the trade (JDV_J01): ``G15_10/SM26`` is 10 then SM26; a social role stands alone."""
    trade = cisis.profession(profession_code)
    if not profession_code.startswith("G15_"):
        return (trade,)
    profession, _, skill = profession_code.removeprefix("G15_").partition("/")
    label, _, skill_label = trade.label.partition(" - ")
    roles = [Code(profession, oids.TRE_G15_PROFESSION, label.strip())]
    if skill:
        roles.append(Code(skill, oids.TRE_R04_SPECIALTY, skill_label.strip() or trade.label))
    return tuple(roles)


# --- answers


def status_of(answer: existence.Response) -> Answered:
    return Answered(
        state=STATES[answer.status],
        authorization=AUTHORIZATIONS[answer.authorization],
        code=answer.authorization_code[:40],
        treating_physician=answer.treating_physician,
        attached_to_ens=answer.attached_to_ens,
    )


def found_in(submission: Submission) -> Found:
    """Entries, replacements and changes of status of one answer."""
    unique = {entry.id: entry.unique_id for entry in submission.entries}
    replaced = {
        unique.get(link.target, link.target): unique[link.source]
        for link in submission.associations
        if link.type == AssociationType.REPLACES and link.source in unique
    }
    states = {
        link.target: ENTRY_STATES[link.new_status]
        for link in submission.associations
        if link.type == AssociationType.UPDATE_AVAILABILITY and link.new_status in ENTRY_STATES
    }
    return Found(entries=tuple(entry_of(entry) for entry in submission.entries), replaced=replaced, states=states)


def entry_of(entry: DocumentEntry) -> FoundEntry:
    author = entry.authors[0] if entry.authors else None
    type_code, class_code = entry.type_code or Code("", ""), entry.class_code or Code("", "")
    visible = {code.code for code in entry.confidentiality}
    return FoundEntry(
        unique_id=entry.unique_id,
        entry_uuid=entry.id,
        lid=entry.logical_id or entry.id,
        metadata_version=entry.version,
        state=ENTRY_STATES.get(entry.status, EntryState.APPROVED),
        title=entry.title or type_code.label,
        type_code=type_code.code,
        type_label=(_label(type_code))[:200],
        class_code=class_code.code,
        mime_type=entry.mime_type,
        author_name=forms.read_xcn(author.person).name[:160] if author and author.person else "",
        author_structure=forms.read_xon(author.institutions[0]).name[:200] if author and author.institutions else "",
        created_in_source=_moment(entry.creation_time),
        service_start=_moment(entry.service_start) or _moment(entry.creation_time),
        hash=entry.hash.lower(),
        size=entry.size,
        repository_id=entry.repository_id,
        visibility=tuple(code for code in Visibility.values if code in visible),
        by_person=class_code.code == "90" or type_code.code.startswith("DOCPAT"),
    )


def _label(code: Code) -> str:
    try:
        return cisis.type_code(code.code).label
    except cisis.UnknownCode:
        return code.label or code.code


def _moment(text: str) -> datetime | None:
    try:
        return cisis.times.parse_hl7(text) if text else None
    except cisis.BadTime:
        return None
