"""A record as gathered → the business objects of the guide, and the JSON of what the guide has no place for (specs/fhir §1a)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from esante.aggir import ALERTER, DEPLACEMENTS_EXTERIEURS, VARIABLES
from esante.cisis import Address
from esante.tddui import (
    ITEMS,
    Accord,
    Action,
    Attente,
    Besoin,
    Bilan,
    Coded,
    Contact,
    Document,
    Etablissement,
    Evaluation,
    Evenement,
    LocalId,
    Objectif,
    Preparation,
    PresenceAbsence,
    Professionnel,
    Projet,
    Sejour,
    Transfer,
    Usager,
    gir_of,
)

from alentour.agenda.enums import TDDUI, Half, Reason, Status
from alentour.agenda.halves import begins, ends
from alentour.care.mapping import ADVERBS, GRID, Judged, items_of, judge
from alentour.identity.mapping import ins_of, traits_of
from alentour.identity.models import Usager as Person
from alentour.portability.gathering import Gathered, data_of, source_of
from alentour.portability.rows import told
from alentour.record.enums import Relation

RELATIONS = {
    Relation.CONJOINT: "SPS", Relation.ENFANT: "CHILD", Relation.PARENT: "PRN", Relation.FRATRIE: "SIB",
    Relation.PETIT_ENFANT: "GRNDCHILD", Relation.FAMILLE: "FAMMEMB", Relation.PROCHE: "FRND",
}  # fmt: skip
IDENTITY = (
    "birth_name", "given_names", "first_given_name", "used_name", "used_given_name", "birth_date_text",
    "birth_date_uncertain", "sex", "birth_place", "matricule", "ins_oid", "statut", "ipp", "phone", "email", "address",
    "postal_code", "city",
)  # fmt: skip
# What is ours in the extras: the rows are under the name of their table.
SOURCE, WHO, AUTHORS, COVERED, FORMAT = "source", "identite", "auteurs", "couverts", 1


class Local:
    """The identifiers of one person's things, as this structure gives them."""

    def __init__(self, usager: Person) -> None:
        structure = usager.structure
        self.id = LocalId(structure.finess or structure.idnst[1:10], usager.ipp.replace("-", "").replace(" ", ""))

    def of(self, kind: str, key: uuid.UUID | str) -> str:
        return self.id.of(kind, key.hex if isinstance(key, uuid.UUID) else key)

    def file(self, hexa: str) -> str:
        return f"{self.id.text}-FICHIER-{hexa}"


def transfer_of(found: Gathered, *, previous: Iterable[Transfer] = ()) -> Transfer:
    """The whole of what was gathered. ``previous``: what others said of the same person, given back where we have nothing to say."""
    usager, local = found.usager, Local(found.usager)
    held = {name: rows for name, rows in found.held.items() if rows}
    people = _Professionals()
    made = Transfer(
        usager=_usager(usager, local),
        etablissements=(Etablissement(usager.structure.idnst, usager.structure.name),),
        contacts=tuple(_contact(row) for row in held.get("record.Contact", ()) if row.is_active),
        sejours=tuple(_sejour(row, usager, local) for row in held.get("record.Stay", ())),
        evenements=tuple(_evenement(row, held, usager, local, people) for row in held.get("agenda.Entry", ())),
        presences=(*_absences(held.get("agenda.Absence", ()), local), *_seen(held.get("agenda.Presence", ()), local)),
        evaluations=tuple(_evaluations(held.get("care.Evaluation", ()), local, people)),
        documents=tuple(_documents(found, held, local)),
    )
    made = replace(made, **cast(Any, _projets(held, local, people)))
    made = replace(made, professionnels=tuple(people.known.values()))
    covered = ids_of(made)
    made = _with_others(made, previous, found)
    return replace(made, extras=_extras(found, covered))


def _with_others(made: Transfer, previous: Iterable[Transfer], found: Gathered) -> Transfer:
    """Objects others sent, as they came, unless a row of ours that changed since stands for them."""
    as_said = {pk.hex for pk, same in found.foreign.values() if same}
    said = {one for one, (_, same) in found.foreign.items() if not same}
    for theirs in previous:
        changes: dict[str, Any] = {}
        for name in Transfer.__dataclass_fields__:
            ours = getattr(made, name)
            if name in {"usager", "extras", "faults"}:
                continue
            if isinstance(ours, Mapping):
                changes[name] = {**getattr(theirs, name), **ours}
            elif name == "others":
                changes[name] = (*ours, *(one for one in getattr(theirs, name) if one not in ours))
            else:
                given = [one for one in getattr(theirs, name) if str(_key_of(one)) not in said]
                own = [one for one in ours if not given or not _ends_with(_key_of(one), as_said)]
                known = {_key_of(one) for one in own}
                changes[name] = (*own, *(one for one in given if _key_of(one) not in known))
        made = replace(made, **changes)
    return made


def _key_of(one: Any) -> Any:
    return getattr(one, "id", None) or repr(one)


def _ends_with(key: Any, hexas: set[str]) -> bool:
    return str(key).rpartition("-")[2] in hexas


def ids_of(transfer: Transfer) -> list[str]:
    """The identifiers of every object that we wrote from rows of ours."""
    found = []
    for name in Transfer.__dataclass_fields__:
        held = getattr(transfer, name)
        if isinstance(held, tuple) and name not in {"others", "faults"}:
            found += [str(_key_of(one)) for one in held]
    return sorted(found)


def _extras(found: Gathered, covered: list[str]) -> dict[str, list[Any]]:
    person = {name: told(getattr(found.usager, name)) for name in IDENTITY}
    person["id"] = found.origins.get(found.usager.pk, str(found.usager.pk))
    if found.usager.photo is not None:
        person["photo"] = found.usager.photo.pk.hex
    extras: dict[str, list[Any]] = {
        SOURCE: [source_of(found.usager.structure) | {"format": FORMAT}],
        WHO: [person],
        AUTHORS: [{"key": key, "who": who} for key, who in sorted(found.authors.items())],
        COVERED: [{"id": one} for one in covered],
    }
    return extras | {name: rows for name, rows in found.told.items() if rows}


class _Professionals:
    """Those the objects name; who has no national identifier is named in the extras only."""

    def __init__(self) -> None:
        self.known: dict[str, Professionnel] = {}

    def id(self, post: Any) -> str:
        person = post.professional if post is not None else None
        if person is None or not person.idnps:
            return ""
        self.known[person.idnps] = Professionnel(person.idnps, person.family_name, person.given_name)
        return str(person.idnps)


def _moment(at: datetime | None) -> str:
    return at.isoformat(timespec="seconds") if at else ""


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _usager(usager: Person, local: Local) -> Usager:
    traits = traits_of(usager)
    ins = ins_of(usager) if usager.ins_is_usable and not traits.missing else None
    lines = (usager.address,) if usager.address else ()
    return Usager(
        id=local.id.text, traits=traits, ins=ins, phones=(usager.phone,) if usager.phone else (),
        emails=(usager.email,) if usager.email else (),
        address=Address(lines=lines, postal_code=usager.postal_code, city=usager.city)
        if lines or usager.city or usager.postal_code else None,
    )  # fmt: skip


def _contact(row: Any) -> Contact:
    role = "GUARD" if row.is_guardian else "ECON" if row.is_emergency else ""
    phones = tuple(filter(None, (row.phone, row.other_phone)))
    return Contact(
        family=row.family_name, given=row.given_name, relation=RELATIONS.get(Relation(row.relation), ""), role=role,
        phones=phones, emails=(row.email,) if row.email else (), order=max(1, row.call_order) if phones or row.email else None,
        id=row.pk.hex, address=Address(lines=(row.address,)) if row.address else None, comment=row.comment,
    )  # fmt: skip


def _sejour(row: Any, usager: Person, local: Local) -> Sejour:
    return Sejour(
        id=local.of("sejour", row.pk), structure=usager.structure.idnst, file_number=row.file_number,
        admission=_day(row.admitted_on), start=_day(row.starts_on), end=_day(row.ends_on),
        planned_end=_day(row.planned_end), entry=row.get_entry_mode_display() if row.entry_mode else "",
        exit=row.get_exit_mode_display() if row.exit_mode else "", asked_by=row.referrer, comment=row.comment,
    )  # fmt: skip


def _evenement(
    row: Any, held: Mapping[str, list[Any]], usager: Person, local: Local, people: _Professionals
) -> Evenement:
    present = [link.post for link in held.get("agenda.EntryPost", ()) if link.entry_id == row.pk]
    return Evenement(
        id=local.of("evenement", row.pk), start=_moment(row.starts_at), end=_moment(row.ends_at),
        status=TDDUI[Status(row.status)], types=(Coded(label=row.get_kind_display()),), label=row.title,
        cancel_reason=Coded(label=row.status_reason) if row.status == Status.ANNULE and row.status_reason else None,
        comments=(row.note,) if row.note else (), place=row.where, structure=usager.structure.idnst,
        participants=tuple(filter(None, (people.id(post) for post in present))),
    )  # fmt: skip


def _absences(rows: Iterable[Any], local: Local) -> Iterator[PresenceAbsence]:
    for row in rows:
        if row.ends_on is None or row.cancelled_at is not None:
            continue
        yield PresenceAbsence(
            id=local.of("presenceabsence", row.pk), kind="2", start=_moment(begins((row.starts_on, Half(row.starts_half)))),
            end=_moment(ends((row.ends_on, Half(row.ends_half)))), reason=Coded(label=Reason(row.reason).label),
            planned=row.planned, comment=row.note,
        )  # fmt: skip


def _seen(rows: Iterable[Any], local: Local) -> Iterator[PresenceAbsence]:
    for row in rows:
        slot, here = (row.day, Half(row.half)), row.here == "present"
        yield PresenceAbsence(
            id=local.of("presenceabsence", row.pk), kind="1" if here else "2", start=_moment(begins(slot)),
            end=_moment(ends(slot)), reason=None if here else Coded(label="absence constatée"), planned=None if here else False,
        )  # fmt: skip


def letters_of(
    answers: Mapping[str, Any], judged: Judged
) -> tuple[dict[str, str], dict[str, tuple[bool, bool, bool, bool]]]:
    """Our answers by item of the national questionnaire, in the order of the sub-variables."""
    letters, adverbs = {}, {}
    given = answers.get("items", {})
    for variable in (*VARIABLES, DEPLACEMENTS_EXTERIEURS, ALERTER):
        links = [link for link, made in ITEMS.items() if made == variable.key]
        if len(links) == 1:
            if judged.letters[variable.key]:
                letters[links[0]] = judged.letters[variable.key]
            continue
        for link, item in zip(links, items_of(variable), strict=False):
            one = given.get(item.key, {})
            if one.get("letter"):
                letters[link] = one["letter"]
            if all(isinstance(one.get(name), bool) for name in ADVERBS):
                adverbs[link] = (one["s"], one["t"], one["c"], one["h"])
    return letters, adverbs


def _evaluations(rows: Iterable[Any], local: Local, people: _Professionals) -> Iterator[Evaluation]:
    for row in rows:
        if row.grid != GRID or row.state == "en_cours":
            continue
        letters, adverbs = letters_of(row.answers, judge(row.answers))
        made = gir_of(letters)
        if made and row.gir and made != row.gir:
            continue
        yield Evaluation(
            id=local.of("evaluation", row.pk), date=_day(row.done_on), author=people.id(row.author), letters=letters,
            adverbs=adverbs, gir=row.gir if made else None,
        )  # fmt: skip


def _documents(found: Gathered, held: Mapping[str, list[Any]], local: Local) -> Iterator[Document]:
    """Every file once: those of documents bear their title and their kind, the others say what they are."""
    names: dict[uuid.UUID, tuple[str, str, Coded | None]] = {}
    for row in held.get("documents.Document", ()):
        kind = (
            Coded(row.type_code, f"urn:oid:{row.type_system}", row.type_label)
            if row.type_code and row.type_system
            else None
        )
        for column in ("thumbnail", "cda", "body"):
            if (stored := getattr(row, column)) is not None:
                names[stored.pk] = (row.title, _moment(row.effective_at), kind)
    if found.usager.photo is not None:
        found.files[found.usager.photo.pk] = found.usager.photo
        names[found.usager.photo.pk] = ("Portrait", "", None)
    for pk, stored in found.files.items():
        title, date, kind = names.get(pk, ("Pièce du dossier", "", None))
        yield Document(
            id=local.file(pk.hex), title=title, media_type=stored.media_type, data=data_of(stored), date=date, kind=kind
        )


def _projets(held: Mapping[str, list[Any]], local: Local, people: _Professionals) -> dict[str, tuple[Any, ...]]:
    """A projet travels in the guide's words when the structure has agreed to it; the others in the extras alone."""
    accords = _by(held.get("projects.Accord", ()), "projet_id")
    told: dict[str, list[Any]] = {
        name: [] for name in ("projets", "attentes", "besoins", "objectifs", "actions", "bilans")
    }
    for row in held.get("projects.Projet", ()):
        signed = [one for one in accords.get(row.pk, ()) if one.decision != "refus"]
        ours = [
            Accord(_day(one.signed_at.date()), who)
            for one in signed
            if one.signatory in {"structure", "referent"} and (who := people.id(one.post or one.collected_by))
        ]
        if not ours:
            continue
        hers = tuple(
            Accord(_day(one.signed_at.date())) for one in signed if one.signatory in {"personne", "representant"}
        )
        told["projets"].append(
            Projet(
                id=local.of("projetpersonnalise", row.pk), title=row.title or "Projet personnalisé",
                status={"preparation": "ENPREPARATION", "en_cours": "ENCOURS", "en_pause": "ENPAUSE"}.get(row.state, "TERMINE"),
                start=_day(row.starts_on), end=_day(row.ends_on), accords_structure=tuple(ours), accords_usager=hers,
            )
        )  # fmt: skip
        for name, more in _pieces(row, held, local, people).items():
            told[name] += more
    return {name: tuple(found) for name, found in told.items()}


def _by(rows: Iterable[Any], column: str) -> dict[Any, list[Any]]:
    found: dict[Any, list[Any]] = {}
    for row in rows:
        found.setdefault(getattr(row, column), []).append(row)
    return found


STATE = {"preparation": "ENPREPARATION", "actif": "ACTIF", "termine": "TERMINE", "annule": "ANNULE"}


def _pieces(row: Any, held: Mapping[str, list[Any]], local: Local, people: _Professionals) -> dict[str, list[Any]]:
    """What hangs on one projet, in the guide's words."""
    projet = local.of("projetpersonnalise", row.pk)
    own = {name: _by(held.get(f"projects.{name}", ()), "projet_id").get(row.pk, []) for name in PIECES}
    needs = {one.pk: local.of("besoin", one.pk) for one in own["Need"] if one.description or one.code}
    goals = {one.pk: local.of("objectif", one.pk) for one in own["Goal"] if one.title}
    links = _by(held.get("projects.GoalNeed", ()), "goal_id")
    answered = {pk: tuple(needs[link.need_id] for link in links.get(pk, ()) if link.need_id in needs) for pk in goals}
    return {
        "attentes": [
            Attente(
                id=local.of("attente", one.pk), origin=one.get_origin_display(), description=one.words, projet=projet,
                comment=one.comment,
            )
            for one in own["Expectation"] if one.words
        ],
        "besoins": [
            Besoin(
                id=needs[one.pk], projet=projet, description=one.description or one.code,
                analysis=(one.analysis,) if one.analysis else (),
            )
            for one in own["Need"] if one.pk in needs
        ],
        "objectifs": [_objectif(one, goals[one.pk], projet, answered[one.pk]) for one in own["Goal"] if one.pk in goals],
        "actions": [_action(one, goals[one.goal_id], projet, local, people) for one in own["Action"] if one.title and one.goal_id in goals],
        "bilans": [_bilan(one, projet, local, people) for one in own["Bilan"]],
    }  # fmt: skip


PIECES = ("Expectation", "Need", "Goal", "Action", "Bilan")


def _objectif(one: Any, ident: str, projet: str, needs: tuple[str, ...]) -> Objectif:
    return Objectif(
        id=ident, title=one.title, description=one.description or one.title, projet=projet, status=STATE[one.state],
        start=_day(one.starts_on), due=_day(one.due_on), expected=one.expected, opinion=one.opinion, strategy=one.strategy,
        besoins=needs,
    )  # fmt: skip


def _action(one: Any, goal: str, projet: str, local: Local, people: _Professionals) -> Action:
    return Action(
        id=local.of("action", one.pk), projet=projet, title=one.title, status=STATE[one.state], description=one.description,
        start=_day(one.starts_on), end=_day(one.ends_on), owner=people.id(one.post), objectifs=(goal,),
    )  # fmt: skip


def _bilan(one: Any, projet: str, local: Local, people: _Professionals) -> Bilan:
    return Bilan(
        id=local.of("bilan", one.pk), projet=projet, date=_day(one.done_on), next_date=_day(one.next_on),
        synthesis=Preparation(text=one.synthesis, author=people.id(one.author)) if one.synthesis else None,
        preparations=(Preparation(text=one.said),) if one.said else (),
    )  # fmt: skip
