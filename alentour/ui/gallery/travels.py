"""Samples of what travels: roads, documents, threads, messages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.templatetags.static import static

from alentour.ui.shapes import (
    Action,
    Bubble,
    DocumentCard,
    Photo,
    Provenance,
    Recipient,
    Road,
    Step,
    StepName,
    Stuck,
    ThreadRow,
)

HERE = "#"
MSS: tuple[StepName, ...] = ("en_file", "accepte", "remis", "lu", "integre")
DMP: tuple[StepName, ...] = ("en_file", "accepte")


def steps(now: datetime, names: tuple[StepName, ...], reached: int) -> tuple[Step, ...]:
    return tuple(
        Step(name=name, at=now - timedelta(minutes=90 - 13 * rank) if rank < reached else None)
        for rank, name in enumerate(names)
    )


def roads(now: datetime) -> dict[str, Road]:
    return {
        "over": Road(recipient="SSIAD Les Ajoncs", detail="equipe@ssiad-ajoncs.mssante.test", steps=steps(now, MSS, 5)),
        "going": Road(recipient="Dr Paul Martin", detail="médecin traitant", steps=steps(now, MSS, 3)),
        "citizen": Road(recipient="Mon espace santé d’Irène", steps=steps(now, DMP, 2), citizen=True),
        "waiting": Road(recipient="Pharmacie du Mail", steps=steps(now, MSS, 1)),
        "stuck": Road(
            recipient="Pharmacie du Mail",
            detail="officine@pharmacie-mail.mssante.test",
            steps=steps(now, MSS, 2),
            stuck=Stuck(
                why="La boîte de la pharmacie est pleine. Le message est gardé ici et repart dès que vous le relancez.",
                at=now - timedelta(minutes=20),
                action=Action(label="Relancer l’envoi", url=HERE, icon="refresh-cw", post=True),
            ),
        ),
    }


def documents(now: datetime) -> list[DocumentCard]:
    return [
        DocumentCard(
            title="Ordonnance : alginate, 14 jours",
            url=HERE,
            kind="Prescription de produits de santé",
            icon="file-check",
            size=182_000,
            provenance=Provenance(
                source="mss",
                at=now - timedelta(hours=3),
                signed=True,
                author="Dr Paul Martin",
                establishment="Cabinet médical du Mail",
            ),
            actions=(Action(label="Transférer", url=HERE, icon="forward"),),
        ),
        DocumentCard(
            title="Photo de la plaie, talon gauche",
            url=HERE,
            kind="Image",
            thumbnail_url=static("ui/img/sample-photo.svg"),
            size=1_640_000,
            provenance=Provenance(source="ici", at=now - timedelta(hours=26), author="Aïcha Benali (aide-soignante)"),
        ),
        DocumentCard(
            title="Lettre de liaison de sortie",
            url=HERE,
            kind="Lettre de liaison",
            size=310_000,
            status="à classer",
            provenance=Provenance(
                source="dmp", at=now - timedelta(days=40), establishment="CHU de Rennes", signed=False, version=2
            ),
        ),
        DocumentCard(
            title="Directives anticipées",
            url=HERE,
            kind="Directives anticipées",
            icon="scan-line",
            size=90_000,
            provenance=Provenance(
                source="papier", at=now - timedelta(days=400), author="Sophie Leroy (secrétaire)", replaced=True
            ),
        ),
    ]


def threads(now: datetime) -> list[ThreadRow]:
    return [
        ThreadRow(
            url=HERE,
            subject="Plaie au talon : demande de prescription",
            who="Dr Paul Martin",
            at=now - timedelta(minutes=40),
            excerpt="Bonjour, ordonnance jointe. Pouvez-vous me redonner l’aspect dans 8 jours",
            box="SSIAD Les Ajoncs",
            person="Irène DUPONT",
            unread=True,
            attachments=2,
            count=3,
        ),
        ThreadRow(
            url=HERE,
            subject="Visite de jeudi",
            who="Léa DUPONT, aidante",
            at=now - timedelta(days=1),
            excerpt="Je serai là à partir de 10 h, est-ce que l’infirmière peut passer après",
            person="Irène DUPONT",
            unread=True,
            citizen=True,
            state="en_attente",
            late="réponse attendue depuis 4 h",
        ),
        ThreadRow(
            url=HERE,
            subject="Livraison avant vendredi",
            who="Pharmacie du Mail",
            icon="pill",
            at=now - timedelta(days=2),
            box="Ma boîte",
            state="pris_en_charge",
            taken_by="Inès M.",
            stuck="1 envoi bloqué",
            current=True,
        ),
        ThreadRow(url=HERE, subject="Relève du week-end", who="Nadia Roux", at=now - timedelta(days=9), state="traite"),
    ]


def bubbles(now: datetime) -> list[Bubble]:
    cards, ways = documents(now), roads(now)
    photo = Photo(url=HERE, thumbnail_url=static("ui/img/sample-photo.svg"), alt="Plaie du talon gauche, vue de côté")
    return [
        Bubble(
            author="Aïcha Benali",
            detail="aide-soignante",
            at=now - timedelta(hours=26),
            body="Rougeur autour de la plaie ce matin, chaleur au toucher. Photo prise avec son accord.",
            recipients=(Recipient(name="Inès Moreau"),),
            photos=(photo,),
            read_by="lu par Inès M., Nadia R.",
        ),
        Bubble(
            author="Inès Moreau",
            detail="infirmière",
            at=now - timedelta(hours=25),
            body="Bonjour Docteur,\n\nPlaie de 2 cm, fibrine 30 %. Pouvez-vous prescrire l’alginate pour 14 jours ?",
            mine=True,
            recipients=(Recipient(name="Dr Paul Martin"), Recipient(name="Irène DUPONT", citizen=True)),
            documents=(cards[1],),
            roads=(ways["going"], ways["citizen"], ways["stuck"]),
        ),
        Bubble(
            author="Nadia Roux",
            detail="IDEC",
            at=now - timedelta(hours=4),
            body="Si pas de réponse à midi, j’appelle le cabinet.",
            internal=True,
        ),
        Bubble(
            author="Léa DUPONT",
            detail="aidante, Mon espace santé",
            at=now - timedelta(hours=2),
            body="Merci pour la photo. Elle a bien dormi.",
            citizen=True,
        ),
    ]


def sample(now: datetime) -> dict[str, Any]:
    return {
        "roads": roads(now),
        "all_roads": list(roads(now).values()),
        "documents": documents(now),
        "threads": threads(now),
        "bubbles": bubbles(now),
    }
