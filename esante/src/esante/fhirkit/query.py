"""The query of a search (FHIR R4, 3.1.1.1 to 3.1.1.5): names, modifiers, alternatives.

``family:contains=DUR,MAR&_include=PractitionerRole:practitioner`` is two parameters: the comma means *or*,
the repetition of a name means *and*. A comma, a bar or a dollar inside a value is escaped by ``\\``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

# Names that carry a resource and a path after a colon instead of a modifier.
_INCLUDES = ("_include", "_revinclude")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One search parameter: ``values`` are alternatives, still escaped as on the wire."""

    name: str
    values: tuple[str, ...]
    modifier: str = ""

    @property
    def is_include(self) -> bool:
        """True for ``_include`` and ``_revinclude``, whose values name a reference, not a criterion."""
        return self.name in _INCLUDES

    @property
    def texts(self) -> tuple[str, ...]:
        """The alternatives as typed by a person, escapes removed."""
        return tuple(unescape(value) for value in self.values)


def parse_query(query: str | Iterable[tuple[str, str]]) -> tuple[Parameter, ...]:
    """Split a query string (or decoded form fields) into parameters; empty values are dropped (3.1.1.5.1)."""
    pairs = parse_qsl(query.lstrip("?")) if isinstance(query, str) else query
    return tuple(_parameter(name, value) for name, value in pairs if value)


def query_string(parameters: Sequence[Parameter]) -> str:
    """The URL-encoded query of ``parameters``, in their order."""
    return urlencode([(_wire_name(one), ",".join(one.values)) for one in parameters])


def escape(text: str) -> str:
    """Protect the characters that FHIR gives a meaning to, in a value a person typed (3.1.1.5.7)."""
    return re.sub(r"([\\,|$])", r"\\\1", text)


def unescape(value: str) -> str:
    """Reverse of `escape`."""
    return re.sub(r"\\([\\,|$])", r"\1", value)


def split_unescaped(value: str, separator: str) -> list[str]:
    """Split on each ``separator`` that no backslash protects; the parts stay escaped."""
    parts = [""]
    for piece in re.findall(r"\\.|.|\\", value, re.DOTALL):
        if piece == separator:
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _parameter(name: str, value: str) -> Parameter:
    base, _, modifier = name.partition(":")
    return Parameter(base, tuple(split_unescaped(value, ",")), modifier)


def _wire_name(parameter: Parameter) -> str:
    return f"{parameter.name}:{parameter.modifier}" if parameter.modifier else parameter.name
