"""The narrative as nodes: every word, known marks, and nothing that acts."""

from __future__ import annotations

import re

import pytest
from esante.cda import Node, StructuredBody, decode
from esante.cda.model import Section
from esante.cda.narrative import KINDS, is_safe_link
from hypothesis import given
from hypothesis import strategies as st

from .structured import with_narrative


def section_of(text: str) -> Section:
    body = decode(with_narrative(text)).body
    assert isinstance(body, StructuredBody)
    return body.sections[0]


def test_a_table_keeps_its_cells_and_spans() -> None:
    (table,) = section_of(
        '<table border="1"><tbody><tr><td colspan="2">TA</td><td>12/8</td></tr></tbody></table>'
    ).narrative
    assert isinstance(table, Node)
    row = table.children[0].children[0]  # type: ignore[union-attr]
    assert [(cell.kind, cell.attributes, cell.text) for cell in row.children] == [  # type: ignore[union-attr]
        ("td", {"colspan": "2"}, "TA"),
        ("td", {}, "12/8"),
    ]
    assert table.attributes == {}


def test_an_unknown_mark_is_forgotten_and_its_words_kept() -> None:
    (node,) = section_of("<blink>Attention <marquee>chute</marquee></blink>").narrative
    assert isinstance(node, Node)
    assert node.kind == "content"
    assert "".join(node.text.split()) == "Attentionchute"


def test_a_comment_cuts_no_word() -> None:
    assert section_of("hyper<!-- secret -->tension").narrative == ("hypertension",)


@pytest.mark.parametrize(
    "attribute", ['onclick="x()"', 'style="color:red"', 'src="http://a"', 'border="1"', 'ID="a b"']
)
def test_an_attribute_that_is_not_known_is_dropped(attribute: str) -> None:
    (node,) = section_of(f"<content {attribute}>mot</content>").narrative
    assert node == Node("content", ("mot",), {})


@pytest.mark.parametrize(
    ("href", "safe"),
    [
        ("https://esante.gouv.fr", True),
        ("mailto:a@b.fr", True),
        ("#partie", True),
        ("javascript:alert(1)", False),
        ("data:text/html,x", False),
        ("file:///etc/passwd", False),
        ("http://[", False),
        ("page.html", False),
    ],
)
def test_only_harmless_links_are_kept(href: str, safe: bool) -> None:
    assert is_safe_link(href) is safe
    (node,) = section_of(f'<linkHtml href="{href}">ici</linkHtml>').narrative
    assert isinstance(node, Node)
    assert ("href" in node.attributes) is safe


words = st.text(alphabet="abcdé' ", min_size=1, max_size=8)
trees = st.recursive(
    words,
    lambda inner: st.builds(
        lambda kind, parts: f"<{kind}>{''.join(parts)}</{kind}>",
        st.sampled_from([*sorted(KINDS), "font", "script"]),
        st.lists(inner, max_size=3),
    ),
    max_leaves=12,
)


@given(trees)
def test_whatever_the_marks_every_letter_is_kept(text: str) -> None:
    letters = "".join(re.sub(r"<[^>]*>", "", text).split())
    assert "".join(section_of(text).text.split()) == letters
