"""How a server of the directory compares."""

from __future__ import annotations

from datetime import datetime

import pytest
from esante.fhirkit import Parameter, cut, instant_matches, string_matches, token_matches

RPPS = "https://rpps.esante.gouv.fr"


@pytest.mark.parametrize(
    ("modifier", "wanted", "found"),
    [
        ("", "pharm", True),
        ("", "PHARMACIE DU", True),
        ("", "mail", False),
        ("contains", "MAIL", True),
        ("contains", "helene", False),
        ("exact", "Pharmacie du Mail", True),
        ("exact", "PHARMACIE DU MAIL", False),
    ],
)
def test_strings_answer_by_their_beginning_unless_told(modifier: str, wanted: str, *, found: bool) -> None:
    assert string_matches(Parameter("name", (wanted,), modifier), ["Pharmacie du Mail"]) is found


def test_accents_and_case_do_not_count() -> None:
    assert string_matches(Parameter("given", ("helene",)), ["Hélène"])
    assert string_matches(Parameter("given", ("INÈS", "zoé")), ["Inès"])
    assert not string_matches(Parameter("given", ("x",)), ["", "Inès"])


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (f"{RPPS}|10100000024", True),
        ("10100000024", True),
        (f"{RPPS}|", True),
        (f"{RPPS}|10100000057", False),
        ("urn:oid:1.2.250.1.71.4.2.1|10100000024", False),
        ("|10100000024", False),
        ("10100000057,10100000024", True),
    ],
)
def test_tokens_answer_by_system_code_or_both(wanted: str, *, found: bool) -> None:
    parameter = Parameter("identifier", tuple(wanted.split(",")))
    assert token_matches(parameter, [(RPPS, "10100000024")]) is found


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("ge2026-11-01", True),
        ("gt2026-11-23", False),
        ("2026-11-23", True),
        ("lt2026-11-23", False),
        ("le2026-11-23", True),
        ("ne2026", False),
        ("2026-11", True),
        ("gt2026-11-23T08:59:59+01:00", True),
        ("eq2026-11-23T08:00:00", True),
        ("lt2026-11-23T08:00:00Z", False),
    ],
)
def test_instants_answer_at_the_precision_asked(wanted: str, *, found: bool) -> None:
    nine_in_paris = datetime.fromisoformat("2026-11-23T09:00:00+01:00")
    assert instant_matches(Parameter("_lastUpdated", (wanted,)), nine_in_paris) is found


def test_a_date_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="isoformat"):
        instant_matches(Parameter("_lastUpdated", ("gehier",)), datetime.fromisoformat("2026-11-23T09:00:00+01:00"))


def test_pages_never_exceed_the_servers_limit() -> None:
    results = list(range(120))
    first = cut(results, count=500)
    assert (len(first.items), first.total, first.next_offset) == (50, 120, 50)
    last = cut(results, offset=100, count=50)
    assert (list(last.items), last.next_offset) == (list(range(100, 120)), None)
    assert list(cut(results, offset=-3, count=0).items) == [0]
    assert list(cut(results, offset=500).items) == []
