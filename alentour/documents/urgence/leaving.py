"""The sheet of someone who leaves for the emergency ward: what the team says at the door, what the record adds (FLUDT 2022.01)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.care.constantes import constantes
from alentour.care.enums import Intake
from alentour.care.models import Administration
from alentour.care.selectors.measures import newest_of
from alentour.documents.urgence.gathering import gather
from alentour.documents.urgence.parts import Part, Row
from alentour.identity import paper
from alentour.identity.models import Usager
from alentour.record.access import readable

# What urgences read of the record beside the sheet; the whole is in the document de liaison.
BESIDE = ("alertes", "allergies", "traitements", "contacts", "soignants", "directives")


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure:
    """What is said at the door. `awake` None: not known. `pains` None: nobody asked; empty: none. Moments are ISO, in UTC or local."""

    reason: str
    leaves_at: str
    destination: str = ""
    awake: bool | None = None
    consciousness: str = ""
    pains: list[str] | None = None
    last_meal: str = ""
    objects: list[dict[str, str]] | None = None

    def kept(self) -> dict[str, Any]:
        return asdict(self)


def gather_leaving(post: Post, usager: Usager) -> list[Part]:
    """The last constantes and the last medicines taken, then what the document de liaison says first."""
    may = readable(post, usager, DataClass.SOINS)
    told = {part.slug: part for part in gather(post, usager)}
    return [_measures(post, usager) if may else Part(slug="mesures", label="Dernières constantes"),
            _last_taken(post, usager), *(told[slug] for slug in BESIDE)]  # fmt: skip


def _measures(post: Post, usager: Usager) -> Part:
    order = list(constantes())
    newest = sorted(newest_of(post, usager), key=lambda one: order.index(one.kind))
    rows = tuple(
        Row(
            text=one.constante.label,
            more=f"{one.constante.write(one.value)} {one.constante.unit}, {paper.dated(one.done_at)}",
            data={"kind": one.kind, "value": str(one.value), "at": one.done_at.isoformat()},
        )
        for one in newest
    )
    lacks = "Prenez les constantes avant le départ, si l'état le permet."
    return Part(slug="mesures", label="Dernières constantes", rows=rows, lacks=lacks)


def _last_taken(post: Post, usager: Usager) -> Part:
    given = Administration.objects.for_post(post).filter(usager=usager, state=Intake.GIVEN, cancelled_at=None)
    last: datetime | None = None
    if readable(post, usager, DataClass.ADMINISTRATION):
        last = given.order_by("-done_at").values_list("done_at", flat=True).first()
    rows = (Row(text=paper.dated(last), data={"at": last.isoformat()}),) if last else ()
    return Part(slug="derniere_prise", label="Dernière prise de médicaments", rows=rows)
