"""The table of documents, and birth dates as people type them."""

from __future__ import annotations

import pytest

from alentour.core.doors import Refused
from alentour.identity import dates, pieces
from alentour.identity.dates import BirthDate


def test_the_table_names_at_least_the_documents_of_the_rniv() -> None:
    high = {piece.code for piece in pieces.table().values() if piece.is_high_trust}
    assert {"passeport", "carte_identite", "titre_sejour", "identite_numerique", "livret_famille", "dcem"} <= high
    assert not pieces.table()["permis"].is_high_trust


def test_each_pairing_of_the_table_has_its_words() -> None:
    assert {one for piece in pieces.table().values() for one in piece.pairings} <= set(pieces.PAIRINGS)


def test_an_insufficient_document_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="Permis de conduire"):
        pieces.require_high_trust("permis", "")


@pytest.mark.parametrize(
    ("typed", "text", "uncertain"),
    [
        ("12/03/1938", "1938-03-12", False),
        ("2/3/1938", "1938-03-02", False),
        ("12.03.1938", "1938-03-12", False),
        ("12031938", "1938-03-12", False),
        ("1938-03-12", "1938-03-12", False),
        (" 12/03/1938 ", "1938-03-12", False),
        ("00/02/1952", "1952-02-00", False),
        ("00/00/1952", "1952-00-00", False),
        ("03/1938", "1938-03-01", True),
        ("1938", "1938-12-31", True),
    ],
)
def test_a_birth_date_is_understood(typed: str, text: str, uncertain: bool) -> None:
    assert dates.read(typed) == BirthDate(text, uncertain)


@pytest.mark.parametrize("typed", ["31/02/1938", "32/01/1938", "mars 1938", "", "12/03/38", "12/03/1789"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="12/03/1938"):
        dates.read(typed)


def test_nobody_is_born_tomorrow() -> None:
    with pytest.raises(ValueError, match="pas encore"):
        dates.read("12/03/2938")
