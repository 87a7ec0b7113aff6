"""The liste blanche: tolerant of its form, never emptied, old when it is old."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from esante.mssante import BadWhitelist, read_whitelist, renewed

DAY = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def listed(*names: str, generated: str = "2026-11-23T03:00:00+00:00") -> bytes:
    domains = "".join(f"<Domaine><DateMAJ>2026</DateMAJ><Nom> {name}\n</Nom></Domaine>" for name in names)
    root = '<Liste xmlns="https://listeblanche.mssante.fr/schema">'
    return f"{root}{domains}<DateDeGeneration>{generated}</DateDeGeneration></Liste>".encode()


def test_a_domain_is_found_by_address_in_any_case_and_writing() -> None:
    whitelist = read_whitelist(listed("SSIAD-Ajoncs.mssante.test", "cabinet-été.mssante.test"))
    assert "Ines.Moreau@ssiad-ajoncs.MSSANTE.test" in whitelist
    assert "a@xn--cabinet-t-i4ab.mssante.test" in whitelist
    assert "a@cabinet-ÉTÉ.mssante.test" in whitelist
    assert "karim@saad-genets.mssante.test" not in whitelist
    assert "a@sous.ssiad-ajoncs.mssante.test" not in whitelist


@pytest.mark.kits
def test_the_kits_list_is_read_with_the_names_behind_the_domains(kits: Path) -> None:
    whitelist = read_whitelist((kits / "mss/listeblanche/listeblanche-fictive.xml").read_bytes())
    assert len(whitelist.domains) == 6
    tilleuls = whitelist.lookup("accueil@ehpad-tilleuls.mssante.test")
    assert tilleuls is not None
    assert (tilleuls.description, tilleuls.operator) == ("EHPAD Les Tilleuls (fictif)", "OPERATEUR FICTIF UN")
    assert whitelist.generated == datetime.fromisoformat("2026-11-23T03:00:00+01:00")


def test_an_old_list_proves_nothing() -> None:
    whitelist = read_whitelist(listed("a.mssante.test"))
    assert not whitelist.is_stale(DAY + timedelta(days=6))
    assert whitelist.is_stale(DAY + timedelta(days=8))
    assert whitelist.vouches_for("x@a.mssante.test", DAY)
    assert not whitelist.vouches_for("x@a.mssante.test", DAY + timedelta(days=8))
    assert not whitelist.vouches_for("karim@saad-genets.mssante.test", DAY)
    assert read_whitelist(listed("a.mssante.test", generated="hier")).is_stale(DAY)


BROKEN = [b"", b"<html>", listed(), b"<Liste><Domaine><Nom/></Domaine></Liste>", b"<!DOCTYPE x><Liste/>"]


@pytest.mark.parametrize("received", BROKEN)
def test_a_failed_download_never_empties_the_list(received: bytes) -> None:
    held = read_whitelist(listed("a.mssante.test"))
    assert renewed(held, received) is held
    with pytest.raises(BadWhitelist):
        renewed(None, received)


def test_a_newer_list_replaces_the_held_one_an_older_does_not() -> None:
    held = read_whitelist(listed("a.mssante.test"))
    newer = renewed(held, listed("b.mssante.test", generated="2026-11-24T03:00:00Z"))
    assert "x@b.mssante.test" in newer
    assert "x@a.mssante.test" not in newer
    assert renewed(newer, listed("a.mssante.test")) is newer
