"""The table of the kinds, row by row, against the national tables and the habilitations."""

from __future__ import annotations

import pytest

from alentour.accounts.enums import Act, Metier
from alentour.accounts.models import Post
from alentour.core.doors import ClosedDoor
from alentour.documents import kinds
from alentour.documents.enums import DocumentKind
from alentour.ui import icons
from esante import cisis


@pytest.mark.parametrize("row", kinds.table().values(), ids=lambda row: row.kind)
def test_each_row_says_what_the_nomenclatures_say(row: kinds.Kind) -> None:
    assert row.icon in icons.known()
    if row.type_code:
        known = cisis.type_code(row.type_code)
        assert (known.system, cisis.class_of(known).code) == (row.system, row.class_code)


def test_a_received_type_code_belongs_to_one_kind_the_others_are_written_here() -> None:
    """A national code may be wider than our kinds: what arrives with it goes to the first, whose door is as closed."""
    rows = [row for row in kinds.table().values() if row.type_code]
    shared = [row.kind for row in rows if kinds.kind_for(row.type_code).kind != row.kind]
    assert shared == ["fludt", "habitudes", "rapport_social", "notification"]


@pytest.mark.parametrize(
    ("type_code", "class_code", "expected"),
    [
        ("52040-3", "31", DocumentKind.PHOTO_PLAIE),
        ("57833-6", "42", DocumentKind.ORDONNANCE),
        ("28653-4", "10", DocumentKind.MEDICO_SOCIAL),
        ("PRESC-PEDI", "42", DocumentKind.AUTRE_PRESCRIPTION),
        ("DOCPAT02", "42", DocumentKind.AUTRE_PRESCRIPTION),
        ("EXPPAT_2", "90", DocumentKind.AUTRE_PATIENT),
        ("jamais-vu", "", DocumentKind.AUTRE_SANTE),
    ],
)
def test_a_received_type_finds_its_door(type_code: str, class_code: str, expected: DocumentKind) -> None:
    assert kinds.kind_for(type_code, class_code).kind == expected


def test_who_opens_what(aicha: Post, ines: Post, sophie: Post, karim: Post, martin: Post, petit: Post) -> None:
    photo, drugs = kinds.kind_of("photo_plaie"), kinds.kind_of("ordonnance")
    assert [post.metier for post in (aicha, ines, sophie, karim, martin) if photo.may_write(post)] == [
        Metier.AIDE_SOIGNANT, Metier.INFIRMIER, Metier.MEDECIN,
    ]  # fmt: skip
    assert [post.metier for post in (aicha, ines, karim, martin, petit) if drugs.may_read(post)] == [
        Metier.INFIRMIER, Metier.MEDECIN, Metier.PHARMACIEN,
    ]  # fmt: skip
    assert drugs.may_validate(martin)
    assert not drugs.may_validate(petit)
    assert drugs.may_scan(ines)
    assert not drugs.may_write(ines)
    assert not drugs.may_scan(aicha)


def test_karim_lists_no_document_of_care(karim: Post) -> None:
    assert set(kinds.readable_kinds(karim)) == {DocumentKind.PROJET, DocumentKind.RENDEZ_VOUS, DocumentKind.HABITUDES}


def test_a_closed_door_names_the_metiers(karim: Post, aicha: Post) -> None:
    with pytest.raises(ClosedDoor) as door:
        kinds.kind_of("protocole").require(aicha, Act.WRITE)
    assert set(door.value.opens_to) == {"Médecin", "Infirmière coordinatrice", "Infirmière, infirmier"}
