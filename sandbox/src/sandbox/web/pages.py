"""The sandbox's own pages: escaping templates, one look, a strict content policy."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from werkzeug.wrappers import Response

# No script or style but our own files; forms also lead to the product (end of a login), hence no form-action limit.
POLICY = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'"


@cache
def environment() -> Environment:
    """Templates of every service, named from the package's root (`console/templates/list.html`)."""
    loader = FileSystemLoader(str(files("sandbox")))
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    environment.filters["moment"] = lambda at: at.astimezone().strftime("%H:%M:%S")
    return environment


def render(template: str, *, status: int = 200, **values: Any) -> Response:
    """An HTML answer. `template` is a path from the package's root."""
    html = environment().get_template(template).render(**values)
    response = Response(html, status=status, mimetype="text/html")
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response
