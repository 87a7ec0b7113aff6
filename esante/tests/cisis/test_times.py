"""HL7 times: written with their zone, read whatever their precision."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from esante.cisis import BadTime, times
from hypothesis import given
from hypothesis import strategies as st

PARIS = timezone(timedelta(hours=2))
MOMENT = datetime(2026, 7, 14, 9, 30, 5, tzinfo=PARIS)


def test_a_moment_is_written_in_its_zone_and_in_utc_for_xds() -> None:
    assert times.hl7(MOMENT) == "20260714093005+0200"
    assert times.utc14(MOMENT) == "20260714073005"
    assert times.hl7_day(date(1938, 3, 12)) == "19380312"


def test_a_moment_without_zone_is_never_written() -> None:
    with pytest.raises(BadTime):
        times.hl7(MOMENT.replace(tzinfo=None))
    with pytest.raises(BadTime):
        times.utc14(MOMENT.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("20260714093005+0200", MOMENT),
        ("20260714093005.123+0200", MOMENT),
        ("202607140930+0200", MOMENT.replace(second=0)),
        ("20260714", datetime(2026, 7, 14, tzinfo=UTC)),
        ("2026", datetime(2026, 1, 1, tzinfo=UTC)),
        ("2026-07-14T09:30:05+02:00", MOMENT),
        ("2026-07-14", datetime(2026, 7, 14, tzinfo=UTC)),
        ("20260714083005+100", MOMENT),
        ("20260714073005Z", datetime(2026, 7, 14, 7, 30, 5, tzinfo=UTC)),
    ],
)
def test_times_are_read_at_every_precision(text: str, moment: datetime) -> None:
    assert times.parse_hl7(text) == moment


@pytest.mark.parametrize(
    "text", ["", "hier", "20261340", "2026071425", "14/07/2026", "20260714093005+9900", "٢0260714"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(BadTime):
        times.parse_hl7(text)


def test_the_zone_of_a_text_is_seen() -> None:
    assert times.has_zone("20260714093005+0200")
    assert times.has_zone("2026-07-14T09:30:05Z")
    assert not times.has_zone("20260714093005")
    assert not times.has_zone("2026-07-14")


@given(st.datetimes(min_value=datetime(1900, 1, 1), timezones=st.just(PARIS)))
def test_what_is_written_is_read_back(moment: datetime) -> None:
    assert times.parse_hl7(times.hl7(moment)) == moment.replace(microsecond=0)
