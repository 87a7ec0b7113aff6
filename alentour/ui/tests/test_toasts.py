"""What was just done is said once, on a page or on a swap."""

from __future__ import annotations

from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from alentour.ui.toasts import ToastsMiddleware, toast


def asked(*, htmx: bool) -> HttpRequest:
    request = RequestFactory().post("/", headers={"HX-Request": "true"} if htmx else {})
    request.session = {}  # type: ignore[assignment]
    request._messages = FallbackStorage(request)  # type: ignore[attr-defined]
    return request


def answer(request: HttpRequest, response: HttpResponse) -> str:
    toast(request, "Document classé.", undo_url="/annuler/")
    return ToastsMiddleware(lambda _: response)(request).content.decode()


def test_a_swap_carries_the_toast_and_its_undo() -> None:
    html = answer(asked(htmx=True), HttpResponse("<p>fragment</p>"))
    assert html.startswith("<p>fragment</p>")
    assert 'hx-swap-oob="beforeend"' in html
    assert "Document classé." in html
    assert 'action="/annuler/"' in html


def test_a_full_page_shows_it_by_itself() -> None:
    assert answer(asked(htmx=False), HttpResponse("<p>page</p>")) == "<p>page</p>"


def test_a_redirection_keeps_it_for_the_next_page() -> None:
    request = asked(htmx=True)
    assert answer(request, HttpResponse(status=204, headers={"HX-Redirect": "/"})) == ""
    assert len(request._messages) == 1  # type: ignore[attr-defined]


def test_a_refused_form_may_carry_one() -> None:
    assert "Document classé." in answer(asked(htmx=True), HttpResponse("<form></form>", status=422))


def test_a_stream_is_left_alone() -> None:
    request = asked(htmx=True)
    toast(request, "Document classé.")
    response = StreamingHttpResponse([b"x"])
    assert ToastsMiddleware(lambda _: response)(request) is response  # type: ignore[arg-type, return-value]
