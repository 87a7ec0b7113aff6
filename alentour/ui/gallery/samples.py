"""Samples of the gallery: the cast of Irène DUPONT (fictitious), in every state a component knows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.utils import timezone

from alentour.ui.gallery import travels
from alentour.ui.gallery.form import SampleForm
from alentour.ui.shapes import (
    Action,
    Avatar,
    Event,
    InsChip,
    InsStatus,
    Option,
    PersonAlert,
    PersonHeader,
    Point,
    Series,
    Stat,
    Tab,
)

STATUSES: tuple[InsStatus, ...] = ("provisoire", "recuperee", "validee", "qualifiee")
HERE = "#"


def person(**changes: Any) -> PersonHeader:
    facts: dict[str, Any] = {
        "name": "Irène DUPONT",
        "birth_date": "1938-03-12",
        "sex": "F",
        "ins": InsChip(status="qualifiee"),
        "url": HERE,
        "place": "12 rue du Mail, Rennes",
        "alerts": (
            PersonAlert(text="Allergie : pénicilline"),
            PersonAlert(text="Curatelle renforcée", icon="flag", tone="attention"),
            PersonAlert(text="Personne de confiance : Léa D., 06 39 98 12 34", icon="heart", tone="neutral"),
        ),
    }
    return PersonHeader(**{**facts, **changes})


def people() -> dict[str, Any]:
    return {
        "irene": person(),
        "yvonne": person(
            name="Yvonne LE BRAS",
            birth_name="KERVELLA",
            birth_date="1952-02-00",
            ins=InsChip(status="recuperee", homonym=True),
            place="Chambre 12",
            alerts=(),
        ),
        "jean": person(
            name="Jean TREMEL",
            birth_given_name="JEAN-MARIE",
            birth_date="1933-07-14",
            sex="M",
            ins=InsChip(status="provisoire", doubtful=True),
            place="",
            alerts=(),
        ),
        "chips": [InsChip(status=status) for status in STATUSES],
        "doubts": [
            InsChip(status="provisoire", doubtful=True),
            InsChip(status="validee", homonym=True),
            InsChip(status="validee", fictive=True),
        ],
        "team": [
            Avatar(name="Aïcha Benali", detail="aide-soignante"),
            Avatar(name="Inès Moreau", detail="infirmière"),
            Avatar(name="Nadia Roux", detail="IDEC"),
            Avatar(name="Dr Paul Martin", detail="médecin traitant"),
            Avatar(name="Claire Petit", detail="pharmacienne"),
        ],
        "lea": Avatar(name="Léa DUPONT", citizen=True),
    }


def events(now: datetime) -> list[Event]:
    return [
        Event(
            title="Pansement du talon refait",
            at=now - timedelta(hours=2),
            author="Inès Moreau (infirmière)",
            body="Plaie 2 cm sur 1,5 cm, fibrine 30 %, berges propres. Alginate et bande. Douleur 3 sur 10.",
            icon="bandage",
            tone="action",
            url=HERE,
        ),
        Event(
            title="Suspicion d’infection signalée",
            at=now - timedelta(hours=26),
            author="Aïcha Benali (aide-soignante)",
            body="Rougeur autour de la plaie, chaleur. Photo prise avec son accord.",
            icon="triangle-alert",
            tone="attention",
            action=Action(label="Répondre", url=HERE, icon="reply"),
        ),
        Event(
            title="Message reçu depuis Mon espace santé",
            at=now - timedelta(days=2),
            author="Léa D., aidante",
            icon="user-round",
            tone="citizen",
        ),
        Event(
            title="Chute sans gravité",
            at=now - timedelta(days=6),
            author="Nadia Roux (IDEC)",
            icon="siren",
            tone="danger",
        ),
    ]


def figures(now: datetime) -> dict[str, Any]:
    days = [now - timedelta(days=3 * (12 - i)) for i in range(13)]
    weights = (58.2, 58.0, 57.9, 57.4, None, 57.1, 56.8, 56.9, 56.3, 56.0, 55.7, 55.8, 55.4)
    systolic = (132, 138, 129, 141, 136, 144, 139, 134, 150, 142, 137, 135, 133)
    return {
        "stats": [
            Stat(label="Toilettes du matin", value="18", hint="sur 22, avant 11 h"),
            Stat(label="Poids", value="55,4", unit="kg", hint="− 4,8 % en 36 jours", tone="attention", icon="weight"),
            Stat(label="Messages en attente", value="4", hint="le plus ancien : 3 h", url=HERE, icon="mail"),
            Stat(label="Envois bloqués", value="1", hint="DMP de Marcel LE GOFF", tone="danger", url=HERE),
        ],
        "weight": Series(
            label="Poids",
            unit="kg",
            points=tuple(Point(at=d, value=v) for d, v in zip(days, weights, strict=True)),
            low=56.5,
            high=61,
        ),
        "pressure": Series(
            label="Tension systolique",
            unit="mmHg",
            points=tuple(Point(at=d, value=v) for d, v in zip(days, systolic, strict=True)),
        ),
    }


def lists() -> dict[str, Any]:
    return {
        "tabs": [
            Tab(label="Synthèse", url=HERE, current=True),
            Tab(label="Transmissions", url=HERE, count=3),
            *(Tab(label=name, url=HERE) for name in ("Santé", "Projet", "Documents")),
            Tab(label="Messages", url=HERE, count=1),
            *(Tab(label=name, url=HERE) for name in ("DMP", "Agenda", "Entourage")),
        ],
        "page": Paginator(range(128), 30).page(2),
        "options": [
            Option(group="Personnes", label="Irène DUPONT", detail="née le 12/03/1938", url=HERE, icon="user"),
            Option(
                group="Professionnels",
                label="Dr Paul Martin",
                detail="médecin généraliste",
                value="paul",
                url=HERE,
                icon="stethoscope",
            ),
            Option(
                group="Entourage",
                label="Léa DUPONT",
                detail="Mon espace santé",
                url=HERE,
                icon="user-round",
                tone="citizen",
            ),
        ],
        "call": Action(label="Voir l’échange", url=HERE, icon="route"),
        "undo": Action(label="Remettre à l’équipe", url=HERE, icon="undo-2", post=True),
    }


def sample() -> dict[str, Any]:
    """Everything the templates of the gallery need, under one name."""
    now = timezone.now()
    empty, refused = SampleForm(), SampleForm({"subject": "", "weight": "520", "when": "2026-11-23"})
    refused.is_valid()
    return {
        **people(),
        **travels.sample(now),
        **figures(now),
        **lists(),
        "events": events(now),
        "form": empty,
        "refused": refused,
        "now": now,
    }
