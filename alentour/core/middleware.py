"""Every trace of a request knows where it came from, and every statement for which structure it works."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from alentour.core import rls, trace


class TraceContextMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        token = trace.origin.set(origin_of(request))
        try:
            with trace.reads_together():
                return self.get_response(request)
        finally:
            trace.origin.reset(token)


class StructureScopeMiddleware:
    """The structure of the post at work (``request.structure``) is the only one the request sees; without a post, none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        structure = getattr(request, "structure", None)
        if structure is None:
            with rls.nowhere():
                return self.get_response(request)
        with rls.within(structure.pk):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = rls.carried(response.streaming_content, structure.pk)
        return response


def origin_of(request: HttpRequest) -> trace.Origin:
    """The address, the kind of device and a digest of the session (the session key itself is a secret)."""
    session = request.session.session_key or ""
    agent = request.headers.get("User-Agent", "")
    return trace.Origin(
        ip=request.META.get("REMOTE_ADDR", ""),
        device="téléphone" if "Mobile" in agent else "poste",
        session=hashlib.sha256(session.encode()).hexdigest()[:16] if session else "",
    )
