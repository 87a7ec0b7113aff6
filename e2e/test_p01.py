"""P01, seen: six steps, four people, one identifier everywhere, and the fifth who is refused at every door."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from e2e.browser import seat
from e2e.instance import Instance
from e2e.journey import play
from e2e.p01 import P01

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def journey(browser: Browser, instance: Instance) -> P01:
    """The journey, played once; what it left is then looked at."""
    played = P01(browser, instance)
    assert play(played, say=lambda line: None) == 6
    return played


def test_every_page_of_the_journey_is_accessible(journey: P01) -> None:
    assert [str(finding) for person in journey.people for finding in person.findings] == []


def test_no_page_had_an_error_of_its_own(journey: P01) -> None:
    assert [error for person in journey.people for error in person.errors] == []


def test_nothing_passed_but_by_mail_and_by_the_dmp(journey: P01, instance: Instance) -> None:
    services = {exchange["service"] for exchange in instance.exchanges()}
    assert {"mssante", "dmp", "insi", "psc"} <= services


def test_the_fifth_person_is_refused_at_every_door(journey: P01, browser: Browser, instance: Instance) -> None:
    """Karim's service has a record of Irène; he is not in her team and his métier opens no medical door."""
    karim = seat(browser, instance.url, "karim")
    karim.signs_in("Karim Haddad")
    refused = 0
    for path in journey.doors():
        answer = karim.context.request.get(instance.url + path)
        assert answer.status in {404, 405}, f"{path} answered {answer.status}"
        assert "DUPONT" not in answer.text()
        refused += answer.status == 404
    assert refused >= 10
    karim.goes("/personnes/")
    assert "DUPONT" not in karim.page.content()


def test_the_refusals_are_traced(journey: P01, instance: Instance) -> None:
    assert "intacte" in instance.manage("verify_traces")
    count = instance.manage(
        "shell",
        "-c",
        "from alentour.audit.models import TraceEvent as T; "
        "print(T.objects.filter(result='refused', action__in=['usager.hidden', 'thread.hidden', 'document.hidden']).count())",
    )
    assert int(count.strip().splitlines()[-1]) >= 3
