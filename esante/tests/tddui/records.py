"""The record of Irène at the SSIAD Les Ajoncs, as it is given to another software."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from esante.cisis import Address, Ins, Traits
from esante.tddui import (
    Accord,
    Action,
    Besoin,
    Contact,
    Document,
    Etablissement,
    Evaluation,
    LocalId,
    Objectif,
    Professionnel,
    Projet,
    Sejour,
    Transfer,
    Usager,
)

IRENE = LocalId("350009999", "U0042")
INES = "810100000024"
LETTERS = {
    "fonction-pensee": "A",
    "fonction-orientation": "B",
    "se-laver": "B",
    "prendre-soin": "C",
    "mettre-vetement": "B",
    "motricite-fine": "A",
    "mettre-chaussure": "C",
    "passage-aliment": "A",
    "manger": "A",
    "assurer-regulation-miction": "B",
    "assurer-regulation-defecation": "A",
    "position-corps": "B",
    "deplacer-maison": "B",
    "deplacer-dehors": "C",
    "appareil-communication": "A",
}
PROJET = IRENE.of("projetpersonnalise", 1)


def usager(**changes: Any) -> Usager:
    held = Usager(
        id=IRENE.text,
        ins=Ins(matricule="238033523800188", oid="1.2.250.1.213.1.4.10"),
        traits=Traits(
            birth_name="DUPONT",
            given_names="IRENE MARIE",
            first_given_name="IRENE",
            birth_date="1938-03-12",
            sex="F",
            birth_place="35238",
            used_name="MARTINEAU",
        ),
        phones=("0299000001",),
        emails=("irene@courriel.test",),
        address=Address(lines=("12 rue des Essais",), postal_code="35000", city="Rennes", country="FRA"),
    )
    return replace(held, **changes)


def record(**changes: Any) -> Transfer:
    held = Transfer(
        usager=usager(),
        etablissements=(Etablissement("1350009999", "SSIAD Les Ajoncs"),),
        professionnels=(Professionnel(INES, "MOREAU", "Inès"),),
        contacts=(Contact(family="DUPONT", given="Luc", relation="SON", role="ECON", phones=("0699000002",), order=1),),
        sejours=(
            Sejour(
                id=IRENE.of("sejour", 1),
                structure="1350009999",
                admission="2026-01-20",
                start="2026-02-02T10:00:00+01:00",
                comment="Passages du matin",
            ),
        ),
        projets=(
            Projet(
                id=PROJET,
                title="Projet personnalisé 2026",
                description="Rester chez elle",
                start="2026-03-01",
                accords_structure=(Accord("2026-03-01", INES),),
                accords_usager=(Accord("2026-03-02"),),
            ),
        ),
        besoins=(
            Besoin(id=IRENE.of("besoin", 1), projet=PROJET, description="Se déplacer", analysis=("Marche lente",)),
        ),
        objectifs=(
            Objectif(
                id=IRENE.of("objectif", 1),
                title="Marcher",
                description="Reprendre la marche jusqu'à la boulangerie",
                start="2026-03-01",
                due="2026-06-30",
                expected="Un trajet par jour",
                opinion="Je veux bien essayer",
                besoins=(IRENE.of("besoin", 1),),
            ),
        ),
        actions=(
            Action(
                id=IRENE.of("action", 1),
                projet=PROJET,
                title="Accompagnement à la marche",
                description="Deux fois par semaine",
                start="2026-03-02",
                owner=INES,
                objectifs=(IRENE.of("objectif", 1),),
            ),
        ),
        evaluations=(
            Evaluation(
                id=IRENE.of("evaluation", 1),
                date="2026-02-10",
                author=INES,
                letters=LETTERS,
                adverbs={"position-corps": (True, False, True, True)},
                gir=4,
            ),
        ),
        documents=(
            Document(
                id=IRENE.of("bilan", 1),
                title="Bilan de janvier",
                media_type="application/pdf",
                data=b"%PDF-1.4\n",
                date="2026-01-31",
            ),
        ),
    )
    return replace(held, **changes)
