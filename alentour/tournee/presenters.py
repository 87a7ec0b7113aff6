"""What the phone and the screens of review show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from alentour.accounts.models import Post
from alentour.care.constantes import constantes
from alentour.care.enums import FIXED, Category, Intake, Moment
from alentour.care.tasks import Done
from alentour.identity.models import Usager
from alentour.record.enums import GivenBy, Means
from alentour.tournee.enums import Gesture, Outcome, Settlement
from alentour.tournee.models import SyncedOperation
from alentour.tournee.selectors.review import sees_record
from alentour.tournee.services import gestures
from alentour.tournee.services.settle import choices
from alentour.tournee.services.sync import Received
from alentour.ui.words import birth

ICONS = {
    Gesture.MEASURES: "heart-pulse",
    Gesture.TRANSMISSION: "message-square-text",
    Gesture.DOSE: "pill",
    Gesture.TASK: "list-checks",
    Gesture.PHOTO: "camera",
    Gesture.CONSIGNE: "notebook-pen",
}


def person_to_choose(usager: Usager) -> dict[str, Any]:
    stays = getattr(usager, "stay_now", [])
    return {
        "id": str(usager.id),
        "name": usager.display_name,
        "born": birth(usager.birth_date or usager.birth_date_text),
        "place": stays[0].place if stays else "",
        "mine": bool(getattr(usager, "mine", False)),
    }


def tables() -> dict[str, Any]:
    """The words and bounds the phone needs to work alone."""
    return {
        "constantes": [_constante(slug) for slug in constantes()],
        "categories": {one.value: one.label for one in Category},
        "moments": {one.value: one.label for one in (*FIXED, Moment.BESOIN)},
        "intakes": {one.value: one.label for one in Intake},
        "done": {one.value: one.label for one in Done},
        "given_by": {one.value: one.label for one in GivenBy},
        "means": {one.value: one.label for one in Means},
    }


def _constante(slug: str) -> dict[str, Any]:
    one = constantes()[slug]
    return {
        "slug": slug,
        "label": one.label,
        "short": one.short,
        "unit": one.unit,
        "icon": one.icon,
        "decimals": one.decimals,
        "possible": [float(one.possible_low), float(one.possible_high)],
        "likely": [float(one.likely_low), float(one.likely_high)],
    }


def outcome(key: str, received: Received) -> dict[str, Any]:
    """What the phone learns of one gesture."""
    row = received.operation
    return {"key": key, "outcome": row.outcome, "sentence": row.sentence, "again": received.again}


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One column of a comparison."""

    title: str
    who: str
    metier: str
    at: datetime
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    value: str
    label: str
    kind: str = "second"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A gesture of the list of review."""

    ident: str
    title: str
    icon: str
    person: str
    author: str
    sentence: str
    at: datetime
    is_conflict: bool
    settled: str = ""
    settled_at: datetime | None = None
    settled_by: str = ""


def line(row: SyncedOperation) -> Line:
    return Line(
        ident=str(row.id),
        title=Gesture(row.gesture).label,
        icon=ICONS[Gesture(row.gesture)],
        person=row.usager.display_name if row.usager else "Personne inconnue ici",
        author=str(row.post.professional),
        sentence=row.sentence,
        at=row.done_at,
        is_conflict=row.outcome == Outcome.CONFLICT,
        settled=Settlement(row.settlement).label if row.settlement else "",
        settled_at=row.settled_at,
        settled_by=str(row.settled_by.professional) if row.settled_by else "",
    )


def sides(post: Post, row: SyncedOperation) -> list[Side]:
    """The record on the left, the phone on the right; the record is hidden from who does not follow the person any more."""
    mine = {"who": str(row.post.professional), "metier": row.post.metier_label, "at": row.done_at.isoformat()}
    words = gestures.words(row.gesture, row.content)
    if row.outcome != Outcome.CONFLICT:
        return [_side("Ce que dit le téléphone", {**mine, "words": words})]
    right = _side("Ce que dit le téléphone", row.conflict.mine)
    return [_side("Ce que dit le dossier", row.conflict.theirs), right] if sees_record(post, row) else [right]


def _side(title: str, said: dict[str, Any]) -> Side:
    return Side(
        title=title,
        who=said["who"],
        metier=said["metier"],
        at=datetime.fromisoformat(said["at"]),
        words=tuple((label, text) for label, text in said["words"]),
    )


LABELS = {
    Settlement.THEIRS: "Garder celle du dossier",
    Settlement.MINE: "Garder celle du téléphone",
    Settlement.BOTH: "Garder les deux",
    Settlement.WRITTEN: "Inscrire au dossier",
}


def offered(post: Post, row: SyncedOperation) -> list[Choice]:
    """The choices of this post: what it may write, and for its own gestures at least to set them aside."""
    if row.settled_at is not None:
        return []
    found = [one for one in choices(row) if one in LABELS]
    if not sees_record(post, row):
        return []
    return [Choice(value=one.value, label=_label(row, one), kind="second") for one in found]


def _label(row: SyncedOperation, one: Settlement) -> str:
    if one == Settlement.BOTH and row.gesture in {Gesture.DOSE, Gesture.TASK}:
        return "Dire les deux à l'équipe"
    return LABELS[one]
