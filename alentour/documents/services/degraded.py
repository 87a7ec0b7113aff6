"""The degraded mode: every hour, one encrypted PDF an establishment that any reader opens and prints without the server.

For each person met there: the document de liaison d'urgence in force (without one, what the record would say, marked as not
signed), then the plan de prise. One person at a time, so that the exchanges of the team never wait for it.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
from django.conf import settings
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post, Structure
from alentour.accounts.rights import can
from alentour.care.plan_paper import plan_pdf
from alentour.core import files, rls, trace
from alentour.documents import pdf
from alentour.documents.enums import DocumentKind
from alentour.documents.kinds import kind_of
from alentour.documents.models import Document
from alentour.documents.services.urgency import TITLE, in_force
from alentour.documents.urgence.gathering import gather
from alentour.documents.urgence.parts import frozen
from alentour.identity.models import Usager
from alentour.record.access import readable, visible_usagers
from alentour.record.selectors import whereabouts

# Beyond, a file is too heavy to be opened in an emergency: the next persons go in a second one.
PER_FILE = 150
AWAY = frozenset({"gone", "dead"})
NURSES = (Metier.IDEC, Metier.INFIRMIER, Metier.MEDECIN)


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What an export of one establishment came to. ``left`` counts those whom nobody there may read the health of."""

    structure: Structure
    done: int = 0
    left: int = 0
    paths: list[Path] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        left = f" ; {self.left} sans soignant qui lise la santé, à imprimer à la main" if self.left else ""
        people = "personne exportée" if self.done < 2 else "personnes exportées"
        return f"{self.structure.name} : {self.done} {people}{left}."


def export(structure: Structure, folder: Path, password: str) -> Iterator[Outcome]:
    """Yield after each person; the last outcome names the files. Those of the hour before stay until the new ones are whole."""
    if not password:
        raise ValueError("the degraded export is never written in clear")
    with rls.within(structure.id):
        plan = _readers(structure)
    outcome, book, pages = Outcome(structure=structure), pikepdf.Pdf.new(), []
    for number, (usager, reader) in enumerate(plan):
        if reader is None:
            outcome.left += 1
            continue
        with rls.within(structure.id):
            pages.append((usager, len(book.pages)))
            _append(book, reader, usager)
        outcome.done += 1
        if len(pages) == PER_FILE or number == len(plan) - 1:
            outcome.paths.append(_write(book, pages, folder, structure, len(outcome.paths) + 1, password))
            book, pages = pikepdf.Pdf.new(), []
        yield outcome
    if pages:
        outcome.paths.append(_write(book, pages, folder, structure, len(outcome.paths) + 1, password))
    if outcome.done or outcome.left:
        with rls.within(structure.id):
            trace.record("urgency.exported", structure_id=structure.id, done=outcome.done, left=outcome.left)
    yield outcome


def _readers(structure: Structure) -> list[tuple[Usager, Post | None]]:
    """Each person met there, with a nurse or physician by whose eyes her record is read (habilitations and oppositions hold)."""
    posts = Post.objects.filter(Post.current(), structure=structure, metier__in=NURSES, professional__is_active=True)
    mine = sorted(posts.select_related("professional", "structure"), key=lambda post: NURSES.index(Metier(post.metier)))
    found: dict[Any, Post] = {}
    for post in mine:
        if can(post, Act.READ, DataClass.SANTE):
            for ident in visible_usagers(post).values_list("pk", flat=True):
                found.setdefault(ident, post)
    people = Usager.objects.filter(structure=structure).select_related("structure").order_by("nom_n", "prenom_n")
    here = [one for one in people if whereabouts(one).state not in AWAY]
    return [(one, _open(found.get(one.pk), one)) for one in here]


def _open(post: Post | None, usager: Usager) -> Post | None:
    return post if post and readable(post, usager, DataClass.SANTE) else None


def _append(book: pikepdf.Pdf, reader: Post, usager: Usager) -> None:
    held = in_force(usager)
    page = files.read(held.body) if held and held.body else _unsigned(reader, usager)
    for data in (page, plan_pdf(reader, usager)):
        with pikepdf.open(io.BytesIO(data)) as one:
            book.pages.extend(one.pages)


def _unsigned(reader: Post, usager: Usager) -> bytes:
    """What the record says now, as a page that nobody signed; it is kept nowhere."""
    row = kind_of(DocumentKind.DLU)
    content = {"urgence": {"parts": frozen(gather(reader, usager)), "comment": "", "enclosed": {}}}
    draft = Document(
        structure=usager.structure,
        usager=usager,
        kind=row.kind,
        title=TITLE,
        content=content,
        effective_at=timezone.now(),
    )
    return pdf.urgency(draft, signer=None)


def _write(
    book: pikepdf.Pdf, people: list[tuple[Usager, int]], folder: Path, structure: Structure, rank: int, password: str
) -> Path:
    """Encrypted (AES-256), one bookmark a person, written whole before it takes the place of the one before."""
    with book.open_outline() as outline:
        outline.root.extend(pikepdf.OutlineItem(usager.display_name, at) for usager, at in people)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"secours-{structure.idnst[1:]}{f'-{rank}' if rank > 1 else ''}.pdf"
    fresh = path.with_suffix(".nouveau")
    book.save(fresh, encryption=pikepdf.Encryption(owner=password, user=password, R=6))
    fresh.chmod(0o600)
    os.replace(fresh, path)
    return path


class Hourly:
    """The chore of the runner: a few persons a turn, every establishment once an hour; not in the first minutes, when the team logs in."""

    def __init__(self, *, first: timedelta = timedelta(minutes=5), every: timedelta = timedelta(hours=1)) -> None:
        self.every = every
        self._steps: Iterator[Outcome] | None = None
        self._next = timezone.now() + first

    def turn(self) -> bool:
        """One person; whether there is more to do at once."""
        if not settings.DEGRADED_DIR:
            return False
        if self._steps is None:
            if timezone.now() < self._next:
                return False
            self._next = timezone.now() + self.every
            self._steps = self._round(settings.DEGRADED_DIR)
        if next(self._steps, None) is None:
            self._steps = None
            return False
        return True

    def _round(self, folder: Path) -> Iterator[Outcome]:
        with rls.across("degraded export"):
            structures = list(Structure.objects.order_by("name"))
        for structure in structures:
            yield from export(structure, folder, settings.DEGRADED_PASSWORD)
