"""How a server compares (FHIR R4, 3.1.1.4): strings, tokens, instants. Used by simulators and by offline search."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from esante.fhirkit.query import Parameter, escape, split_unescaped, unescape

_PARTIAL_DATE = re.compile(r"\d{4}(-\d{2}){0,2}")
# Prefix -> the positions of the held instant that answer it.
_ACCEPTED = {"eq": (0,), "ne": (-1, 1), "gt": (1,), "lt": (-1,), "ge": (0, 1), "le": (-1, 0)}


@dataclass(frozen=True, slots=True)
class Token:
    """``system|code``. ``system`` None: any system; "": no system at all. ``code`` "": any code of the system."""

    code: str
    system: str | None = None

    @property
    def wire(self) -> str:
        """The value as it travels, escaped."""
        code = escape(self.code)
        return code if self.system is None else f"{escape(self.system)}|{code}"


def parse_token(value: str) -> Token:
    """Read one alternative of a token parameter, still escaped."""
    system, *rest = split_unescaped(value, "|")
    if not rest:
        return Token(unescape(system))
    return Token(unescape("|".join(rest)), unescape(system))


def token_matches(parameter: Parameter, held: Iterable[tuple[str, str]]) -> bool:
    """True when one (system, code) of the resource answers one alternative of the parameter."""
    wanted = [parse_token(value) for value in parameter.values]
    return any(_same(token, system, code) for system, code in held for token in wanted)


def string_matches(parameter: Parameter, held: Iterable[str]) -> bool:
    """True when a string of the resource answers: by its beginning, ``:contains`` anywhere, ``:exact`` wholly.

    Case and accents do not count, except for ``:exact``.
    """
    texts = [text for text in held if text]
    if parameter.modifier == "exact":
        return any(text == wanted for text in texts for wanted in parameter.texts)
    folded = [fold(text) for text in texts]
    wanted = [fold(text) for text in parameter.texts]
    if parameter.modifier == "contains":
        return any(needle in text for text in folded for needle in wanted)
    return any(text.startswith(needle) for text in folded for needle in wanted)


def instant_matches(parameter: Parameter, held: datetime) -> bool:
    """True when the aware instant answers one alternative such as ``ge2026-11-01`` (prefixes of 3.1.1.4.4).

    Raises ValueError on a value that is not a date: the server answers 400.
    """
    return any(_instant(value, held) for value in parameter.values)


def fold(text: str) -> str:
    """Lower case without accents, spaces squeezed."""
    bare = "".join(one for one in unicodedata.normalize("NFKD", text) if not unicodedata.combining(one))
    return " ".join(bare.casefold().split())


def _same(token: Token, system: str, code: str) -> bool:
    if token.system is not None and token.system != system:
        return False
    return not token.code or token.code == code


def _instant(value: str, held: datetime) -> bool:
    prefix, text = (value[:2], value[2:]) if value[:2] in _ACCEPTED else ("eq", value)
    return _order(text, held) in _ACCEPTED[prefix]


def _order(text: str, held: datetime) -> int:
    """-1, 0 or 1: where ``held`` stands, at the precision of the bound (a year, a month, a day is the whole of it)."""
    if _PARTIAL_DATE.fullmatch(text):
        cut = held.isoformat()[: len(text)]
        return (cut > text) - (cut < text)
    bound = datetime.fromisoformat(text)
    bound = bound if bound.tzinfo else bound.replace(tzinfo=UTC)
    return (held > bound) - (held < bound)
