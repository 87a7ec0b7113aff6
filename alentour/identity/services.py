"""Every write on an identity: creating, validating, editing, doubting. What INSi answers is in ``insi``."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from alentour.accounts.models import Post, Structure
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.identity import pieces, rules
from alentour.identity.enums import Attribut, Evenement, MatriculeState, StatutIns
from alentour.identity.mapping import STRICT, InvalidIns, check_typed, first_of
from alentour.identity.models import DocumentCheck, InsiProposal, InsMatricule, IppSequence, Usager

STRICT_FIELDS = frozenset({"birth_date_text" if name == "birth_date" else name for name in STRICT})
DETAIL_FIELDS = frozenset(
    {"used_name", "used_given_name", "phone", "email", "address", "postal_code", "city", "birth_date_uncertain"}
)


@transaction.atomic
def create_usager(
    *,
    structure: Structure,
    by: Post | None,
    birth_name: str,
    first_given_name: str,
    birth_date_text: str,
    sex: str = "",
    given_names: str = "",
    birth_place: str = "",
    matricule: str = "",
    fictif: bool = False,
    ipp: str = "",
    **details: Any,
) -> Usager:
    """Open a record from declared traits: always provisoire.

    ``matricule``: read on a document; its key is checked and it is kept as declared, proof of nothing. ``details``: the
    complementary traits (``DETAIL_FIELDS``). Raises :class:`Refused` for a matricule whose key is wrong.
    """
    usager = Usager(
        structure=structure, birth_name=birth_name.strip(), given_names=(given_names or first_given_name).strip(),
        first_given_name=(first_given_name or first_of(given_names)).strip(), birth_date_text=birth_date_text, sex=sex,
        birth_place=birth_place, fictif=fictif, ipp=ipp or next_ipp(structure), **_known(details),
    )  # fmt: skip
    usager.save(force_insert=True)
    if matricule:
        _keep_declared(usager, matricule)
    return move(usager, StatutIns.PROVISOIRE, "identity.created", by=by, evidence="declaration")


def _known(details: dict[str, Any]) -> dict[str, Any]:
    """The complementary traits among ``details`` (a form may send more than that)."""
    return {name: value for name, value in details.items() if name in DETAIL_FIELDS}


def next_ipp(structure: Structure) -> str:
    """The next local identifier of the structure (six digits)."""
    sequence, _ = IppSequence.objects.select_for_update().get_or_create(structure=structure)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return f"{sequence.last:06d}"


def _keep_declared(usager: Usager, matricule: str) -> None:
    try:
        ins = check_typed(matricule, rules.typed_oid())
    except InvalidIns as error:
        raise Refused(error.sentence) from None
    InsMatricule.objects.create(
        structure=usager.structure, usager=usager, matricule=ins.matricule, oid=ins.oid, state=MatriculeState.DECLARE
    )


@transaction.atomic
def validate_identity(*, usager: Usager, by: Post, document: str, pairing: str = "") -> Usager:
    """A high-trust document was seen and its traits are ours: provisoire becomes validée, récupérée becomes qualifiée."""
    usager = locked(usager)
    statut = rules.next_statut(usager, Evenement.PIECE)
    _keep_check(usager, by, document, pairing)
    return move(usager, statut, "identity.validated", by=by, evidence=document)


def _keep_check(usager: Usager, by: Post, document: str, pairing: str) -> None:
    piece = pieces.require_high_trust(document, pairing)
    DocumentCheck.objects.create(
        structure=usager.structure,
        usager=usager,
        document=piece.code,
        pairing=pairing if piece.pairings else "",
        checked_by=by,
    )


@transaction.atomic
def edit_traits(*, usager: Usager, by: Post, document: str = "", pairing: str = "", **changes: Any) -> Usager:
    """Change traits by hand. A strict one invalidates the matricule; with a document seen again the identity is validée.

    ``changes``: names of fields of :class:`Usager` (strict or complementary). Nothing changed: nothing happens.
    """
    usager = locked(usager)
    unknown = set(changes) - STRICT_FIELDS - DETAIL_FIELDS
    if unknown:
        raise TypeError(f"not traits: {sorted(unknown)}")
    changed = [name for name, value in changes.items() if getattr(usager, name) != value]
    if not changed:
        return usager
    for name in changed:
        setattr(usager, name, changes[name])
    if STRICT_FIELDS.isdisjoint(changed):
        usager.save()
        trace.record("identity.details", by=by, usager_id=usager.id, target=usager, fields=",".join(sorted(changed)))
        return usager
    return _strict_edit(usager, by, document, pairing, changed)


def _strict_edit(usager: Usager, by: Post, document: str, pairing: str, changed: list[str]) -> Usager:
    event = Evenement.MODIFICATION_AVEC_PIECE if document else Evenement.MODIFICATION
    statut = rules.next_statut(usager, event)
    invalidate_matricule(usager)
    usager.checks.filter(is_void=False).update(is_void=True)
    if document:
        _keep_check(usager, by, document, pairing)
    usager.discrepancies = ""
    InsiProposal.objects.filter(structure_id=usager.structure_id, usager=usager).delete()
    return move(
        usager, statut, "identity.edited", by=by, evidence=document or "declaration", fields=",".join(sorted(changed))
    )


@transaction.atomic
def set_attribute(*, usager: Usager, by: Post, attribut: Attribut, on: bool, reason: str = "") -> Usager:
    """Put or lift an attribute. Douteuse and fictive invalidate the matricule and bring back to provisoire."""
    usager = locked(usager)
    if on:
        _refuse_cumulation(usager, attribut)
    setattr(usager, attribut.value, on)
    event = {Attribut.DOUTEUX: Evenement.DOUTE, Attribut.FICTIF: Evenement.FICTION}.get(attribut)
    statut = StatutIns(usager.statut)
    if on and event:
        statut = rules.next_statut(usager, event)
        invalidate_matricule(usager)
        usager.checks.filter(is_void=False).update(is_void=True)
        InsiProposal.objects.filter(structure_id=usager.structure_id, usager=usager).delete()
    return move(usager, statut, "identity.attribute", by=by, evidence="", reason=reason, attribut=attribut, on=on)


def _refuse_cumulation(usager: Usager, attribut: Attribut) -> None:
    others = [one for one in Attribut if one != attribut and getattr(usager, one.value)]
    if Attribut.FICTIF in {attribut, *others} and others:
        raise Refused("Une identité fictive ne peut être ni douteuse ni homonyme : retirez d'abord l'autre mention.")


@transaction.atomic
def verification_failed(*, usager: Usager) -> Usager:
    """The periodic verification says no: the matricule is no longer used until somebody settles it."""
    usager = locked(usager)
    statut = rules.next_statut(usager, Evenement.VERIFICATION_KO)
    invalidate_matricule(usager)
    return move(usager, statut, "identity.verification_failed", by=None, evidence="insi")


def locked(usager: Usager) -> Usager:
    """The row as it is now, held until the end of the transaction."""
    fresh: Usager = Usager.objects.select_for_update().get(pk=usager.pk, structure_id=usager.structure_id)
    return fresh


def invalidate_matricule(usager: Usager) -> None:
    """The matricule is no longer ours; its line stays in the history (the row is saved by the caller)."""
    if usager.matricule:
        InsMatricule.objects.update_or_create(
            usager=usager,
            matricule=usager.matricule,
            oid=usager.ins_oid,
            defaults={"structure_id": usager.structure_id, "state": MatriculeState.INVALIDE},
        )
    usager.matricule = usager.ins_oid = ""


def move(usager: Usager, statut: StatutIns, action: str, *, by: Post | None, evidence: str, **detail: Any) -> Usager:
    """Save the person at her new status and say so in the trail, with the kind of evidence (EXI ID 19)."""
    was, usager.statut = usager.statut, statut
    usager.save()
    trace.record(
        action,
        by=by,
        structure_id=usager.structure_id,
        usager_id=usager.id,
        target=usager,
        evidence=evidence,
        was=was,
        now=statut.value,
        **detail,
    )
    return usager
