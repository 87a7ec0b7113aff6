"""What the screens of the DMP show."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from alentour.dmp.enums import EntryState, Visibility
from alentour.dmp.models import Access, Dossier, Entry
from alentour.documents.kinds import kind_for
from alentour.exchanges.enums import State
from alentour.exchanges.models import Exchange
from alentour.ui.shapes import Action, DocumentCard, Provenance, Road, Step, Stuck

WARNINGS = {
    Visibility.PERSON.value: "pas encore visible par la personne",
    Visibility.GUARDIANS.value: "non visible par ses représentants légaux",
    Visibility.PROS.value: "masqué aux autres professionnels",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A document of the DMP in the list. ``warns``: it must not be shown to the person yet (EX_3.2-1025)."""

    card: DocumentCard
    by_person: bool
    open_url: str
    held: bool
    warns: str
    replaced: bool


def line(entry: Entry) -> Line:
    held = entry.document is not None and entry.document.usager_id == entry.usager_id
    url = reverse("documents:view", args=[entry.document_id]) if held else reverse("dmp:open", args=[entry.id])
    return Line(
        card=DocumentCard(
            title=entry.title or entry.type_label,
            url=url if held else "",
            kind=_kind(entry),
            provenance=Provenance(
                source="citoyen" if entry.by_person else "dmp",
                at=entry.service_start or entry.created_in_source or entry.created_at,
                author=entry.author_name,
                establishment=entry.author_structure,
                replaced=entry.state == EntryState.DEPRECATED,
            ),
            icon="user-round" if entry.by_person else kind_for(entry.type_code, entry.class_code).icon,
            size=entry.size or 0,
            status=_status(entry),
        ),
        by_person=entry.by_person,
        open_url="" if held else url,
        held=held,
        warns=" ; ".join(WARNINGS[code] for code in entry.visibility if code in WARNINGS),
        replaced=entry.state == EntryState.DEPRECATED,
    )


def _kind(entry: Entry) -> str:
    """Our word for this type of document, or the national label of one we have no word for."""
    row = kind_for(entry.type_code, entry.class_code)
    return row.label if row.type_code == entry.type_code else entry.type_label


def _status(entry: Entry) -> str:
    return {EntryState.ARCHIVED: "archivé", EntryState.DELETED: "supprimé au DMP"}.get(EntryState(entry.state), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the DMP said of itself, in a line each."""

    state: str
    open: bool
    ens: bool
    authorization: str
    treating_physician: bool


def facts(dossier: Dossier | None, access: Access | None) -> Facts | None:
    if dossier is None or dossier.checked_at is None:
        return None
    return Facts(
        state=dossier.get_state_display(),
        open=dossier.state == "actif",
        ens=dossier.attached_to_ens,
        authorization=_authorization(access),
        treating_physician=bool(access and access.treating_physician),
    )


def _authorization(access: Access | None) -> str:
    """In words; an unknown code of the DMP is shown as it came (specs/dmp-ins §6)."""
    if access is None:
        return ""
    return access.get_authorization_display() if access.authorization else access.code or "inconnue"


def road(exchange: Exchange) -> Road:
    """The road to the DMP: asked, accepted; the DMP has no « lu »."""
    stuck = None
    if exchange.is_stuck:
        action = Action(label="Réessayer", url=reverse("dmp:retry", args=[exchange.id]), icon="refresh-cw", post=True)
        stuck = Stuck(why=exchange.sentence, at=exchange.settled_at or exchange.updated_at, action=action)
    return Road(
        recipient="DMP · Mon espace santé",
        detail=exchange.sentence if exchange.state == State.ACCEPTED else "",
        steps=(
            Step(name="en_file", at=exchange.created_at),
            Step(name="accepte", at=exchange.settled_at if exchange.state == State.ACCEPTED else None),
        ),
        stuck=stuck,
        citizen=True,
    )
