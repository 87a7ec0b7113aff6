"""Finding a person: accents, order of the words, typing mistakes, part of a name, birth date or year, local identifier."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone
from rapidfuzz import fuzz, process

from alentour.accounts.models import Post, Structure
from alentour.identity import access
from alentour.identity.enums import StatutIns
from alentour.identity.mapping import Traits, normalise
from alentour.identity.models import InsiProposal, Usager
from alentour.identity.names import Names, names_of

# Similarity (0–100) from which two words may be one name mistyped: LEGOF for LE GOFF, KERVELA for KERVELLA.
CLOSE = 74
MANY_NAMES = 300
PROPOSAL_LIFE = timedelta(minutes=15)
_DATE = re.compile(r"\b(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, understood: normalised words, and a birth date or year if there is one."""

    words: tuple[str, ...] = field(default=())
    birth: str = ""

    @property
    def is_empty(self) -> bool:
        return not self.words and not self.birth


def understand(text: str) -> Query:
    """Read « dupont irene 12/03/1938 », « 1938 », « DUPONT »; at most six words of at most forty letters."""
    text, birth = text.strip()[:120], ""
    for pattern, form in ((_ISO, "{0}-{1}-{2}"), (_DATE, "{2}-{1:0>2}-{0:0>2}"), (_YEAR, "{0}-")):
        found = pattern.search(text)
        if found:
            birth, text = form.format(*found.groups()), text.replace(found[0], " ")
            break
    return Query(tuple(word[:40] for word in normalise(text).split()[:6]), birth)


def search(structure: Structure, text: str, *, within: QuerySet[Usager], limit: int = 30) -> list[Usager]:
    """The persons of ``structure`` that ``text`` names, the likeliest first; nothing for an empty text.

    ``within`` is who may be found: ``record.access.visible_usagers(post)``.
    """
    query = understand(text)
    if query.is_empty:
        return []
    rows = within.filter(structure=structure, is_active=True)
    return rank(rows, query, names_of(structure.id), limit=limit)


def filter_by_text(rows: QuerySet[Usager], text: str, structure_id: UUID) -> QuerySet[Usager]:
    """Narrow ``rows`` for a paged list, keeping its order; falls back on mistyped names when nothing answers exactly."""
    query = understand(text)
    if query.is_empty:
        return rows
    names = names_of(structure_id)
    exact = _exactly(rows, query, names)
    if not query.words or exact.exists():
        return exact
    return rows.filter(pk__in=[usager.pk for usager in _nearly(rows, query, names, limit=50)])


def rank(rows: QuerySet[Usager], query: Query, names: Names, *, limit: int) -> list[Usager]:
    """Exact words and beginnings first, then what sounds like a typing mistake; three queries at most."""
    found = list(_exactly(rows, query, names).order_by("nom_n", "prenom_n")[:limit])
    if query.words and len(found) < min(limit, 3):
        known = {usager.pk for usager in found}
        found += [usager for usager in _nearly(rows, query, names, limit=limit) if usager.pk not in known]
    return found[:limit]


def _exactly(rows: QuerySet[Usager], query: Query, names: Names) -> QuerySet[Usager]:
    """Every word is in the surname, in the given names, or is the local identifier."""
    if query.birth:
        rows = rows.filter(birth_date_text__startswith=query.birth)
    for word in query.words:
        surnames, given = names.with_word(word)
        rows = rows.filter(_among("nom_n", surnames, word) | _among("prenom_n", given, word) | Q(ipp=word))
    return rows


def _among(column: str, names: list[str], word: str) -> Q:
    """Found by index; a word so short that it is in hundreds of names is left to the database."""
    return Q(**{f"{column}__in": names}) if len(names) <= MANY_NAMES else Q(**{f"{column}__contains": word})


def _nearly(rows: QuerySet[Usager], query: Query, names: Names, *, limit: int) -> list[Usager]:
    """Compare with the distinct surnames of the structure, in memory (a few thousand: under 2 ms), then read those rows."""
    if query.birth:
        rows = rows.filter(birth_date_text__startswith=query.birth)
    typed = " ".join(query.words)
    scored = {name: _closeness(typed, query.words, name) for name in names.surnames}
    near = sorted((name for name, score in scored.items() if score >= CLOSE), key=lambda name: -scored[name])[:40]
    people = list(rows.filter(nom_n__in=near)[:200])
    people.sort(key=lambda one: (-_score(typed, one, scored[one.nom_n]), one.nom_n, one.prenom_n))
    return people[:limit]


def _closeness(typed: str, words: tuple[str, ...], surname: str) -> float:
    """The best of: one word typed against the surname, the whole text without its spaces (LEGOFF)."""
    best = process.extractOne(surname, words, scorer=fuzz.ratio)
    glued = fuzz.partial_ratio(surname.replace(" ", ""), typed.replace(" ", "")) if len(surname) > 3 else 0
    return max(best[1] if best else 0, glued)


def _score(typed: str, usager: Usager, surname_score: float) -> float:
    return surname_score + fuzz.token_set_ratio(typed, f"{usager.nom_n} {usager.prenom_n}")


def near(*, structure: Structure, traits: Traits, limit: int = 20) -> list[Usager]:
    """Who resembles a received identity: same birth date, or a close name. For a person to choose from, never to attach."""
    rows: QuerySet[Usager] = Usager.objects.for_structure(structure)
    same_day = list(rows.filter(birth_date_text=traits.birth_date)[:limit]) if traits.birth_date else []
    query = Query(tuple(normalise(traits.birth_name).split()[:3]))
    known = {usager.pk for usager in same_day}
    named = rank(rows, query, names_of(structure.id), limit=limit) if query.words else []
    return (same_day + [usager for usager in named if usager.pk not in known])[:limit]


def resembles(usager: Usager, traits: Traits) -> bool:
    """Whether the surnames may be one name, mistyped or not."""
    typed = normalise(traits.birth_name)
    return _closeness(typed, (typed,), usager.nom_n) >= CLOSE


def to_qualify(post: Post) -> QuerySet[Usager]:
    """Identities whose INS cannot be used yet, those with a discrepancy first; fictive ones are not to be qualified."""
    rows = access.visible_usagers(post).filter(is_active=True, fictif=False)
    return rows.exclude(statut=StatutIns.QUALIFIEE, douteux=False).order_by("-discrepancies", "nom_n", "prenom_n")


def live_proposal(usager: Usager) -> InsiProposal | None:
    """The answer of INSi waiting for a decision; an old one counts no more."""
    return (
        InsiProposal.objects.filter(structure_id=usager.structure_id, usager=usager)
        .filter(at__gte=timezone.now() - PROPOSAL_LIFE)
        .first()
    )
