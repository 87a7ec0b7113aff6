"""Each component says what it must say; the gallery shows them all."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from alentour.ui.gallery.catalogue import COMPONENTS
from alentour.ui.gallery.samples import person, sample
from alentour.ui.shapes import Action, Bubble, InsChip, Road, Step, Stuck

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def shown(source: str, **values: Any) -> str:
    request = RequestFactory().get("/")
    text = Template("{% load ui %}" + source).render(Context({"request": request, **values}))
    return " ".join(text.replace("\u00a0", " ").split())


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda component: component.slug)
def test_the_gallery_shows_each_component_and_its_reference(component: Any) -> None:
    html = shown("{% include template %}", template=component.template, s=sample())
    assert len(html) > 100
    assert all(entry["doc"] for entry in component.reference)


def test_every_tag_is_in_the_gallery() -> None:
    from alentour.ui.templatetags.ui import register

    assert set(register.tags) == {tag for component in COMPONENTS for tag in component.tags}


def test_the_header_of_irene() -> None:
    html = shown("{% person_header p %}", p=person())
    assert "Irène DUPONT" in html
    assert "née le" in html
    assert "12/03/1938" in html
    assert "INS qualifiée" in html
    assert "Allergie : pénicilline" in html


def test_a_birth_name_is_told_apart_from_the_name_in_use() -> None:
    html = shown("{% person_header p %}", p=person(name="Yvonne LE BRAS", birth_name="KERVELLA"))
    assert "nom de naissance KERVELLA" in html


def test_a_doubtful_identity_says_so_beside_its_status() -> None:
    html = shown("{% ins_chip c %}", c=InsChip(status="validee", doubtful=True, homonym=True))
    assert "Identité validée" in html
    assert "Identité douteuse" in html
    assert "Homonyme" in html


def test_a_name_is_never_markup() -> None:
    html = shown("{% person_header p %}", p=person(name="<b>Irène</b>"))
    assert "&lt;b&gt;Irène" in html


def test_a_road_tells_the_hours_of_what_is_done_and_what_is_ahead() -> None:
    road = Road(recipient="Dr Paul Martin", steps=(Step(name="en_file", at=NOON), Step(name="accepte")))
    html = shown("{% road r %}", r=road)
    assert "12 h 00" in html
    assert "pas encore" in html
    assert not road.is_over
    assert road.sentence == "en file"


def test_a_stuck_road_says_why_and_what_to_do_and_is_never_folded() -> None:
    stuck = Stuck(why="Boîte pleine.", at=NOON, action=Action(label="Relancer", url="/relancer/", post=True))
    road = Road(recipient="Pharmacie du Mail", steps=(Step(name="en_file", at=NOON), Step(name="remis")), stuck=stuck)
    html = shown("{% road r folded=True %}", r=road)
    assert "<details" not in html
    assert "Bloqué depuis" in html
    assert 'action="/relancer/"' in html
    assert road.sentence == "bloqué"


def test_what_a_person_wrote_is_escaped_and_what_its_owner_sanitised_is_kept() -> None:
    from django.utils.safestring import mark_safe

    typed = Bubble(author="Aïcha Benali", at=NOON, body="<script>x</script>")
    clean = Bubble(author="Aïcha Benali", at=NOON, body=mark_safe("<p>propre</p>"))
    assert "<script>" not in shown("{% bubble b %}", b=typed)
    assert "<p>propre</p>" in shown("{% bubble b %}", b=clean)


def test_an_internal_note_says_it_stays() -> None:
    note = Bubble(author="Nadia Roux", at=NOON, body="J’appelle.", internal=True)
    assert "elle ne quitte pas l’équipe" in shown("{% bubble b %}", b=note)


def test_a_confirmation_posts_its_verb() -> None:
    html = shown(
        '{% confirm "c" "Envoyer à Dr Martin" "Envoyer" "/envoyer/" %}1 message{% endconfirm %}', csrf_token="jeton"
    )
    assert 'action="/envoyer/"' in html
    assert "1 message" in html
    assert "jeton" in html


def test_a_button_takes_htmx_attributes_and_escapes_them() -> None:
    html = shown('{% button "Lire" hx_get=url type="submit" disabled=False %}', url='/x?"a')
    assert 'hx-get="/x?&quot;a"' in html
    assert "disabled" not in html


def test_a_count_over_99_and_a_count_of_nothing() -> None:
    assert "99+" in shown("{% badge 120 %}")
    assert shown("{% badge 0 %}") == ""


def test_pages_keep_the_filters_of_the_address() -> None:
    request = RequestFactory().get("/?cible=plaie&page=2")
    html = Template("{% load ui %}{% pagination page %}").render(
        Context({"request": request, "page": sample()["page"]})
    )
    assert "?cible=plaie&amp;page=3" in html


def test_a_search_that_finds_nothing_repeats_the_question() -> None:
    assert "« dupond »" in shown('{% options items query="dupond" %}', items=[])
