"""PDF made by typst from a template and data: one page design (``typst/local/house``), text of a person is never code.

A template says ``#import "@local/house:1.0.0": *`` and lives beside the app that prints it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import typst

HERE: Final = Path(__file__).with_name("typst")
# PDF/A-1 is what the CI-SIS asks of an unstructured body (specs/cda §2) and MSSanté of an attachment (specs/mss, ECO.2.1.1);
# its level A is tagged, for screen readers. PDF/UA-1 is kept by every template (tests) and not claimed: PDF 1.4 cannot mark
# a running head as such.
STANDARD: Final = ("a-1a",)
# A PDF 1.4 holds rows of 8191 things: a document of hundreds of pages is the same in PDF/A-2, which claims PDF/UA too.
OUTSIZED: Final = ("a-2a", "ua-1")
_TOO_BIG = re.compile(r"PDF/A-1. error: a PDF .* (?:longer|larger) than")
UNSEEN: Final = "\u25a1"
ATTEMPTS: Final = 4

# What XML and PDF/A forbid, and what a paste brings without anyone seeing it.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
# A word that no line can hold may break; PDF/A-1 has no row of more than 8191 signs.
_ENDLESS = re.compile(r"(\S{60})(?=\S)")
_REFUSED = re.compile(r'(?:the text|disallowed codepoint) `"(.+?)"`', re.S)


def compile_pdf(source: Path, data: Mapping[str, Any], *, standard: tuple[str, ...] = STANDARD) -> bytes:
    """The PDF/A of the template ``source``. ``data["moment"]`` (ISO) dates the file: the same data give the same bytes.

    A character that no font of ours has is printed as « □ »: a document is never refused for an emoji.
    """
    try:
        return bytes(_compile(source, data, format="pdf", pdf_standards=list(standard)))
    except typst.TypstError as trouble:
        if standard != STANDARD or not _TOO_BIG.search(trouble.message):
            raise
    return bytes(_compile(source, data, format="pdf", pdf_standards=list(OUTSIZED)))


def compile_png(source: Path, data: Mapping[str, Any], *, ppi: float = 96) -> list[bytes]:
    """The same pages as pictures, to look at."""
    made = _compile(source, data, format="png", ppi=ppi)
    return made if isinstance(made, list) else [made]


def _compile(source: Path, data: Mapping[str, Any], **how: Any) -> Any:
    text = _CONTROLS.sub("", json.dumps(_clean(data), ensure_ascii=False))
    moment = data.get("moment")
    for attempt in range(ATTEMPTS):
        try:
            return typst.compile(
                source, font_paths=_fonts(), package_path=HERE, sys_inputs={"data": text},
                timestamp=_second(moment), **how,
            )  # fmt: skip
        except typst.TypstError as trouble:
            unseen = {_read(found) for found in _REFUSED.findall(trouble.diagnostic)}
            if attempt == ATTEMPTS - 1 or not any(one in text for one in unseen):
                raise
            for one in sorted(unseen, key=len, reverse=True):
                text = text.replace(one, UNSEEN)
    raise AssertionError("unreachable")


@lru_cache(maxsize=1)
def _fonts() -> Any:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(HERE / "fonts")])


def _second(moment: str | None) -> datetime | None:
    """typst dates a file to the second."""
    return datetime.fromisoformat(moment).replace(microsecond=0) if moment else None


def _clean(value: Any) -> Any:
    """Strings without controls; a tab is a space. A drawing (SVG) stays as it is."""
    if isinstance(value, str):
        if value.startswith("<svg"):
            return value
        tidy = _CONTROLS.sub("", value.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
        return _ENDLESS.sub("\\1\u200b", tidy)
    if isinstance(value, Mapping):
        return {key: _clean(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(one) for one in value]
    return value


def _read(escaped: str) -> str:
    r"""A character as typst writes it in its diagnostics: itself, or ``\u{feff}``."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda found: chr(int(found[1], 16)), escaped)
