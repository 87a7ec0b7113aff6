"""Letters of names: how they are compared, and how INSi wants them.

Source: RNIV EXI ID 10 (comparison); INSi integration guide SEL-MP-043 §2 and §3.4.1 (alphabet of what is sent).
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from .errors import Unwritable

NameKind = Literal["birth_name", "given_name"]

_LIGATURES = {"Œ": "OE", "Æ": "AE", "ẞ": "SS"}
_APOSTROPHES = "\u2019\u2018\u02bc\u00b4\u0060"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015"
_SPACES = "\u00a0\u202f\u2009\t"
_SAME = str.maketrans(
    {**dict.fromkeys(_APOSTROPHES, "'"), **dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_SPACES, " ")}
)


def _capital_letters(text: str) -> str:
    text = text.translate(_SAME).upper()
    for ligature, letters in _LIGATURES.items():
        text = text.replace(ligature, letters)
    decomposed = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if not unicodedata.combining(c)))


def normalise(text: str) -> str:
    """The form under which two names are compared: capitals, no diacritic, hyphen ≡ apostrophe ≡ space."""
    return re.sub(r"[\s'-]+", " ", _capital_letters(text)).strip()


def for_insi(text: str, kind: NameKind) -> str:
    """`text` in the alphabet of INSi: A–Z, space, apostrophe, hyphen.

    Case, diacritics, ligatures, typographic apostrophes and dashes are turned into their equivalent; anything else
    raises `Unwritable`, because a character silently dropped would search for somebody else.
    """
    written = re.sub(r" {2,}", " ", _capital_letters(text)).strip()
    if not written:
        raise Unwritable(kind, "", "Un nom de naissance et un prénom sont nécessaires à la recherche.")
    for character in written:
        if not ("A" <= character <= "Z" or character in " '-"):
            raise Unwritable(kind, character)
    doubled = re.search(r"''| '|' ", written)
    if doubled:
        raise Unwritable(kind, doubled[0])
    _check_ends(written, kind)
    return written


def _check_ends(written: str, kind: NameKind) -> None:
    """The double hyphen separates two surnames of the civil status; a given name has none (SEL-MP-043 §3.4.1)."""
    if kind == "birth_name":
        if written[0] == "-":
            raise Unwritable(kind, "-", "Le nom de naissance ne peut pas commencer par un tiret.")
        if "---" in written:
            raise Unwritable(kind, "---")
        return
    if "--" in written:
        raise Unwritable(kind, "--")
    if written[-1] in "-'":
        raise Unwritable(kind, written[-1], "Le prénom ne peut pas finir par un tiret ou une apostrophe.")
