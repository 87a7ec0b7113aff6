"""What a person closes, what an emergency opens, and what a colleague of another team must not learn."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from alentour.accounts.enums import DataClass, Metier
from alentour.accounts.models import Post
from alentour.agenda.enums import Kind
from alentour.agenda.models import Entry
from alentour.agenda.tests.conftest import Planner
from alentour.audit.models import TraceEvent
from alentour.identity.models import Usager
from alentour.record.barriers import EmergencyReason, Opposition
from alentour.record.breakglass import open_access

Browser = Callable[[Post], Client]


def text(answer: Any) -> str:
    return answer.content.decode()


@pytest.fixture
def visit(planned: Planner, ines: Post, aicha: Post, irene: Usager) -> Entry:
    return planned(kind=Kind.CONSULTATION, title="Oncologue", usagers=[irene], posts=[ines, aicha])


def opposes(usager: Usager, kind: DataClass, by: Post, **to: Any) -> None:
    Opposition.objects.create(structure=by.structure, usager=usager, kind=kind, collected_by=by, **to)


def test_who_closes_her_health_to_a_metier_closes_the_detail_on_every_screen(
    browser: Browser, aicha: Post, nadia: Post, irene: Usager, visit: Entry, monday: date
) -> None:
    urls = [
        reverse("agenda:entry", args=[visit.id]),
        reverse("agenda:mine") + f"?du={monday}",
        reverse("agenda:team") + f"?du={monday}",
        reverse("agenda:person", args=[irene.id]) + f"?du={monday}",
        reverse("agenda:week-sheet", args=[irene.id]) + f"?du={monday}",
        reverse("record:synthesis", args=[irene.id]),
    ]
    page = browser(aicha)
    assert all("Oncologue" in text(page.get(url)) for url in urls)
    opposes(irene, DataClass.SANTE, nadia, metier=Metier.AIDE_SOIGNANT)
    for url in urls:
        seen = text(page.get(url))
        assert "Oncologue" not in seen
        assert "Rendez-vous médical" in seen


def test_what_she_closes_is_closed_to_who_wrote_it_too(
    browser: Browser, ines: Post, nadia: Post, irene: Usager, visit: Entry
) -> None:
    opposes(irene, DataClass.SANTE, nadia, post=ines)
    assert "Oncologue" not in text(browser(ines).get(reverse("agenda:entry", args=[visit.id])))


def test_who_closes_her_whole_record_is_not_named(
    browser: Browser, ines: Post, nadia: Post, irene: Usager, visit: Entry, monday: date
) -> None:
    opposes(irene, DataClass.IDENTITE, nadia, post=ines)
    seen = text(browser(ines).get(reverse("agenda:mine") + f"?du={monday}"))
    assert "Irène" not in seen
    assert "Oncologue" not in seen
    assert "1 hors de votre équipe" in seen


def test_an_emergency_opens_the_agenda_to_be_read_and_not_written(
    browser: Browser, aicha: Post, planned: Planner, marcel: Usager, monday: date
) -> None:
    entry = planned(kind=Kind.CONSULTATION, title="Dialyse", usagers=[marcel])
    page, url = browser(aicha), reverse("agenda:entry", args=[entry.id])
    assert page.get(url).status_code == 404
    assert TraceEvent.objects.filter(action="agenda.hidden", result="refused").exists()
    open_access(by=aicha, usager=marcel, reason=EmergencyReason.URGENCE, text="Trouvé au sol, seul chez lui.")
    assert "Dialyse" in text(page.get(url))
    assert "Dialyse" in text(page.get(reverse("agenda:person", args=[marcel.id]) + f"?du={monday}"))
    assert page.get(reverse("agenda:edit", args=[entry.id])).status_code == 403
    assert page.post(reverse("agenda:state", args=[entry.id]), {"etat": "confirme"}).status_code == 403
    entry.refresh_from_db()
    assert entry.status == "prevu"


def test_a_conflict_names_nobody_of_another_team(
    browser: Browser, aicha: Post, ines: Post, planned: Planner, irene: Usager, marcel: Usager, monday: date
) -> None:
    planned(usagers=[marcel])
    group = planned(kind=Kind.GROUPE, usagers=[irene, marcel], posts=[ines], start="14:00", end="15:00")
    form = {
        "kind": "groupe", "day": monday.isoformat(), "start": "10:30", "end": "11:30", "every": "1",
        "usager": [str(irene.id)], "based_on": group.sequence,
    }  # fmt: skip
    told = text(browser(aicha).post(reverse("agenda:edit", args=[group.id]), form))
    assert "Une personne hors de votre équipe a déjà quelque chose" in told
    assert "LE GOFF" not in told


def test_a_kept_conflict_is_not_read_by_who_does_not_meet_its_persons(
    browser: Browser, aicha: Post, ines: Post, planned: Planner, irene: Usager, marcel: Usager
) -> None:
    planned(usagers=[marcel])
    kept = planned(kind=Kind.GROUPE, usagers=[irene, marcel], posts=[ines], keep=True)
    url = reverse("agenda:entry", args=[kept.id])
    assert "LE GOFF a déjà" in text(browser(ines).get(url))
    seen = text(browser(aicha).get(url))
    assert "Conflit maintenu" in seen
    assert "LE GOFF" not in seen
