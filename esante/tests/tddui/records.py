"""The record of Irène at the SSIAD Les Ajoncs, as it is given to another software."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from esante.cisis import Address, Ins, Traits
from esante.tddui import (
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


def whole_record() -> Transfer:
    """Irène's record with one object of every kind: the golden message is made of it."""
    sejour, projet, action = IRENE.of("sejour", 1), PROJET, IRENE.of("action", 1)
    bilan, event = IRENE.of("bilan", 1), IRENE.of("evenement", 1)
    home = Address(lines=("12 rue des Essais",), postal_code="35000", city="Rennes", country="FRA")
    serafin = "https://smt.esante.gouv.fr/terminologie-SERAFINPH"
    mdph = "https://smt.esante.gouv.fr/fhir/CodeSystem/tre-r420-droit-prestation"
    held = record()
    return replace(
        held,
        usager=replace(held.usager, birth_order=17, mdph="12345/35", deceased=""),
        etablissements=(*held.etablissements, Etablissement("1350009981", "Hôpital des Landes")),
        contacts=(
            replace(held.contacts[0], id="3350009999/U0042-luc", emails=("luc@courriel.test",), address=home),
            Contact(family="TUTELAIRE", protection="TUTEUR", comment="Joindre le matin"),
        ),
        sejours=(
            replace(
                held.sejours[0],
                file_number="D-2026-7",
                planned_end="2027-02-01",
                came_from=Coded("7", "urn:oid:1.2.250.1.213.1.1.5.73", "Transfert"),
                origin="1350009981",
                origin_file="H-99",
                origin_entry="2026-01-02",
                entry="Retour à domicile",
                asked_by="Médecin traitant",
                modality=Coded("46", "https://mos.esante.gouv.fr/NOS/TRE_R213", "Accueil à domicile"),
            ),
        ),
        evenements=(
            Evenement(
                id=event,
                start="2026-04-14T10:30:00+02:00",
                end="2026-04-14T11:15:00+02:00",
                status="TERMINE",
                types=(Coded("MED-1298", "https://smt.esante.gouv.fr/fhir/CodeSystem/terminologie-cisis"), Coded(label="Toilette")),
                label="Soins du matin",
                report="Bien passé",
                comments=("Fatiguée",),
                present=True,
                outside=False,
                structure="1350009999",
                sejour=sejour,
                participants=(INES,),
            ),
        ),
        presences=(
            PresenceAbsence(
                id=IRENE.of("presenceabsence", 1),
                start="2026-05-01T08:00:00+02:00",
                end="2026-05-03T18:00:00+02:00",
                kind="2",
                reason=Coded("1", "https://smt.esante.gouv.fr/fhir/CodeSystem/tre-r424-motif-absence", "Hospitalisation"),
                planned=True,
                billed=False,
            ),
        ),
        transports=(
            Transport(
                id=IRENE.of("transportusager", 1),
                start="2026-04-14T14:00:00+02:00",
                end="2026-04-14T14:30:00+02:00",
                evenement=event,
                mode=Coded("ORG-156", "https://smt.esante.gouv.fr/fhir/CodeSystem/terminologie-cisis", "Taxi"),
                departure=home,
                cost=12.5,
                distance=4,
                duration=30,
                accompanied=True,
            ),
            Transport(
                id=IRENE.of("transportprofessionnel", 1),
                start="2026-04-14T10:00:00+02:00",
                end="2026-04-14T10:30:00+02:00",
                professional=INES,
                distance=7,
            ),
        ),
        repas=(Repas(id=IRENE.of("repas", 1), date="2026-04-14T12:00:00+02:00", present=True),),
        scolarite=(PeriodeScolaire(id=IRENE.of("periodescolaire", 1), start="1944-09-01", end="1952-06-30", half_days=9),),
        mobilites=(Mobilite(mode=Coded(label="Déambulateur"), fitting="Rampe à l'entrée"),),
        attentes=(
            Attente(id=IRENE.of("attente", 1), origin="Usager", description="Rester chez elle", projet=projet),
        ),
        projets_vie=(ProjetVie(id=IRENE.of("projetvie", 1), title="Voir grandir ses petits-enfants", aspirations=("Jardiner",)),),
        besoins=(replace(held.besoins[0], kind=Coded("1.2.2", serafin, "Mobilité")),),
        objectifs=(replace(held.objectifs[0], projet=projet, strategy="Kinésithérapie à domicile"),),
        actions=(replace(held.actions[0], evaluations=(IRENE.of("evaluation", 1),), attachments=(bilan,)),),
        prestations=(
            Prestation(
                id=IRENE.of("prestation", 1), projet=projet, title="Marche accompagnée", types=(Coded("2.2.1", serafin),),
                action=action,
            ),
        ),
        moyens=(Moyen(id=IRENE.of("moyenressource", 1), projet=projet, title="Déambulateur", action=action),),
        bilans=(
            Bilan(
                id=IRENE.of("bilan", 2),
                projet=projet,
                date="2026-06-30",
                guests=("Luc Dupont", "Inès Moreau"),
                next_date="2026-12-30",
                preparations=(Preparation(text="Marche mieux", author=INES),),
                synthesis=Preparation(text="Objectif atteint"),
                attachments=(bilan,),
            ),
        ),
        questionnaires=(
            Questionnaire(
                id=IRENE.of("evaluation", 2),
                questionnaire=SITUATION_SSIAD,
                date="2026-02-10",
                author=INES,
                answers={"incontinence": False, "trouble-cognitif": True},
            ),
            Questionnaire(
                id=IRENE.of("evaluation", 3), questionnaire=SERAFIN, author=INES, date="2026-02-11",
                answers={"besoin-mobilite": 31},
            ),
        ),
        demandes=(
            DemandeOrientation(id="12345/35", nature=Coded("1", mdph), sent="2026-01-05", answered="2026-03-05", forms=(bilan,)),
        ),
        decisions=(
            Decision(
                id="1254",
                mdph="urn:oid:1.2.250.1.213.7.1",
                kind=Coded("1", "https://mos.esante.gouv.fr/NOS/TRE_R327-TypeDecision/FHIR/TRE-R327-TypeDecision"),
                demande="12345/35",
                date="2026-03-05",
                right=Droit(
                    category=Coded("13", mdph),
                    kind=Coded("13.1", mdph),
                    nature=Coded("1", mdph),
                    opened="2026-04-01",
                    due="2031-03-31",
                    pag=False,
                    detail=DetailPrestation(
                        qualification=Coded("1", mdph, "Cible"),
                        temporality=Coded("01", "https://mos.esante.gouv.fr/NOS/TRE_R240"),
                        structures=("1350009999",),
                        care=(PriseCharge(value=3, unit="jour", frequency=Coded("wk", "http://unitsofmeasure.org")),),
                    ),
                ),
            ),
        ),
        extras={"transmissions": [{"le": "2026-11-20", "texte": "Nuit calme"}]},
    )  # fmt: skip
