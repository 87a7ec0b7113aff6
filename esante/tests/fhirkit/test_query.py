"""What a client asks is what a server understands."""

from __future__ import annotations

from esante.fhirkit import Parameter, Token, parse_query, parse_token, query_string
from esante.fhirkit.query import escape, unescape
from hypothesis import given
from hypothesis import strategies as st


def test_a_query_is_names_modifiers_and_alternatives() -> None:
    query = "family:contains=DUR,MAR&active=true&_include=PractitionerRole:practitioner&empty="
    assert parse_query(query) == (
        Parameter("family", ("DUR", "MAR"), "contains"),
        Parameter("active", ("true",)),
        Parameter("_include", ("PractitionerRole:practitioner",)),
    )


def test_a_repeated_name_is_two_parameters() -> None:
    assert len(parse_query("?qualification-code=60&qualification-code=C")) == 2


def test_form_fields_of_a_post_search_read_the_same() -> None:
    assert parse_query([("name:exact", "PHARMACIE DU MAIL")]) == (Parameter("name", ("PHARMACIE DU MAIL",), "exact"),)


def test_includes_are_told_from_criteria() -> None:
    revinclude, name = parse_query("_revinclude=PractitionerRole:practitioner&name=x")
    assert revinclude.is_include
    assert not name.is_include


def test_an_escaped_comma_does_not_separate() -> None:
    (parameter,) = parse_query([("name", "Service\\, étage 2,Autre")])
    assert parameter.texts == ("Service, étage 2", "Autre")


@given(st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_any_typed_text_survives_the_query_string(texts: list[str]) -> None:
    asked = Parameter("name", tuple(escape(text) for text in texts), "contains")
    try:
        wire = query_string([asked])
    except UnicodeEncodeError:  # a lone surrogate cannot travel in a URL
        return
    assert parse_query(wire)[0].texts == tuple(texts)


@given(st.text())
def test_unescape_undoes_escape(text: str) -> None:
    assert unescape(escape(text)) == text


def test_a_token_reads_system_and_code() -> None:
    assert parse_token("https://rpps.esante.gouv.fr|10100000024") == Token("10100000024", "https://rpps.esante.gouv.fr")
    assert parse_token("10100000024") == Token("10100000024", None)
    assert parse_token("|10100000024") == Token("10100000024", "")
    assert parse_token(Token("a|b", "s").wire) == Token("a|b", "s")
    assert Token("60").wire == "60"
