"""The shell of the application: its files and their version. No page, nothing about anybody."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.templatetags.static import static

HERE = Path(__file__).parent / "static"
UI = (
    "ui/vendor/bootstrap/bootstrap.min.css",
    "ui/vendor/fonts/atkinson-hyperlegible-next-latin-wght-normal.woff2",
    "ui/css/tokens.css",
    "ui/css/base.css",
    "ui/css/layout.css",
    "ui/css/controls.css",
    "ui/css/components.css",
    "ui/css/arrangements.css",
    "ui/js/dom.js",
    "ui/js/photos.js",
    "ui/js/toasts.js",
    "ui/icons.svg",
    "ui/favicon.svg",
)
TEMPLATE = Path(__file__).parent / "templates" / "tournee" / "shell.html"


def names() -> list[str]:
    """The static files of the shell, by their names."""
    own = sorted(path for path in (HERE / "tournee").rglob("*") if path.suffix in {".js", ".css", ".png"})
    return [*UI, *(path.relative_to(HERE).as_posix() for path in own if path.name != "sw.js")]


def urls() -> list[str]:
    return [static(name) for name in names()]


@lru_cache(maxsize=1)
def version() -> str:
    """Changes with any byte of the shell: the phone then takes the new one whole."""
    digest = hashlib.sha256(TEMPLATE.read_bytes())
    for name in names():
        found = finders.find(name)
        digest.update(name.encode() + (Path(found).read_bytes() if found else b""))
    return digest.hexdigest()[:16]
