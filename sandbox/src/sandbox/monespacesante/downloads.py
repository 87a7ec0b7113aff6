"""Giving a file to the browser without ever letting it run."""

from __future__ import annotations

from urllib.parse import quote

from werkzeug.wrappers import Response

SHOWN = {"application/pdf", "image/jpeg", "image/png"}


def download(name: str, media_type: str, data: bytes) -> Response:
    """PDF, JPEG and PNG are shown (MES § aperçu), everything else is saved."""
    shown = media_type in SHOWN
    response = Response(data, mimetype=media_type if shown else "application/octet-stream")
    way = "inline" if shown else "attachment"
    response.headers["Content-Disposition"] = f"{way}; filename*=UTF-8''{quote(name or 'piece', safe='')}"
    response.headers["Content-Security-Policy"] = "default-src 'none'"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
