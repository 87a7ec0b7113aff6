"""An HTTP message as bytes, for the journal. Secrets a client presents are masked; everything else is as received."""

from __future__ import annotations

from collections.abc import Iterable

from werkzeug.wrappers import Request, Response

_SECRET_HEADERS = {"authorization", "esante-api-key", "cookie", "set-cookie"}
_SECRET_FIELDS = ("client_secret",)


def request_bytes(request: Request) -> bytes:
    """Request line, headers and body. Reads the body, which werkzeug keeps for later readers."""
    path = request.full_path if request.query_string else request.path
    head = f"{request.method} {path} HTTP/1.1\r\n" + _headers(request.headers.items())
    return head.encode("utf-8", "replace") + b"\r\n" + _masked_body(request)


def response_bytes(response: Response) -> bytes:
    """Status line, headers and body of a complete (not streamed) response."""
    head = f"HTTP/1.1 {response.status}\r\n" + _headers(response.headers.items())
    return head.encode("utf-8", "replace") + b"\r\n" + response.get_data()


def _headers(items: Iterable[tuple[str, str]]) -> str:
    lines = []
    for name, value in items:
        if name.lower() in _SECRET_HEADERS:
            value = f"{value.partition(' ')[0]} (masqué)" if " " in value else "(masqué)"
        lines.append(f"{name}: {value}\r\n")
    return "".join(lines)


def _masked_body(request: Request) -> bytes:
    body = request.get_data(cache=True)
    if request.mimetype != "application/x-www-form-urlencoded":
        return body
    fields = body.decode("utf-8", "replace").split("&")
    masked = [f"{field.partition('=')[0]}=(masqué)" if field.startswith(_SECRET_FIELDS) else field for field in fields]
    return "&".join(masked).encode("utf-8")
