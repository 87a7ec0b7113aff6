"""Values of stored query parameters: quotes, parentheses, lists over several Values (ITI TF-2 §3.18.4.1.2.3.5).

A text is written ``'abc'``, its own quotes doubled; a list ``('a','b')``, over as many Values of at most 256
characters as needed, to be read as one list; a number or a time bare. Numbers in quotes, lists without parentheses
and single values inside parentheses are read too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from esante.xds.errors import QueryError
from esante.xds.rim import MAX_VALUE

_ITEM: Final = re.compile(r"\s*(?:'((?:[^']|'')*)'|([^',()\s]+))\s*")


def quoted(text: str) -> str:
    """``'text'``, quotes doubled."""
    return "'" + text.replace("'", "''") + "'"


def encode_list(values: Iterable[str]) -> Iterator[str]:
    """Values of a list, each short enough for the schema."""
    held: list[str] = []
    for value in map(quoted, values):
        if held and len(",".join([*held, value])) + 2 > MAX_VALUE:
            yield f"({','.join(held)})"
            held = []
        held.append(value)
    if held:
        yield f"({','.join(held)})"


def decode_value(text: str) -> list[str]:
    """Texts held by one Value. Raises :class:`QueryError` on an unbalanced quote or parenthesis."""
    inside = text.strip()
    if inside.startswith("(") and inside.endswith(")"):
        inside = inside[1:-1]
    found: list[str] = []
    position = 0
    while inside.strip():
        item = _ITEM.match(inside, position)
        if item is None:
            raise _malformed(text)
        found.append(item[2] if item[1] is None else item[1].replace("''", "'"))
        position = item.end()
        if position == len(inside):
            break
        if inside[position] != ",":
            raise _malformed(text)
        position += 1
    return found


def _malformed(text: str) -> QueryError:
    return QueryError("XDSInvalidRequestException", f"Valeur de critère mal écrite : {text[:80]}")
