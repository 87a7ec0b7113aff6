"""Whatever a record holds, it is the same after a journey: to another house, and out again (property-based)."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from alentour.accounts.models import Post
from alentour.agenda.models import Absence, Presence
from alentour.care.models import Cible, Measure, Reading, Transmission, TreatmentLine
from alentour.identity.mapping import Traits
from alentour.identity.models import Usager
from alentour.identity.tests.people import meet
from alentour.portability import vault
from alentour.portability.enums import Reason
from alentour.portability.gateway import Received
from alentour.portability.services import ask
from alentour.portability.tests.conftest import finished
from alentour.portability.tests.test_round_trip import said, taken
from alentour.record.enums import AlertKind
from alentour.record.models import Alert, Contact, Habit, Problem, Stay

pytestmark = pytest.mark.django_db

# What people type, accents, quotes, line ends and signs of any script; neither of the two databases holds a NUL.
words = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=60)
said_words = words.filter(lambda text: bool(text.strip()))
days = st.dates(date(1990, 1, 1), date(2026, 11, 1))
moments = st.datetimes(datetime(2000, 1, 1), datetime(2026, 11, 1), timezones=st.just(UTC))


def in_order(stay: dict[str, Any]) -> dict[str, Any]:
    """A stay ends after it begins: the screens refuse any other."""
    if stay["ends_on"] is None:
        return stay
    first, last = sorted((stay["starts_on"], stay["ends_on"]))
    return stay | {"starts_on": first, "ends_on": last}


@st.composite
def records(draw: st.DrawFn) -> dict[str, list[dict[str, Any]]]:
    """A record as columns, by kind of line."""
    few = {"max_size": 3}
    return {
        "Contact": draw(st.lists(st.fixed_dictionaries({
            "family_name": said_words, "given_name": words, "relation": st.sampled_from(["enfant", "mjpm", "autre"]),
            "phone": st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True), "comment": words, "is_guardian": st.booleans(),
        }), **few)),
        "Stay": draw(st.lists(st.fixed_dictionaries({
            "starts_on": days, "ends_on": st.none() | days, "comment": words,
        }).map(in_order), **few)),
        "Alert": draw(st.lists(st.fixed_dictionaries({
            "kind": st.sampled_from(AlertKind.values), "label": said_words, "reaction": words,
        }), **few)),
        "Problem": draw(st.lists(st.fixed_dictionaries({"kind": st.just("medical"), "label": said_words, "note": words}), **few)),
        "Habit": draw(st.lists(st.fixed_dictionaries({"theme": st.sampled_from(["sommeil", "repas"]), "text": said_words}), **few)),
        "Transmission": draw(st.lists(st.fixed_dictionaries({
            "category": st.sampled_from(["soin", "vie", "psy"]), "data": said_words, "action": words, "done_at": moments,
            "priority": st.booleans(), "target": st.text("abcdé ", max_size=20),
        }), **few)),
        "TreatmentLine": draw(st.lists(st.fixed_dictionaries({
            "drug": said_words, "matin": st.sampled_from(["", "1", "0,5"]), "starts_on": days, "instructions": words,
        }), **few)),
        "Absence": draw(st.lists(st.fixed_dictionaries({"reason": st.just("famille"), "starts_on": days, "note": words}), **few)),
        "measures": draw(st.lists(st.tuples(moments, st.decimals(34, 42, places=2)), **few)),
        "days": draw(st.lists(days, max_size=3, unique=True)),
        "cibles": draw(st.lists(st.text("abcé", min_size=1, max_size=8), max_size=2, unique=True)),
    }  # type: ignore[return-value]  # fmt: skip


MODELS = {
    model.__name__: model
    for model in (Contact, Stay, Alert, Problem, Habit, Transmission, TreatmentLine, Absence)
}  # fmt: skip
WRITER = {"Transmission": "author", "TreatmentLine": "written_by", "Absence": "by", "Alert": "written_by"}


def fill(usager: Usager, by: Post, record: dict[str, Any]) -> None:
    owner: dict[str, Any] = {"structure": usager.structure, "usager": usager}
    for name, model in MODELS.items():
        for columns in record[name]:
            model.objects.create(**owner, **columns, **({WRITER[name]: by} if name in WRITER else {}))
    for at, value in record["measures"]:
        reading = Reading.objects.create(**owner, author=by, done_at=at)
        Measure.objects.create(**owner, reading=reading, kind="temperature", value=Decimal(value), done_at=at)
    for day in record["days"]:
        Presence.objects.create(**owner, day=day, half="matin", here="absent", by=by)
    for label in record["cibles"]:
        Cible.objects.create(**owner, label=label, category="soin", opened_by=by)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(records())
def test_a_journey_changes_nothing(
    nadia: Post, claire: Post, director: Post, director_of_ssiad: Post, record: dict[str, Any]
) -> None:
    with transaction.atomic():
        traits = Traits(
            birth_name="ESSAI", first_given_name="LUCIE", given_names="LUCIE", birth_date="1950-01-01", sex="F"
        )
        usager = meet(nadia.structure, traits, nadia)
        fill(usager, nadia, record)
        archive = whole(director_of_ssiad, usager)

        received = Received(io.BytesIO(archive))
        for path in received.paths():
            assert [one for one in received.judge(path, today=timezone.localdate()) if one.severity == "error"] == []
        taken(archive, claire)

        there = Usager.objects.get(structure=claire.structure)
        assert said(there) == said(usager)
        again = Received(io.BytesIO(whole(director, there)))
        assert said_by(again) == said_by(Received(io.BytesIO(archive)))
        transaction.set_rollback(True)


def whole(by: Post, usager: Usager) -> bytes:
    """Every kind of line, as the archive of a house holds it."""
    export = finished(ask(by=by, key=f"all-{usager.pk}", reason=Reason.LOGICIEL))
    return b"".join(vault.chunks(export.vault))


def said_by(received: Received) -> dict[str, Any]:
    """The rows of a file, wherever it was written."""
    from alentour.portability.reading import incoming_of

    held = incoming_of(received.transfer(received.paths()[0]))
    return {
        name: sorted((row["id"], str(row.get("fields"))) for row in rows) for name, rows in held.tables.items() if rows
    }
