"""Any Django form wears our dress and speaks French."""

from __future__ import annotations

from django.template import Context, Template

from alentour.ui.gallery.form import SampleForm


def test_a_form_shows_labels_help_and_what_is_optional() -> None:
    html = str(SampleForm())
    assert 'class="form-control"' in html
    assert 'class="form-select"' in html
    assert 'aria-describedby="id_subject_helptext"' in html
    assert "facultatif" in html


def test_an_empty_field_is_to_be_filled_and_the_summary_leads_to_it() -> None:
    form = SampleForm({"weight": "520"})
    html = str(form)
    assert form.errors["subject"] == ["À renseigner."]
    assert 'href="#id_subject"' in html
    assert 'id="id_subject_error"' in html
    assert 'aria-invalid="true"' in html
    assert "Un poids de plus de 250 kg : vérifiez la saisie." in html


def test_a_group_of_choices_is_a_fieldset_with_its_legend() -> None:
    html = str(SampleForm())
    assert "<fieldset" in html
    assert "<legend" in html


def test_a_template_may_say_it_in_other_words() -> None:
    source = '{% load ui %}{% field form.subject label="Sujet" help="Court." %}'
    html = Template(source).render(Context({"form": SampleForm()}))
    assert "Sujet" in html
    assert "Court." in html
    assert "Objet" not in html
