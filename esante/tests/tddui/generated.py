"""Arbitrary records, sound by the guide: every kind of object, every field, or none."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from esante.cisis import Address, Ins, Traits
from esante.tddui import (
    ITEMS,
    SERAFIN,
    SITUATION_SSIAD,
    Accord,
    Action,
    Attente,
    Besoin,
    Bilan,
    Coded,
    Contact,
    Decision,
    DemandeOrientation,
    DetailPrestation,
    Document,
    Droit,
    Etablissement,
    Evaluation,
    Evenement,
    LocalId,
    Mobilite,
    Moyen,
    Objectif,
    PeriodeScolaire,
    Preparation,
    PresenceAbsence,
    Prestation,
    PriseCharge,
    Professionnel,
    Projet,
    ProjetVie,
    Questionnaire,
    Repas,
    Sejour,
    Transfer,
    Transport,
    Usager,
    gir_of,
)
from hypothesis import strategies as st

ME = LocalId("2A0009999", "U0042")
STRUCTURES, PEOPLE = ("1350009999", "1350009981"), ("810100000024", "0350009999")

# What FHIR lets a text hold: no control character, and something to see.
words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=12).filter(lambda one: one.strip())
free = st.just("") | words
dates = st.dates().map(lambda day: day.isoformat())
moments = dates.map(lambda day: f"{day}T10:00:00+02:00")
some_date = st.just("") | dates
numbers = st.none() | st.floats(0, 1e6, allow_nan=False) | st.integers(0, 1000)
flags = st.none() | st.booleans()
coded = st.builds(
    Coded, code=st.from_regex(r"[A-Z0-9.]{1,6}", fullmatch=True), system=st.just("https://x.test"), label=free
) | st.builds(Coded, label=words)
maybe_coded = st.none() | coded
addresses = st.none() | st.builds(
    Address, lines=st.lists(words, max_size=2).map(tuple), postal_code=free, city=words, country=st.just("FRA")
)


def several(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(strategy, max_size=most).map(tuple)


def among(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.sampled_from(("", *names))


def many_among(names: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(names), max_size=2, unique=True).map(tuple) if names else st.just(())


def status(*codes: str) -> st.SearchStrategy[str]:
    return st.sampled_from(codes)


STEP = ("ENPREPARATION", "ACTIF", "TERMINE", "ANNULE")


@st.composite
def transfers(draw: st.DrawFn) -> Transfer:
    def ids(kind: str, most: int = 2) -> tuple[str, ...]:
        return tuple(ME.of(kind, number) for number in range(draw(st.integers(0, most))))

    def made(cls: Any, names: tuple[str, ...], **fields: st.SearchStrategy[Any]) -> tuple[Any, ...]:
        return tuple(draw(st.builds(cls, id=st.just(name), **fields)) for name in names)

    documents = tuple(f"doc-{number}" for number in range(draw(st.integers(0, 2))))
    sejours, projets, evenements = ids("sejour"), ids("projetpersonnalise", 1), ids("evenement")
    named = {kind: ids(kind) if projets else () for kind in ("besoin", "objectif", "action", "prestation")}
    evaluations, demandes = ids("evaluation"), tuple(f"{n}/35" for n in range(draw(st.integers(0, 1))))
    accords = st.builds(Accord, date=dates, author=among(PEOPLE))
    preparation = st.builds(Preparation, text=words, author=among(PEOPLE))
    plan = among(projets)
    of_plan = st.sampled_from(projets) if projets else st.just("")
    files = many_among(documents)
    step: dict[str, Any] = {
        "projet": of_plan, "title": words, "status": status(*STEP), "description": free,
        "start": some_date, "end": some_date, "attachments": files,
    }  # fmt: skip
    transport_ids = [
        (ME.of(kind, number), who)
        for number in range(draw(st.integers(0, 2)))
        for kind, who in (("transportusager", ""), ("transportprofessionnel", PEOPLE[0]))
    ]
    return Transfer(
        usager=draw(usagers),
        etablissements=tuple(Etablissement(name, draw(words)) for name in STRUCTURES),
        professionnels=tuple(Professionnel(name, draw(words), draw(free)) for name in PEOPLE),
        contacts=draw(several(contacts)),
        sejours=made(
            Sejour, sejours, structure=st.sampled_from(STRUCTURES), file_number=free, admission=some_date,
            planned_start=some_date, planned_end=some_date, start=some_date, end=some_date, came_from=maybe_coded,
            entry=free, left_for=maybe_coded, exit=free, origin=among(STRUCTURES), origin_file=free,
            origin_entry=some_date, asked_by=free, modality=maybe_coded, comment=free,
        ),
        evenements=made(
            Evenement, evenements, start=moments, end=moments,
            status=status("PLANIFIE", "VALIDE", "TERMINE", "ANNULE"), cancel_reason=maybe_coded, types=several(coded),
            label=free, reason=free, comments=several(words), report=free, place=free, outside=flags, present=flags,
            meal=flags, structure=among(STRUCTURES), sejour=among(sejours), participants=many_among(PEOPLE),
            attachments=files,
        ),
        presences=made(
            PresenceAbsence, ids("presenceabsence"), start=moments, end=moments, kind=st.sampled_from(("1", "2")),
            reason=coded, planned=flags, billed=flags, comment=free,
        ),
        transports=tuple(
            draw(st.builds(
                Transport, id=st.just(name), professional=st.just(who), start=moments, end=moments,
                status=status(*STEP), evenement=among(evenements), carrier=among(STRUCTURES), mode=maybe_coded,
                motor=maybe_coded, departure=addresses, destination=addresses, planned_cost=numbers, cost=numbers,
                distance=numbers, duration=numbers, accompanied=flags, aseptic=flags, nature=maybe_coded,
            ))
            for name, who in transport_ids
        ),
        repas=made(Repas, ids("repas"), date=moments, present=st.booleans(), kind=maybe_coded),
        scolarite=made(
            PeriodeScolaire, ids("periodescolaire"), start=some_date, end=some_date, school=among(STRUCTURES),
            teaching=several(coded), diplomas=several(coded), half_days=numbers, comment=free,
        ),
        mobilites=draw(several(st.builds(Mobilite, mode=coded, fitting=free))),
        projets=made(
            Projet, projets, title=words, status=status("ENPREPARATION", "ENCOURS", "ENPAUSE", "TERMINE"),
            kind=maybe_coded, description=free, communication=free, start=some_date, end=some_date,
            accords_structure=st.lists(accords, min_size=1, max_size=2).map(tuple), accords_usager=several(accords),
            attachments=files,
        ),
        attentes=made(
            Attente, ids("attente"), origin=words, description=words, projet=plan, status=status(*STEP), comment=free
        ),
        projets_vie=made(
            ProjetVie, ids("projetvie"), title=words, status=status(*STEP), start=some_date, due=some_date,
            aspirations=several(words),
        ),
        besoins=made(
            Besoin, named["besoin"], projet=of_plan, description=words, kind=maybe_coded, analysis=several(words),
            comments=several(words),
        ),
        objectifs=made(
            Objectif, named["objectif"], title=words, description=words, projet=plan, status=status(*STEP),
            domains=several(coded), start=some_date, due=some_date, expected=free, opinion=free, strategy=free,
            besoins=many_among(named["besoin"]),
        ),
        actions=made(
            Action, named["action"], **step, expected=free, opinion=free, owner=among(PEOPLE),
            objectifs=many_among(named["objectif"]), evaluations=many_among(evaluations),
        ),
        prestations=made(
            Prestation, named["prestation"], **step, types=several(coded), action=among(named["action"])
        ),
        moyens=made(
            Moyen, ids("moyenressource") if projets else (), **step, kind=maybe_coded, action=among(named["action"])
        ),
        bilans=made(
            Bilan, ids("bilan") if projets else (), projet=of_plan, date=dates, status=status(*STEP),
            category=maybe_coded, perimeter=free, problem=free, guests=several(words), next_date=some_date,
            preparations=several(preparation), synthesis=st.none() | preparation, attachments=files,
        ),
        evaluations=tuple(draw(grids(name)) for name in evaluations),
        questionnaires=tuple(draw(questionnaires(ME.of("evaluation", f"Q{n}"))) for n in range(draw(st.integers(0, 2)))),
        demandes=made(
            DemandeOrientation, demandes, kind=maybe_coded, nature=coded, sent=some_date, answered=some_date,
            forms=files, receipt=among(documents), answer=among(documents), complements=files,
        ),
        decisions=tuple(draw(decisions(f"D{n}", demandes)) for n in range(draw(st.integers(0, 2)))),
        documents=made(
            Document, documents, title=words, media_type=st.sampled_from(("application/pdf", "text/plain", "image/png")),
            data=st.binary(min_size=1, max_size=40), date=some_date, kind=maybe_coded,
        ),
        extras=draw(extras),
        others=draw(several(st.builds(lambda note: {"resourceType": "Coverage", "status": "active", "x": note}, words))),
    )  # fmt: skip


traits = st.builds(
    Traits,
    birth_name=words,
    given_names=st.just("IRENE MARIE"),
    first_given_name=st.just("IRENE"),
    birth_date=st.just("") | st.dates().map(lambda day: day.isoformat()),
    sex=st.sampled_from(("F", "M", "I", "U", "")),
    birth_place=st.sampled_from(("35238", "2A004", "99999", "")),
    used_name=free,
    used_given_name=free,
)
usagers = st.builds(
    Usager,
    id=st.just(ME.text),
    traits=traits,
    ins=st.none() | st.just(Ins(matricule="238033523800188", oid="1.2.250.1.213.1.4.10")),
    mdph=free,
    birth_order=st.none() | st.integers(1, 999),
    phones=several(words),
    emails=several(words),
    address=addresses,
    marital=maybe_coded,
    deceased=some_date,
)
usagers = usagers.map(lambda held: replace(held, ins=None) if held.traits.missing else held)
contacts = st.builds(
    Contact,
    family=free,
    given=free,
    relation=st.sampled_from(("SON", "MTH", "")),
    role=st.sampled_from(("ECON", "GUARD", "")),
    protection=st.sampled_from(("TUTEUR", "CURATR", "")),
    phones=several(words),
    emails=several(words),
    order=st.none() | st.integers(1, 9),
    id=free,
    birth_date=some_date,
    address=addresses,
    comment=free,
)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False) | words,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
    max_leaves=5,
)
extras = st.dictionaries(words, st.lists(st.dictionaries(words, json_values, max_size=3), max_size=2), max_size=2)


@st.composite
def grids(draw: st.DrawFn, name: str) -> Evaluation:
    links = draw(st.lists(st.sampled_from(list(ITEMS)), unique=True)) if draw(st.booleans()) else list(ITEMS)
    letters = {link: draw(st.sampled_from("ABC")) for link in links}
    adverbs = {link: tuple(draw(st.tuples(*[st.booleans()] * 4))) for link in links if draw(st.booleans())}
    gir = gir_of(letters)
    return Evaluation(
        id=name, date=draw(some_date), author=draw(among(PEOPLE)), letters=letters, adverbs=adverbs, gir=gir
    )


@st.composite
def questionnaires(draw: st.DrawFn, name: str) -> Questionnaire:
    values = st.booleans() | st.integers(0, 100) | st.floats(0.5, 9.5).filter(lambda x: x != int(x)) | words
    return Questionnaire(
        id=name,
        questionnaire=draw(st.sampled_from((SITUATION_SSIAD, SERAFIN))),
        date=draw(some_date),
        author=draw(among(PEOPLE)),
        comment=draw(free),
        answers=draw(st.dictionaries(words, values | st.just(Coded("A", "https://x.test", "a")), max_size=3)),
    )


@st.composite
def decisions(draw: st.DrawFn, name: str, demandes: tuple[str, ...]) -> Decision:
    kind = draw(st.sampled_from(("1", "2", "5")))
    nature = draw(st.sampled_from(("1", "2", "3")))
    other = draw(st.booleans())
    detail = st.builds(
        DetailPrestation, qualification=coded, temporality=maybe_coded, precision=maybe_coded, sequential=flags,
        training=free, amount=numbers, structures=many_among(STRUCTURES),
        care=several(st.builds(
            PriseCharge, mode=maybe_coded, value=st.none() | st.integers(0, 99), unit=free, frequency=maybe_coded)),
    )  # fmt: skip
    right = st.builds(
        Droit, category=coded, kind=coded, nature=st.just(Coded(nature, "https://x.test")), opened=dates, due=dates,
        pag=st.booleans(), pag_end=maybe_coded, creton=flags, rate=numbers, compensation=maybe_coded, comment=free,
        detail=st.none() | detail,
    )  # fmt: skip
    updated = kind == "5" or (kind == "1" and nature != "1")
    return Decision(
        id=name,
        kind=Coded(kind, "https://x.test"),
        mdph=draw(st.sampled_from(("urn:oid:1.2.250.1.213.7.1", ""))),
        demande=draw(among(demandes)),
        replaces=(f"{name}-avant",) if updated else (),
        registration=draw(free),
        national=draw(free),
        allocataire=draw(free),
        closing="2026-01-01" if kind == "5" else "",
        date=draw(some_date),
        motives=(Coded("9999", "https://x.test"),)
        if other
        else draw(several(coded.filter(lambda one: one.code != "9999"))),
        local_motives=("motif local",) if other else (),
        comment=draw(free),
        right=draw(st.none() | right) if not updated or kind == "5" else draw(right),
    )
