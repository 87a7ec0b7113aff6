"""The second wall: what a forgotten filter would show, and what PostgreSQL answers. On SQLite, that the words change nothing."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from alentour.accounts.models import Post, Structure
from alentour.core import rls
from alentour.core.middleware import StructureScopeMiddleware
from alentour.core.models import StoredFile
from alentour.core.tests.conftest import seen
from alentour.exchanges import handlers, services
from alentour.exchanges.enums import Service, State
from alentour.exchanges.models import Exchange
from alentour.exchanges.outcomes import Accepted, Outcome
from alentour.exchanges.runner import Runner, drain

WALLED = connection.vendor == "postgresql"


def raw(request: HttpRequest) -> HttpResponse:
    """The view that nobody must write: no door, no filter."""
    return HttpResponse(",".join(StoredFile.objects.values_list("media_type", flat=True)))


urlpatterns = [path("raw/", raw)]


@pytest.fixture
def both() -> set[str]:
    """What is seen without a wall."""
    return {"a/ssiad", "a/saad"}


def test_a_view_that_forgets_to_filter_shows_its_own_structure_only(
    files: None, both: set[str], ines: Post, client: Client, login: Callable[[Client, Post], Client], settings: object
) -> None:
    settings.ROOT_URLCONF = __name__  # type: ignore[attr-defined]
    answer = login(client, ines).get("/raw/").content.decode()
    assert set(answer.split(",")) == ({"a/ssiad"} if WALLED else both)


def test_within_a_structure_its_rows_only(files: None, both: set[str], ssiad: Structure) -> None:
    with rls.within(ssiad.id):
        assert seen() == ({"a/ssiad"} if WALLED else both)


def test_without_a_structure_nothing(files: None, both: set[str]) -> None:
    with rls.nowhere():
        assert seen() == (set() if WALLED else both)


def test_across_structures_everything(files: None, both: set[str]) -> None:
    with rls.across("this test"):
        assert seen() == both


def test_the_inner_scope_replaces_the_outer_one_and_gives_it_back(
    files: None, both: set[str], ssiad: Structure, saad: Structure
) -> None:
    with rls.within(ssiad.id):
        with rls.within(saad.id):
            assert seen() == ({"a/saad"} if WALLED else both)
        assert seen() == ({"a/ssiad"} if WALLED else both)


def test_a_scope_does_not_outlive_a_failure(files: None, both: set[str], ssiad: Structure) -> None:
    with rls.nowhere():
        with pytest.raises(DatabaseError), rls.within(ssiad.id), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
        assert seen() == (set() if WALLED else both)


def test_a_thread_starts_without_a_structure(ssiad: Structure) -> None:
    said: list[bool] = []
    with rls.across("this test"):
        thread = threading.Thread(target=lambda: said.append(rls._scope.get() == ""))
        thread.start()
        thread.join()
    assert said == [True]


def test_rows_read_one_block_after_the_other_stay_in_the_structure(
    files: None, both: set[str], ssiad: Structure
) -> None:
    with rls.within(ssiad.id):
        found = {file.media_type for file in StoredFile.objects.iterator(chunk_size=1)}
    assert found == ({"a/ssiad"} if WALLED else both)


def test_a_response_still_being_made_stays_in_the_structure(files: None, both: set[str], ssiad: Structure) -> None:
    def pieces() -> Iterator[str]:
        yield "first"
        yield ",".join(sorted(seen()))

    request = RequestFactory().get("/")
    request.structure = ssiad  # type: ignore[attr-defined]
    with rls.nowhere():
        response = StructureScopeMiddleware(lambda _: StreamingHttpResponse(pieces()))(request)  # type: ignore[arg-type]
        content = b"|".join(response.streaming_content).decode()  # type: ignore[attr-defined]
        assert seen() == (set() if WALLED else both)
    assert content == f"first|{'a/ssiad' if WALLED else 'a/saad,a/ssiad'}"


def test_a_name_that_is_no_structure_is_not_said_to_the_database() -> None:
    with pytest.raises(ValueError, match="UUID"):
        rls.within("' OR true --")  # type: ignore[arg-type]


def test_the_runner_works_for_the_structure_of_each_exchange(ines: Post, karim: Post) -> None:
    heard: dict[str, set[str]] = {}

    def run(exchange: Exchange) -> Outcome:
        heard[exchange.key] = set(Exchange.objects.values_list("key", flat=True))
        return Accepted()

    handlers.register("test.scope", run)
    for key, post in (("of the ssiad", ines), ("of the saad", karim)):
        services.enqueue(
            kind="test.scope", service=Service.DMP, key=key, label="Essai", structure=post.structure, by=post
        )
    with rls.nowhere():
        drain()
    assert heard == {key: ({key} if WALLED else set(heard)) for key in heard}
    assert set(Exchange.objects.values_list("state", flat=True)) == {State.ACCEPTED}


def test_a_chore_starts_without_a_structure(files: None, both: set[str]) -> None:
    found: list[set[str]] = []
    chore = handlers.Chore("test.look", 0, lambda: bool(found.append(seen())))
    runner = Runner()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("alentour.exchanges.runner.chores", lambda: [chore])
        runner._do_chores()
    assert found == [set() if WALLED else both]
