"""Turning French text into the ASCII that README.TXT and MSSanté subjects carry (specs/mss §2.2, §2.4)."""

from __future__ import annotations

import unicodedata

_APART = str.maketrans(
    {
        "Œ": "OE",
        "œ": "oe",
        "Æ": "AE",
        "æ": "ae",
        "ß": "ss",
        "Ø": "O",
        "ø": "o",
        "’": "'",
        "‘": "'",
        "«": '"',
        "»": '"',
        "“": '"',
        "”": '"',
        "–": "-",
        "—": "-",
        "…": "...",
        "€": "EUR",
        "°": "o",
    }
)


def ascii_of(text: str) -> str:
    """``text`` without accent nor any character above 126; spaces and line breaks squeezed; what has no letter is lost."""
    flat = unicodedata.normalize("NFKD", text.translate(_APART))
    return " ".join("".join(one if " " <= one <= "~" else " " * one.isspace() for one in flat).split())


def cut(text: str, length: int) -> str:
    """The first ``length`` characters, without a space left at the end."""
    return text[:length].rstrip()
