"""How the directory is searched: capitals without accents, hyphens and apostrophes as spaces."""

from __future__ import annotations

import re
import unicodedata


def folded(text: str) -> str:
    """« SAINT GREGOIRE » for « Saint-Grégoire »."""
    letters = unicodedata.normalize("NFD", text.upper().replace("Œ", "OE").replace("Æ", "AE"))
    bare = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[^A-Z0-9@._]+", " ", bare).strip()


def searchable(*texts: str) -> str:
    """One column for the words of a line, each preceded by a space so that « contains ' MAR' » finds beginnings."""
    return f" {folded(' '.join(texts))}"[:700]
