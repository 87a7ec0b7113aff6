"""The printed page: PDF/A-1a that a screen reader walks, in which what a person types stays text."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import typst

from alentour.core.typesetting import OUTSIZED, STANDARD, UNSEEN, compile_pdf, compile_png

PERSON = {
    "name": "Irène DUPONT", "birth_name": "DUPONT", "given_names": "IRENE MARIE", "birth": "12/03/1938", "born": "née",
    "sex": "Féminin", "birth_place": "35238", "matricule": "2 38 03 35 238 001 88", "ipp": "12", "statut": "qualifiée",
    "datamatrix": '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="4" height="4"/></svg>',
}  # fmt: skip
PAGE: dict[str, Any] = {
    "title": "Bilan", "kind": "", "subtitle": "", "made_at": "lun. 23 nov. 2026, 14 h 40",
    "moment": "2026-11-23T14:40:00.123456+01:00", "person": PERSON, "author": {"name": "Inès MOREAU"},
    "structure": {"name": "SSIAD", "address": "", "town": "Rennes", "city": "Rennes", "phone": "", "id": "FINESS 1"},
    "document_oid": "2.25.7", "version": 1, "draft": False, "words": "Va bien",
    "drawn": {
        "alt": "Poids : 60, puis 58.", "steps": False, "ticks": [{"x": 0, "label": "01/11"}],
        "points": [{"x": 0, "y": 0.8, "label": "60"}, {"x": 1, "y": 0.2, "label": "58"}],
        "lines": [{"y": 0.5, "label": "seuil"}], "levels": [{"y": 0, "label": "57"}],
    },
}  # fmt: skip
EVERYTHING = """#import "@local/house:1.0.0": *
#show: paper
== Partie
#prose(data.words)
#facts((("Poids", "60 kg"), ("Taille", "")))
#callout(kind: "look", title: "À voir")[#data.words]
#sheet(header: ("Quand", "Combien"), rows: (("hier", "12"), ("ce matin", "13")))
#plot(data.drawn)
#tick(true) #tick(false)
#signatures(((name: "Inès MOREAU", rpps: "1", at: "hier"), (name: "Irène DUPONT", mention: "La personne")))
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "bilan.typ"
    path.write_text(EVERYTHING, encoding="utf-8")
    return path


def kinds_in(node: Any) -> set[str]:
    """The structure types of a tagged PDF, from its tree."""
    found: set[str] = set()
    if isinstance(node, pikepdf.Array):
        return found.union(*(kinds_in(child) for child in node)) if len(node) else found
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            found.add(str(node.S))
        if "/K" in node:
            found |= kinds_in(node.K)
    return found


def test_the_page_is_pdf_a_1a_tagged_in_french(template: Path) -> None:
    with pikepdf.open(io.BytesIO(compile_pdf(template, PAGE))) as document:
        with document.open_metadata() as xmp:
            assert xmp.pdfa_status == "1A"
            assert xmp["dc:title"] == "Bilan du lun. 23 nov. 2026, 14 h 40"
        assert str(document.Root.Lang) == "fr-FR"
        assert bool(document.Root.MarkInfo.Marked)
        assert {"/H1", "/H2", "/P", "/Table", "/TH", "/TD", "/Figure"} <= kinds_in(document.Root.StructTreeRoot.K)


def test_the_house_keeps_pdf_ua_across_pages(template: Path) -> None:
    """typst refuses a picture without words, a table out of order, a title that jumps a level."""
    several = PAGE | {"words": "Une phrase ordinaire. " * 900}
    with pikepdf.open(io.BytesIO(compile_pdf(template, several, standard=OUTSIZED))) as document:
        assert len(document.pages) > 3
        assert document.open_metadata()["pdfuaid:part"] == "1"


def test_head_and_foot_are_artifacts_that_a_voice_does_not_read(template: Path) -> None:
    with pikepdf.open(io.BytesIO(compile_pdf(template, PAGE))) as document:
        marks = [o for o, op in pikepdf.parse_content_stream(document.pages[0]) if str(op) in {"BMC", "BDC"}]
    assert "/Artifact" in {str(operands[0]) for operands in marks}


def test_every_font_is_inside_and_it_is_that_of_the_screens(template: Path) -> None:
    with pikepdf.open(io.BytesIO(compile_pdf(template, PAGE))) as document:
        fonts = [font.DescendantFonts[0] for font in document.pages[0].resources.Font.values()]
        assert all({"/FontFile2", "/FontFile3"} & set(font.FontDescriptor.keys()) for font in fonts)
        assert any("AtkinsonHyperlegibleNext" in str(font.BaseFont) for font in fonts)


def test_the_same_data_give_the_same_bytes(template: Path) -> None:
    assert compile_pdf(template, PAGE) == compile_pdf(template, PAGE)


@pytest.mark.parametrize(
    "typed",
    ["😀 bien dormi 👍🏽", "a\x00b\x07c", "\ufeffcollé\u200b", "日本", "سلام", "\u2028", '#panic("x") $x^2$ @ref \\', "x" * 20_000],
    ids=["emoji", "controls", "invisible", "no font", "arabic", "line separator", "code", "long"],
)  # fmt: skip
def test_whatever_is_typed_the_page_is_made(template: Path, typed: str) -> None:
    assert compile_pdf(template, PAGE | {"words": typed}).startswith(b"%PDF-1.4")


def test_a_character_that_no_font_has_is_a_square_never_a_loss(template: Path) -> None:
    with_emoji = compile_pdf(template, PAGE | {"words": "bien 😀"})
    assert with_emoji == compile_pdf(template, PAGE | {"words": f"bien {UNSEEN}"})


def test_a_mistake_of_a_template_is_told(tmp_path: Path) -> None:
    (tmp_path / "wrong.typ").write_text("#nothing-of-that-name")
    with pytest.raises(typst.TypstError, match="nothing-of-that-name"):
        compile_pdf(tmp_path / "wrong.typ", PAGE)


def test_without_a_person_the_page_is_of_the_house_and_pages_can_be_looked_at(template: Path) -> None:
    (page,) = compile_png(template, PAGE | {"person": None, "draft": True, "document_oid": ""})
    assert page.startswith(b"\x89PNG")


def test_a_table_goes_on_over_the_pages_with_its_header(tmp_path: Path) -> None:
    (tmp_path / "table.typ").write_text(
        '#import "@local/house:1.0.0": *\n#show: paper\n'
        '#sheet(header: ("Quand", "Combien"), rows: range(200).map(n => ("hier", str(n))))'
    )
    for standard in (STANDARD, OUTSIZED):
        with pikepdf.open(io.BytesIO(compile_pdf(tmp_path / "table.typ", PAGE, standard=standard))) as document:
            assert len(document.pages) > 3


def test_a_document_too_big_for_pdf_a_1_is_a_pdf_a_2(tmp_path: Path) -> None:
    (tmp_path / "long.typ").write_text(
        '#import "@local/house:1.0.0": *\n#show: paper\n#for part in range(9000) { block(data.words) }'
    )
    with (
        pikepdf.open(io.BytesIO(compile_pdf(tmp_path / "long.typ", PAGE))) as document,
        document.open_metadata() as xmp,
    ):
        assert xmp.pdfa_status == "2A"
        assert len(document.pages) > 100
