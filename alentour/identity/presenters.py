"""What the screens of the identity show: two identities side by side, the status in words, the history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from alentour.identity import pieces, rules
from alentour.identity.enums import Attribut, StatutIns
from alentour.identity.mapping import STRICT, Ins, Traits, differing, ins_of, traits_of
from alentour.identity.models import DocumentCheck, InsMatricule, Usager
from alentour.identity.rules import Reason
from alentour.ui import words
from alentour.ui.shapes import InsChip, InsStatus

LABELS = {
    "birth_name": "Nom de naissance",
    "given_names": "Prénoms de naissance",
    "first_given_name": "Premier prénom",
    "birth_date": "Date de naissance",
    "sex": "Sexe",
    "birth_place": "Lieu de naissance (code)",
}
SEXES = {"F": "Féminin", "M": "Masculin", "": ""}
NOWHERE = {"99999": "inconnu"}


@dataclass(frozen=True, slots=True)
class TraitLine:
    """One trait, as both sides know it. ``verdict``: same, differs, or one of them is silent (« absent »)."""

    name: str
    label: str
    ours: str
    theirs: str
    verdict: str

    @property
    def differs(self) -> bool:
        return self.verdict == "differs"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two identities side by side. ``ours_is`` and ``theirs_is`` name the columns."""

    lines: tuple[TraitLine, ...]
    ours_is: str
    theirs_is: str

    @property
    def differing(self) -> tuple[TraitLine, ...]:
        return tuple(line for line in self.lines if line.differs)

    @property
    def sentence(self) -> str:
        """« Tous les traits concordent. », or the traits that differ, by their names."""
        names = [line.label.lower() for line in self.differing]
        if not names:
            return "Tous les traits comparables concordent."
        if len(names) == 1:
            return f"Un trait diffère : {names[0]}."
        return f"{len(names)} traits diffèrent : {', '.join(names[:-1])} et {names[-1]}."


def side_by_side(
    ours: Traits,
    theirs: Traits,
    *,
    ours_is: str = "Ici",
    theirs_is: str = "INSi",
    our_ins: Ins | None = None,
    their_ins: Ins | None = None,
) -> Comparison:
    """Compare two identities trait by trait, the matricule last when one side has one."""
    different = differing(ours, theirs)
    lines = [
        _line(name, LABELS[name], _shown(ours, name), _shown(theirs, name), differs=name in different)
        for name in STRICT
    ]
    if our_ins or their_ins:
        mine, other = grouped(our_ins), grouped(their_ins)
        lines.append(_line("matricule", "Matricule INS", mine, other, differs=mine != other))
    return Comparison(tuple(lines), ours_is, theirs_is)


def compared(usager: Usager, theirs: Traits, their_ins: Ins | None = None, *, theirs_is: str = "INSi") -> Comparison:
    """What we hold of a person beside another identity: INSi's, or the one a document carries."""
    return side_by_side(traits_of(usager), theirs, theirs_is=theirs_is, our_ins=ins_of(usager), their_ins=their_ins)


def _line(name: str, label: str, ours: str, theirs: str, *, differs: bool) -> TraitLine:
    if differs and not (ours and theirs):
        return TraitLine(name, label, ours, theirs, "absent")
    return TraitLine(name, label, ours, theirs, "differs" if differs else "same")


def _shown(traits: Traits, name: str) -> str:
    value: str = getattr(traits, name)
    if name == "birth_date":
        return words.birth(value) if value else ""
    if name == "sex":
        return SEXES.get(value, value)
    return NOWHERE.get(value, value) if name == "birth_place" else value


def grouped(ins: Ins | None) -> str:
    """« 2 38 03 35 238 001 88 »: a matricule as it is read aloud."""
    if ins is None:
        return ""
    m = ins.matricule
    return " ".join((m[0], m[1:3], m[3:5], m[5:7], m[7:10], m[10:13], m[13:]))


def ins_chip(usager: Usager, url: str = "") -> InsChip:
    return InsChip(
        status=cast(InsStatus, StatutIns(usager.statut).value),
        doubtful=usager.douteux,
        homonym=usager.homonyme,
        fictive=usager.fictif,
        url=url,
    )


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The explanation component: « Pourquoi l'INS n'est pas qualifiée et comment faire »."""

    reasons: tuple[Reason, ...]

    @property
    def is_usable(self) -> bool:
        return not self.reasons


def why_not(usager: Usager) -> WhyNot:
    """For ``{% include "identity/_why_not.html" with why=… %}`` in any screen that needs a qualified INS."""
    return WhyNot(tuple(rules.why_not_usable(usager)))


@dataclass(frozen=True, slots=True)
class ToQualify:
    """A line of the worklist: who, what is missing, the next gesture."""

    usager: Usager
    chip: InsChip
    reason: Reason | None

    @property
    def birth(self) -> str:
        return words.birth(self.usager.birth_date_text)


def to_qualify(usager: Usager, address: Callable[[Usager], str]) -> ToQualify:
    reasons = rules.why_not_usable(usager)
    return ToQualify(usager, ins_chip(usager, address(usager)), reasons[0] if reasons else None)


@dataclass(frozen=True, slots=True)
class CardLine:
    """One trait of the identity card; ``strict`` traits are those that the INS rests on."""

    label: str
    value: str
    hint: str = ""


def card_lines(usager: Usager) -> tuple[CardLine, ...]:
    """The strict traits as we hold them, and the matricule when there is one."""
    traits = traits_of(usager)
    uncertain = "date incertaine" if usager.birth_date_uncertain else ""
    lines = [CardLine(LABELS[name], _shown(traits, name), uncertain if name == "birth_date" else "") for name in STRICT]
    if usager.matricule:
        hint = "" if usager.ins_is_usable else "ne quitte pas la structure tant que l'identité n'est pas qualifiée"
        lines.append(CardLine("Matricule INS", grouped(ins_of(usager)), hint))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class MatriculeLine:
    number: str
    state: str
    period: str


def matricules(usager: Usager) -> list[MatriculeLine]:
    """The matricules this person has had."""
    return [
        MatriculeLine(grouped(Ins(matricule=row.matricule, oid=row.oid)), row.get_state_display(), _period(row))
        for row in usager.matricules.order_by("state", "-created_at")
    ]


def _period(row: InsMatricule) -> str:
    start, end = (words.birth(text) if text else "" for text in (row.starts_on, row.ends_on))
    if start and end:
        return f"du {start} au {end}"
    return f"depuis le {start}" if start else (f"jusqu'au {end}" if end else "")


@dataclass(frozen=True, slots=True)
class CheckLine:
    piece: str
    by: str
    at: datetime
    is_void: bool


def checks(usager: Usager) -> list[CheckLine]:
    """The identity documents that were seen, the last first."""
    rows = usager.checks.select_related("checked_by__professional")
    table = pieces.table()
    return [
        CheckLine(_piece(table, row), row.checked_by.professional.display_name, row.at, row.is_void) for row in rows
    ]


def _piece(table: Mapping[str, pieces.Piece], row: DocumentCheck) -> str:
    label = table[row.document].label if row.document in table else row.document
    return f"{label}, {pieces.PAIRINGS[row.pairing]}" if row.pairing else label


@dataclass(frozen=True, slots=True)
class AttributLine:
    """A mention that may be put or lifted; ``effect`` says what it does."""

    name: str
    label: str
    on: bool
    effect: str


EFFECTS = {
    Attribut.HOMONYME: "Une autre personne suivie ici lui ressemble : chacun redouble d'attention.",
    Attribut.DOUTEUX: "On n'est pas sûr que ce soit elle : l'INS est retirée, l'identité redevient provisoire.",
    Attribut.FICTIF: "Formation ou prise en charge confidentielle : l'INS est retirée et ne sera plus demandée.",
}


def attributs(usager: Usager) -> list[AttributLine]:
    return [AttributLine(one.value, one.label, getattr(usager, one.value), EFFECTS[one]) for one in Attribut]
