"""A document as HTML: all its words, in French, and nothing that acts."""

from __future__ import annotations

import dataclasses
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from esante.cda import Header, decode, encode_level1, render_fragment, render_html
from esante.cda.paths import descendants, one
from esante.cisis import safe_xml

from .conftest import PDF
from .samples import official_documents
from .structured import picture, with_narrative

ADMITTED = {"html", "head", "meta", "title", "body", "article", "header", "section", "h1", "h2", "h3", "h4", "h5", "h6"}
ADMITTED |= {"dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr", "th", "td", "ul", "ol", "li", "div", "span"}
ADMITTED |= {"strong", "em", "u", "small", "sub", "sup", "br", "img", "pre"}


class Page(HTMLParser):
    """Tags, attributes and words of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[tuple[str, str]] = set()
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update((name, value or "") for name, value in attrs)

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def test_the_header_is_told_in_plain_french(note: bytes) -> None:
    text = Page(render_html(decode(note))).text
    assert "Nom de naissance DUPONT" in text
    assert "Née le 12 mars 1938" in text
    assert "238033523800188 (identité de test)" in text
    assert "Créé le 14 juillet 2026 à 09 h 30" in text
    assert "Auteur Mme Inès MOREAU, Infirmier, SSIAD Les Ajoncs" in text
    assert "Médecin Traitant Dr Paul MARTIN" in text
    assert "Personne de confiance Claire DUPONT (fille) 0699000000" in text
    assert "Version 2 Remplace le document 1.2.250.1.999.2.1.1" in text


def test_a_lunar_birth_date_is_never_shown_as_certain(header: Header) -> None:
    traits = dataclasses.replace(header.patient.traits, birth_date="1938-00-00")
    lunar = dataclasses.replace(header, patient=dataclasses.replace(header.patient, traits=traits))
    text = Page(render_html(decode(encode_level1(lunar, PDF, "application/pdf")))).text
    assert "00/00/1938 (date incertaine)" in text


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src="http://a/b.png" onerror="x()"/>',
        '<linkHtml href="javascript:alert(1)">ici</linkHtml>',
        '<content styleCode="Bold" style="x" onclick="x()">mot</content>',
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        '<td colspan="&quot; onmouseover=&quot;x()">mot</td>',
        '<renderMultiMedia referencedObject="SVG"/>',
        "<iframe/><object/><style>*{}</style><form/>",
    ],
)
def test_nothing_a_document_says_can_act(hostile: str) -> None:
    svg = picture("SVG", "image/svg+xml", "PHN2Zy8+")
    page = Page(render_html(decode(with_narrative(hostile, entries=svg))))
    assert page.tags <= ADMITTED
    assert not {
        name for name, _ in page.attributes if name.startswith("on") or name in ("style", "href", "id", "class")
    }
    assert all(value.startswith("data:image/") for name, value in page.attributes if name == "src")


def test_a_hostile_title_is_only_words(header: Header) -> None:
    hostile = dataclasses.replace(header, title="</title><script>alert(1)</script>")
    page = Page(render_html(decode(encode_level1(hostile, PDF, "application/pdf"))))
    assert "script" not in page.tags


def test_a_picture_is_shown_as_data_and_another_file_is_named() -> None:
    entries = picture("PHOTO", "image/jpeg", "/9j/4A==") + picture("PDF", "application/pdf", "JVBERi0xLjQ=")
    html = render_fragment(
        decode(with_narrative('<renderMultiMedia referencedObject="PHOTO PDF ABSENT"/>', entries=entries))
    )
    assert 'src="data:image/jpeg;base64,/9j/4A=="' in html
    assert "Fichier joint (application/pdf, 8 octets)." in html
    assert "Image absente du document." in html


def test_lists_captions_and_emphasis_keep_their_meaning() -> None:
    html = render_fragment(
        decode(
            with_narrative(
                '<list listType="ordered"><caption>Gestes</caption><item>laver</item><item>panser</item></list>'
                '<content styleCode="Bold">urgent</content>'
            )
        )
    )
    assert "<strong>Gestes</strong> <ol><li>laver</li><li>panser</li></ol>" in html
    assert "<span><strong>urgent</strong></span>" in html


def test_a_link_is_shown_as_words_with_its_address() -> None:
    html = render_fragment(decode(with_narrative('<linkHtml href="https://esante.gouv.fr">le site</linkHtml>')))
    assert "le site (https://esante.gouv.fr)" in html


def test_a_text_file_is_shown_and_a_pdf_is_named(header: Header) -> None:
    shown = render_fragment(decode(encode_level1(header, b"Plaie <propre>", "text/plain")))
    assert "<pre>Plaie &lt;propre&gt;</pre>" in shown
    named = render_fragment(decode(encode_level1(header, PDF, "application/pdf")))
    assert "Fichier joint (application/pdf" in named


SHEET = "<xsl:stylesheet version='1.0' xmlns:xsl='http://www.w3.org/1999/XSL/Transform'>{}</xsl:stylesheet>"


@pytest.mark.kits
def test_every_official_document_is_shown_whole_and_harmless(kits: Path) -> None:
    """Each run of words of each narrative, in its order: a word said twice is shown twice."""
    for name, data in official_documents(kits):
        document = decode(data)
        page = Page(render_html(document))
        shown = re.sub(r"\s+", "", page.text)
        assert page.tags <= ADMITTED, name
        place = 0
        for section in descendants(document.element, "section"):
            for text in _texts(one(section, "text")):
                place = shown.find(text, place)
                assert place >= 0, (name, text)
                place += len(text)


@pytest.mark.kits
def test_an_official_document_wrapped_in_a_stylesheet_is_shown_as_the_same(kits: Path) -> None:
    wrapped = 0
    for name, data in official_documents(kits):
        document = decode(data)
        wrapped += document.self_presenting
        alone = safe_xml.serialize(document.element).decode("utf-8").partition("?>")[2]
        again = decode(
            SHEET.format("<xsl:template match='/'><script>effraction</script></xsl:template>" + alone).encode()
        )
        assert again.self_presenting, name
        assert render_html(again) == render_html(document), name
    assert wrapped, "one at least comes wrapped by the ANS itself"


def _texts(element: object) -> list[str]:
    """Each run of words of a narrative, without spaces."""
    if element is None:
        return []
    return [run for run in (re.sub(r"\s+", "", text) for text in element.itertext()) if run]  # type: ignore[attr-defined]
