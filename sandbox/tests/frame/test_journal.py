"""The journal remembers what was said, to the byte, and finds it again."""

from __future__ import annotations

from pathlib import Path

from sandbox.journal import Journal
from sandbox.rules import Rule

RULE = Rule("dmp.air-feeds", "DMP, EX_AIR-080", "Le mode AIR n'alimente pas.")


def _journal(folder: Path, keep: int = 5000) -> Journal:
    return Journal(folder / "journal.sqlite3", keep=keep)


def test_an_exchange_is_kept_with_its_bytes_its_meaning_and_its_rule(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    number = journal.record(
        "dmp",
        who="SSIAD Les Ajoncs",
        whom="DMP",
        operation="TD2.1",
        verdict="refused",
        meaning={"Personne": "IRENE DUPONT"},
        request=b"\x00\xffbytes",
        response=b"<refus/>",
        rule=RULE,
    )
    kept = journal.get(number)
    assert kept is not None
    assert (kept.request, kept.response) == (b"\x00\xffbytes", b"<refus/>")
    assert kept.meaning == {"Personne": "IRENE DUPONT"}
    assert kept.rule == RULE


def test_the_newest_comes_first_and_filters_combine(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    for service, verdict, who in (
        ("insi", "accepted", "Inès"),
        ("dmp", "refused", "Inès"),
        ("dmp", "accepted", "Paul"),
    ):
        journal.record(service, who=who, whom="service", verdict=verdict)
    assert [exchange.service for exchange in journal.list()] == ["dmp", "dmp", "insi"]
    assert [exchange.who for exchange in journal.list(service="dmp", text="Inès")] == ["Inès"]
    assert [exchange.verdict for exchange in journal.list(verdict="refused")] == ["refused"]


def test_a_percent_sign_is_searched_as_it_is(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    journal.record("insi", who="a", whom="b", verdict="accepted", meaning={"Taux": "100 %"})
    journal.record("insi", who="a", whom="b", verdict="accepted", meaning={"Taux": "cent"})
    assert len(journal.list(text="%")) == 1


def test_the_oldest_exchanges_are_forgotten_first(tmp_path: Path) -> None:
    journal = _journal(tmp_path, keep=50)
    for _ in range(200):
        journal.record("insi", who="a", whom="b", verdict="accepted")
    assert journal.list(limit=500)[-1].id == 151


def test_a_reset_journal_counts_from_one(tmp_path: Path) -> None:
    journal = _journal(tmp_path)
    journal.record("insi", who="a", whom="b", verdict="accepted")
    journal.reset()
    assert journal.list() == []
    assert journal.record("insi", who="a", whom="b", verdict="accepted") == 1
