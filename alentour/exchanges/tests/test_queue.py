"""The queue: nothing lost, nothing done twice, everything stuck is visible."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.exchanges import handlers, services
from alentour.exchanges.enums import Service, State
from alentour.exchanges.models import Exchange, ServiceState
from alentour.exchanges.outcomes import Accepted, Outcome, Refused, Unreachable, Waiting
from alentour.exchanges.runner import drain


@pytest.fixture
def answers() -> list[Outcome]:
    """What the fake partner will answer, one try after the other."""
    script: list[Outcome] = []
    handlers.register("test.send", lambda exchange: script.pop(0))
    return script


def ask(post: Post, key: str = "one") -> Exchange:
    return services.enqueue(
        kind="test.send", service=Service.DMP, key=key, label="Dépôt", structure=post.structure, by=post
    )


def test_the_same_gesture_asked_twice_makes_one_exchange(ines: Post, answers: list[Outcome]) -> None:
    assert ask(ines).pk == ask(ines).pk


def test_an_accepted_exchange_keeps_its_receipt(ines: Post, answers: list[Outcome]) -> None:
    answers.append(Accepted(receipt={"entryUUID": "urn:uuid:1"}))
    exchange = ask(ines)
    drain()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.receipt) == (State.ACCEPTED, {"entryUUID": "urn:uuid:1"})


def test_a_refusal_stays_in_the_tray_with_its_reason(ines: Post, answers: list[Outcome]) -> None:
    answers.append(Refused(code="XDSPatientIdDoesNotMatch", sentence="L'identité du lot n'est pas celle du document."))
    exchange = ask(ines)
    drain()
    exchange.refresh_from_db()
    assert exchange.is_stuck
    assert exchange.sentence == "L'identité du lot n'est pas celle du document."


def test_an_outage_is_tried_again_later_and_leaves_when_the_service_is_back(ines: Post, answers: list[Outcome]) -> None:
    answers.append(Unreachable(sentence="Le DMP ne répond pas."))
    first = ask(ines)
    drain()
    first.refresh_from_db()
    assert first.state == State.READY
    assert first.run_at > timezone.now()
    assert ServiceState.objects.get(service=Service.DMP).is_down

    answers.extend([Accepted(), Accepted()])
    ask(ines, key="two")
    drain()
    first.refresh_from_db()
    assert first.state == State.ACCEPTED


def test_what_waits_for_a_person_leaves_when_someone_is_back(ines: Post, answers: list[Outcome]) -> None:
    answers.append(Waiting(sentence="En attente de votre connexion."))
    exchange = ask(ines)
    drain()
    exchange.refresh_from_db()
    assert exchange.state == State.WAITING
    answers.append(Accepted())
    services.wake_waiting(structure_id=ines.structure_id)
    drain()
    exchange.refresh_from_db()
    assert exchange.state == State.ACCEPTED


def test_the_work_of_a_dead_runner_is_taken_again_after_its_lease(ines: Post, answers: list[Outcome]) -> None:
    exchange = ask(ines)
    assert services.claim(worker="dead")[0].pk == exchange.pk
    assert services.claim(worker="other") == []
    Exchange.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert services.claim(worker="other")[0].pk == exchange.pk
    assert not services.settle(exchange, Accepted(), worker="dead")
    assert services.settle(exchange, Accepted(), worker="other")


def test_a_fault_of_ours_does_not_lose_the_exchange(ines: Post, caplog: pytest.LogCaptureFixture) -> None:
    def stumble(exchange: Exchange) -> Outcome:
        raise ValueError("secret content")

    handlers.register("test.send", stumble)
    exchange = ask(ines)
    drain()
    exchange.refresh_from_db()
    assert (exchange.state, exchange.code) == (State.READY, "ValueError")
    assert "secret content" not in exchange.sentence
    assert "secret content" not in caplog.text
    assert "ValueError at test_queue.py" in caplog.text


def test_what_has_left_cannot_be_cancelled(ines: Post, answers: list[Outcome]) -> None:
    answers.append(Accepted())
    exchange = ask(ines)
    drain()
    assert not services.cancel(exchange=exchange, by=ines, reason="changement d'avis")
