"""The constantes on paper: a table, curves, of the period and of the person, for those who read them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from alentour.accounts.models import Post
from alentour.audit.models import TraceEvent
from alentour.care import measures_paper, services
from alentour.care.measures_paper import constantes_pdf
from alentour.identity.models import Usager

At = Callable[[Post], Client]
TODAY = timezone.localdate


def measured(usager: Usager, by: Post, days_ago: float, **given: str) -> None:
    values = {slug: Decimal(value) for slug, value in given.items()}
    services.take(usager=usager, by=by, values=values, done_at=timezone.now() - timedelta(days=days_ago))


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What is given to the page, instead of the page."""
    given: dict[str, object] = {}
    monkeypatch.setattr(measures_paper, "compile_pdf", lambda _, data: given.update(data) or b"")
    return given


def test_the_page_is_a_tagged_pdf_a_and_its_name_says_no_one(at: At, ines: Post, irene: Usager) -> None:
    for days in range(1, 20):
        measured(irene, ines, days, ta_sys=str(120 + days), ta_dia="70", pouls="72", temperature="37.2", poids="55.4")
    answer = at(ines).get(reverse("care:measures-pdf", args=[irene.id]), {"periode": "90"})
    assert answer["Content-Type"] == "application/pdf"
    assert "DUPONT" not in answer["Content-Disposition"]
    with pikepdf.open(io.BytesIO(answer.content)) as document, document.open_metadata() as xmp:
        assert "/StructTreeRoot" in document.Root
        assert xmp.pdfa_status == "1A"
    assert TraceEvent.objects.filter(action="measures.printed").count() == 1


def test_a_period_is_summed_drawn_and_told_relevé_by_relevé(
    ines: Post, irene: Usager, printed: dict[str, object]
) -> None:
    measured(irene, ines, 40, poids="58")
    measured(irene, ines, 20, poids="56.6", spo2="86")
    measured(irene, ines, 2, poids="55.4", spo2="95", ta_sys="128", ta_dia="76")
    constantes_pdf(irene, by=ines, since=TODAY() - timedelta(days=30))
    summed = {row[0]: row[2:] for row in printed["summary"]}  # type: ignore[attr-defined]
    assert summed["Poids"] == ["55,4", "56,6", "2", ""]
    assert summed["Saturation (SpO₂)"] == ["86", "95", "2", "au moins 90"]
    assert [one["title"] for one in printed["drawn"]] == ["Saturation (SpO₂) (%)", "Poids (kg)"]  # type: ignore[attr-defined]
    newest, oldest = printed["lines"]  # type: ignore[misc]
    assert {"text": "128/76", "side": ""} in newest["cells"]
    assert {"text": "86", "side": "bas"} in oldest["cells"]


def test_a_cancelled_relevé_is_not_printed(ines: Post, irene: Usager, printed: dict[str, object]) -> None:
    values = {"pouls": Decimal(72)}
    reading = services.take(usager=irene, by=ines, values=values, done_at=timezone.now() - timedelta(hours=1))
    services.cancel(reading=reading, by=ines)
    constantes_pdf(irene, by=ines, since=None)
    assert printed["lines"] == []
    assert printed["summary"] == []


def test_a_period_without_a_relevé_still_makes_a_page(ines: Post, irene: Usager) -> None:
    assert constantes_pdf(irene, by=ines, since=TODAY()).startswith(b"%PDF")


def test_three_hundred_relevés_cost_no_more_and_the_page_says_what_it_left(
    ines: Post, irene: Usager, printed: dict[str, object], monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:  # fmt: skip
    monkeypatch.setattr(measures_paper, "MOST_LINES", 3)
    measured(irene, ines, 1, pouls="70")
    for rows in (1, 8):
        with django_assert_max_num_queries(6):
            constantes_pdf(irene, by=ines, since=None)
        assert len(printed["lines"]) == min(rows, 3)  # type: ignore[arg-type]
        for days in range(2, 9):
            measured(irene, ines, days, pouls="72", poids="55")
    assert "3 plus récents" in str(printed["cut"])


def test_who_reads_no_constantes_prints_none(
    at: At, helene: Post, karim: Post, irene: Usager, ines: Post, printed: dict[str, object]
) -> None:
    measured(irene, ines, 1, pouls="72")
    url = reverse("care:measures-pdf", args=[irene.id])
    assert at(helene).get(url).status_code in (403, 404)
    assert at(karim).get(url).status_code == 404
    assert not printed
    constantes_pdf(irene, by=karim, since=None)
    assert printed["lines"] == []


def test_the_screen_leads_to_the_page_of_its_period(at: At, ines: Post, irene: Usager) -> None:
    measured(irene, ines, 1, pouls="72")
    page = at(ines).get(reverse("care:sante", args=[irene.id]), {"periode": "7"}).content.decode()
    assert f"{reverse('care:measures-pdf', args=[irene.id])}?periode=7" in page
