"""``RESULTAT``: what a search answers, in both roles (schema INSi_RESULTAT_INS, dmp-ins §1.3).

Real answers break their own schema (order inside INSHISTO) and mix prefixes: elements are found by name, in any order.
Traits are kept identical to what INSi sent (EXI REC 07).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from lxml import etree

from esante.cisis import Ins, InvalidIns, Traits, ins_key
from esante.insi.errors import UnreadableAnswer
from esante.insi.names import RESULT
from esante.soap import Payload


class Outcome(StrEnum):
    """``CodeCR``."""

    FOUND = "00"
    NONE = "01"
    SEVERAL = "02"

    @property
    def label(self) -> str:
        """``LibelleCR`` as the service writes it."""
        return {"00": "OK", "01": "Aucune identite trouvee", "02": "Plusieurs identites trouvees"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A matricule and, sometimes, its dates of validity (``YYYY-MM-DD``)."""

    ins: Ins
    start: str = ""
    end: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One identity. A matricule returned with a wrong key is kept: ``ins.key_is_right`` says so (§1.8).

    ``first_name_deduced``: INSi gave only the list, its first word was taken; a compound first name may be cut.
    """

    ins: Ins
    traits: Traits
    history: tuple[Period, ...] = ()
    start: str = ""
    end: str = ""
    first_name_deduced: bool = False


@dataclass(frozen=True, slots=True)
class NotFound:
    """No identity matches."""


@dataclass(frozen=True, slots=True)
class Several:
    """Several identities match; INSi returns none of them."""


Result = Found | NotFound | Several
_NAMESPACE = f"{{{RESULT}}}"


def outcome_of(result: Result) -> Outcome:
    """The code of a result."""
    if isinstance(result, Found):
        return Outcome.FOUND
    return Outcome.SEVERAL if isinstance(result, Several) else Outcome.NONE


def encode_result(result: Result) -> Payload:
    """Body of the answer, in schema order."""
    root = etree.Element(_NAMESPACE + "RESULTAT", nsmap={"insi": RESULT})
    outcome = outcome_of(result)
    _texts(_child(root, "CR"), CodeCR=outcome.value, LibelleCR=outcome.label)
    if isinstance(result, Found):
        person = _child(root, "INDIVIDU")
        _encode_period(_child(person, "INSACTIF"), Period(ins=result.ins, start=result.start, end=result.end))
        for period in result.history:
            _encode_period(_child(person, "INSHISTO"), period)
        traits = result.traits
        _texts(
            _child(person, "TIQ"),
            NomNaissance=traits.birth_name,
            Prenom="" if result.first_name_deduced else traits.first_given_name,
            ListePrenom=traits.given_names,
            Sexe=traits.sex,
            DateNaissance=traits.birth_date,
            LieuNaissance=traits.birth_place,
        )
    return Payload(element=root)


def _encode_period(holder: etree._Element, period: Period) -> None:
    matricule = period.ins.matricule
    _texts(_child(holder, "IdIndividu"), NumIdentifiant=matricule[:13], Cle=matricule[13:])
    _texts(holder, OID=period.ins.oid, DateDeb=period.start, DateFin=period.end)


def _child(parent: etree._Element, name: str) -> etree._Element:
    return etree.SubElement(parent, _NAMESPACE + name)


def _texts(parent: etree._Element, **values: str) -> None:
    for name, value in values.items():
        if value:
            _child(parent, name).text = value


def decode_result(payload: Payload) -> Result:
    """Read an answer. Raises :class:`UnreadableAnswer`."""
    root = payload.element
    if root.tag != _NAMESPACE + "RESULTAT":
        raise UnreadableAnswer("La réponse du téléservice INSi n'est pas un RESULTAT.")
    code = _text(root, "CR", "CodeCR")
    if code == Outcome.NONE:
        return NotFound()
    if code == Outcome.SEVERAL:
        return Several()
    if code != Outcome.FOUND:
        raise UnreadableAnswer(f"Code retour INSi inconnu : {code or 'absent'}.")
    person = root.find(_NAMESPACE + "INDIVIDU")
    active = None if person is None else person.find(_NAMESPACE + "INSACTIF")
    if person is None or active is None:
        raise UnreadableAnswer("La réponse du téléservice INSi ne contient pas d'identité.")
    try:
        return _found(person, _period(active))
    except (InvalidIns, ValueError) as error:
        raise UnreadableAnswer("L'identité renvoyée par le téléservice INSi est mal formée.") from error


def _found(person: etree._Element, active: Period) -> Found:
    given_names, first = _text(person, "TIQ", "ListePrenom"), _text(person, "TIQ", "Prenom")
    return Found(
        ins=active.ins,
        start=active.start,
        end=active.end,
        history=tuple(period for each in person.iterchildren(_NAMESPACE + "INSHISTO") if (period := _readable(each))),
        first_name_deduced=not first,
        traits=Traits(
            birth_name=_text(person, "TIQ", "NomNaissance"),
            given_names=given_names,
            first_given_name=first or given_names.partition(" ")[0],
            birth_date=_text(person, "TIQ", "DateNaissance"),
            sex=_text(person, "TIQ", "Sexe"),
            birth_place=_text(person, "TIQ", "LieuNaissance"),
        ),
    )


def _period(holder: etree._Element) -> Period:
    number = _text(holder, "IdIndividu", "NumIdentifiant").upper()
    key = _text(holder, "IdIndividu", "Cle") or ins_key(number)
    ins = Ins(matricule=number + key, oid=_text(holder, "OID"))
    return Period(ins=ins, start=_text(holder, "DateDeb"), end=_text(holder, "DateFin"))


def _readable(holder: etree._Element) -> Period | None:
    """A past matricule of another kind (an INS-C) does not make the whole answer unreadable."""
    try:
        return _period(holder)
    except InvalidIns:
        return None


def _text(element: etree._Element, *names: str) -> str:
    return " ".join((element.findtext("/".join(_NAMESPACE + name for name in names)) or "").split())
