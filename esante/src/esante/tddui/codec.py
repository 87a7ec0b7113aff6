"""Dataclass ⇄ element of a resource, told once: a list of fields, each an attribute, a path and a kind of value.

What is written is what is read: both directions come from the same line, so neither can forget the other.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from esante.cisis import Address
from esante.fhirkit import Json
from esante.tddui.coded import Coded, decode_coded, encode_coded
from esante.tddui.errors import RefusedTransfer
from esante.tddui.parts import decode_address, encode_address
from esante.tddui.paths import put, reach
from esante.tddui.refs import Inward, Outward

T = TypeVar("T")
Write = Callable[[Any, Outward], Any]
Read = Callable[[Any, Inward, str], Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One attribute. ``write`` and ``read`` turn its value into what stands at ``path`` and back (None: nothing read).

    Without a ``needed`` one nothing is sent.
    """

    attr: str
    path: str
    write: Write
    read: Read
    many: bool = False
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Codec(Generic[T]):
    """The fields of a dataclass; ``inputs`` is the system of the types of its inputs and outputs."""

    made: type[T]
    fields: tuple[Field, ...]
    inputs: str = ""

    def encode(self, held: T, element: Json, out: Outward) -> Json:
        """Write every attribute that has a value into ``element``."""
        for field in self.fields:
            value = getattr(held, field.attr)
            for one in value if field.many else (value,):
                if one is not None and one != "":
                    put(element, field.path, field.write(one, out), fresh=field.many, inputs=self.inputs)
                elif field.needed:
                    raise RefusedTransfer("Un élément que le guide rend obligatoire manque au dossier.")
        return element

    def decode(self, element: Json, into: Inward, where: str) -> T:
        """Read an element; what is absent, or is of another type, takes its default, and a required text is ""."""
        held: dict[str, Any] = {}
        for field in self.fields:
            read = (field.read(value, into, where) for _, value in reach(element, field.path))
            found = tuple(one for one in read if one is not None)
            if field.many:
                held[field.attr] = found
            elif found:
                held[field.attr] = found[0]
        for one in dataclasses.fields(self.made):  # type: ignore[arg-type]  # T is a dataclass
            if one.default is dataclasses.MISSING and one.name not in held:
                held[one.name] = _EMPTY.get(str(one.type), "")
        return self.made(**held)


_EMPTY: dict[str, Any] = {"bool": False, "Coded": Coded(), "tuple[Accord, ...]": ()}


def needed(field: Field) -> Field:
    """A field that is never left out."""
    return dataclasses.replace(field, needed=True)


def text(attr: str, path: str) -> Field:
    """A text."""
    return Field(attr, path, _same, _text)


def texts(attr: str, path: str) -> Field:
    """Several texts."""
    return Field(attr, path, _same, _text, many=True)


def flag(attr: str, path: str) -> Field:
    """True, False, or None when the producer is silent."""
    return Field(attr, path, _same, lambda value, *_: value if isinstance(value, bool) else None)


def number(attr: str, path: str, beside: Mapping[str, str] | None = None) -> Field:
    """A number; with ``beside`` it stands in an object with these (a unit, a currency)."""

    def write(value: Any, _: Outward) -> Any:
        return value if beside is None else {"value": value, **beside}

    def read(value: Any, *_: Any) -> Any:
        held = value if beside is None else value.get("value") if isinstance(value, dict) else None
        return held if isinstance(held, int | float) and not isinstance(held, bool) else None

    return Field(attr, path, write, read)


def coded(attr: str, path: str) -> Field:
    """A `Coded`."""

    def write(value: Coded, _: Outward) -> Json:
        if not value.code and not value.label:
            raise RefusedTransfer("Une valeur codée du dossier ne dit rien.")
        return encode_coded(value)

    return Field(attr, path, write, lambda value, *_: decode_coded(value))


def codeds(attr: str, path: str) -> Field:
    """Several `Coded`."""
    return dataclasses.replace(coded(attr, path), many=True)


def ref(attr: str, path: str, kind: str) -> Field:
    """Business identifier of another object of the record."""
    return Field(
        attr,
        path,
        lambda value, out: out.reference(kind, value),
        lambda value, into, where: into.linked(value, where, kind) or None,
    )


def refs(attr: str, path: str, kind: str) -> Field:
    """Several of them."""
    return dataclasses.replace(ref(attr, path, kind), many=True)


def status(path: str, table: Mapping[str, str], *, others: bool = True) -> Field:
    """A status of JDV_J281 and its FHIR code; with ``others``, a FHIR code that has no French word is kept as it is."""
    french = {code: word for word, code in table.items()}

    def write(value: Any, _: Outward) -> str:
        if value in table:
            return table[value]
        if others and re.fullmatch(r"[a-z]+(-[a-z]+)*", str(value)):
            return str(value)
        raise RefusedTransfer("Le statut d'un élément n'est pas de ceux que le guide prévoit.")

    def read(value: Any, *_: Any) -> str | None:
        return french.get(value, value if others and value else None) if isinstance(value, str) else None

    return Field("status", path, write, read)


def address(attr: str, path: str) -> Field:
    """A postal address."""

    def read(value: Any, *_: Any) -> Address | None:
        return decode_address(value) if isinstance(value, dict) else None

    return Field(attr, path, lambda value, _: encode_address(value), read)


def nested(
    attr: str, path: str, codec: Codec[Any], *, many: bool = False, start: Mapping[str, Any] | None = None
) -> Field:
    """A dataclass inside: ``start`` is what its element always holds (the URL of an extension)."""

    def read(value: Any, into: Inward, where: str) -> Any:
        return codec.decode(value, into, where) if isinstance(value, dict) else None

    return Field(attr, path, lambda value, out: codec.encode(value, dict(start or {}), out), read, many=many)


def _same(value: Any, _: Outward) -> Any:
    return value


def _text(value: Any, *_: Any) -> str | None:
    return value if isinstance(value, str) and value else None
