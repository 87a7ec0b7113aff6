"""Events: written once, completed, followed, closed by who answers for the establishment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.care import services
from alentour.care.events import EventKind, Severity, StepKind, Told, anticoagulants
from alentour.care.models import CareEvent, CareTask, EventNotice
from alentour.care.selectors.events import (
    all_events,
    anticoagulants_of,
    counts,
    events_of,
    falls_by_month,
    steps_due_for,
    to_follow_count,
)
from alentour.care.selectors.tasks import dues_of
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager

At = Callable[[Post], Client]
NOW = timezone.now


def declare(usager: Usager, by: Post, **more: Any) -> CareEvent:
    given = {"kind": EventKind.CHUTE, "happened_at": NOW() - timedelta(hours=1), "story": "Assise au pied du lit."}
    return services.declare_event(usager=usager, by=by, **(given | more))


@pytest.fixture
def fall(aicha: Post, irene: Usager) -> CareEvent:
    return declare(irene, aicha, circumstance="lever", head="inconnu", severity=Severity.BENIN)


def typed(**more: str) -> dict[str, str]:
    at = timezone.localtime() - timedelta(hours=1)
    return {
        "kind": "chute", "happened_at": f"{at:%Y-%m-%dT%H:%M}", "story": "Assise au pied du lit.", "severity": "benin", "key": "k",
    } | more  # fmt: skip


def test_whoever_was_there_writes_it_once_and_the_calls_with_it(aicha: Post, irene: Usager) -> None:
    told = [(Told.FAMILLE, "Léa DUPONT", NOW() - timedelta(minutes=20))]
    first = declare(irene, aicha, told=told, key="k")
    assert declare(irene, aicha, told=told, key="k").pk == first.pk
    assert [(row.who, row.name) for row in EventNotice.objects.all()] == [("famille", "Léa DUPONT")]


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"story": "  "}, "ce qui s'est passé"),
        ({"story": "a" * 1_000_000}, "trop long"),
        ({"happened_at": NOW() + timedelta(hours=2)}, "à venir"),
        ({"happened_at": NOW() - timedelta(days=800)}, "plus d'un an"),
        ({"told": [(Told.MEDECIN, "", NOW() - timedelta(days=2))]}, "avant l'évènement"),
    ],
)
def test_what_cannot_be_is_refused(aicha: Post, irene: Usager, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Refused, match=words):
        declare(irene, aicha, **more)


def test_only_a_fall_keeps_the_circumstances_of_a_fall(aicha: Post, irene: Usager) -> None:
    event = declare(irene, aicha, kind=EventKind.MALAISE, circumstance="lever", head="oui", anticoagulant="oui")
    assert (event.circumstance, event.head, event.anticoagulant) == ("", "", "")


def test_an_anticoagulant_is_read_in_the_plan_de_prise_by_who_reads_it(
    ines: Post, aicha: Post, nadia: Post, irene: Usager
) -> None:
    source = {"prescriber": "Dr Paul MARTIN", "document_label": "ordonnance du 12/11/2026", "matin": "1"}
    for drug in ("ÉLIQUIS 5 mg (apixaban)", "Paracétamol 1 g", "Acénocoumarol 4 mg"):
        services.add_line(usager=irene, by=ines, drug=drug, **source)
    assert sorted(anticoagulants_of(nadia, irene)) == ["Acénocoumarol 4 mg", "ÉLIQUIS 5 mg (apixaban)"]
    assert anticoagulants_of(aicha, irene) == []
    assert anticoagulants(["Doliprane"]) == []


def test_it_is_followed_until_closed_by_who_validates(
    fall: CareEvent, nadia: Post, ines: Post, helene: Post, irene: Usager
) -> None:
    step = services.add_step(
        event=fall, by=nadia, kind=StepKind.ACTION, text="Veilleuse près du lit.", assigned=ines, key="s"
    )
    assert services.add_step(event=fall, by=nadia, kind=StepKind.ACTION, text="Veilleuse.", key="s").pk == step.pk
    services.add_step(event=fall, by=nadia, kind=StepKind.COMPLEMENT, text="Elle dit avoir glissé.")
    assert list(steps_due_for(ines)) == [step]
    with pytest.raises(ClosedDoor):
        services.close_event(event=fall, by=nadia, conclusion="Vu.")
    with pytest.raises(Refused, match="1 suite à faire"):
        services.close_event(event=fall, by=helene, conclusion="Vu.")
    services.settle_step(step=step, by=ines, result="Posée ce soir.")
    with pytest.raises(Refused, match="déjà notée faite"):
        services.settle_step(step=step, by=nadia, result="Encore.")
    with pytest.raises(Refused, match="retient"):
        services.close_event(event=fall, by=helene, conclusion=" ")
    services.close_event(event=fall, by=helene, conclusion="Éclairage revu dans les chambres.")
    with pytest.raises(Refused, match="déjà clos"):
        services.close_event(event=fall, by=helene, conclusion="Encore.")
    with pytest.raises(Refused, match="est clos"):
        services.add_step(event=fall, by=nadia, kind=StepKind.ACTION, text="Tard.")


def test_a_serious_event_asks_for_its_declaration_and_keeps_its_reference(
    nadia: Post, helene: Post, irene: Usager
) -> None:
    event = declare(irene, nadia, kind=EventKind.EIG, severity=Severity.GRAVE)
    assert (event.to_declare, to_follow_count(helene), to_follow_count(nadia)) == (True, 1, 0)
    today = timezone.localdate()
    with pytest.raises(Refused, match="va du jour"):
        services.declare_to_authority(event=event, by=helene, on=today + timedelta(days=1), to="ARS", reference="")
    services.declare_to_authority(event=event, by=helene, on=today, to="ARS Bretagne", reference="2026-118")
    with pytest.raises(Refused, match="déjà notée"):
        services.declare_to_authority(event=event, by=helene, on=today, to="ARS", reference="")
    event.refresh_from_db()
    assert (event.to_declare, event.declared_ref, to_follow_count(helene)) == (False, "2026-118", 0)


def test_the_surveillances_after_a_fall_enter_the_plan_of_care_once(
    fall: CareEvent, ines: Post, aicha: Post, irene: Usager
) -> None:
    for _ in range(2):
        services.watch_after(event=fall, by=ines, slugs=["chute_conscience", "chute_douleur"])
    assert CareTask.objects.filter(source_id=fall.pk).count() == 2
    assert dues_of(aicha, irene, timezone.localdate() + timedelta(days=1))
    assert dues_of(aicha, irene, timezone.localdate() + timedelta(days=4)) == []
    with pytest.raises(Refused, match="au moins une"):
        services.watch_after(event=fall, by=ines, slugs=["toilette"])
    with pytest.raises(ClosedDoor):
        services.watch_after(event=fall, by=aicha, slugs=["chute_marche"])


def test_the_establishment_counts_and_draws_its_falls(fall: CareEvent, helene: Post, ines: Post, irene: Usager) -> None:
    declare(irene, ines, kind=EventKind.MALAISE)
    assert counts(all_events(helene)) == [(EventKind.CHUTE, 1), (EventKind.MALAISE, 1)]
    months = falls_by_month(helene)
    assert (len(months), months[-1][1] + months[-2][1], sum(number for _, number in months[:-2])) == (12, 1, 0)
    assert [event.kind for event in all_events(helene, kind="chute", state="ouverts")] == ["chute"]
    assert not all_events(helene, state="clos").exists()


def test_the_refused_ones(
    at: At, fall: CareEvent, aicha: Post, sophie: Post, karim: Post, petit: Post, irene: Usager
) -> None:
    assert not events_of(aicha, irene).exists()
    for post, status in ((aicha, 403), (sophie, 403), (karim, 404)):
        assert at(post).get(reverse("care:event", args=[fall.id])).status_code == status
        assert at(post).get(reverse("care:events-of", args=[irene.id])).status_code == status
    assert at(sophie).post(reverse("care:event-new", args=[irene.id]), typed()).status_code == 403
    assert at(karim).post(reverse("care:event-new", args=[irene.id]), typed()).status_code == 404
    assert not all_events(petit).exists()
    assert CareEvent.objects.count() == 1


def test_on_screen_an_aide_soignante_declares_and_the_coordination_follows(
    at: At, aicha: Post, nadia: Post, helene: Post, irene: Usager
) -> None:
    url, browser = reverse("care:event-new", args=[irene.id]), at(aicha)
    wrong = browser.post(url, typed(story=""))
    assert (wrong.status_code, "renseigner" in wrong.content.decode()) == (422, True)
    for _ in range(2):
        assert "Évènement écrit" in browser.post(url, typed(place="Chambre"), follow=True).content.decode()
    event = CareEvent.objects.get()
    there = reverse("care:event", args=[event.id])
    page = at(nadia).get(there).content.decode()
    assert ("Assise au pied du lit." in page, "Surveillances proposées" in page) == (True, True)
    step = reverse("care:event-step", args=[event.id])
    refused = at(nadia).post(step, {"kind": "action", "text": "", "key": "a"})
    assert refused.status_code == 422
    kept = at(nadia).post(step, {"kind": "action", "text": "Veilleuse.", "due_on": "2020-01-01", "key": "a"})
    assert (kept.status_code, "Veilleuse." in kept.content.decode(), "échéance" in kept.content.decode()) == (
        422,
        True,
        True,
    )
    said = at(nadia).post(
        reverse("care:event-tell", args=[event.id]), {"who": "medecin", "name": "Dr MARTIN"}, follow=True
    )
    assert "Dr MARTIN" in said.content.decode()
    closed = at(helene).post(reverse("care:event-close", args=[event.id]), {"conclusion": "Revu."}, follow=True)
    assert "Évènement clos" in closed.content.decode()


@pytest.mark.parametrize("number", [1, 30])
def test_the_lists_ask_the_database_a_bounded_number_of_times(
    at: At, nadia: Post, irene: Usager, number: int, django_assert_max_num_queries: Any
) -> None:
    for hours in range(number):
        declare(irene, nadia, happened_at=NOW() - timedelta(hours=hours + 1))
    browser = at(nadia)
    for url, most in ((reverse("care:events"), 12), (reverse("care:events-of", args=[irene.id]), 16)):
        browser.get(url)
        with django_assert_max_num_queries(most):
            assert browser.get(url).content.decode().count("data-row") == min(number, 25)
