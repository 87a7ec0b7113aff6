"""A kind of business object: where it is in a `Transfer`, which resource it is, how it is written and read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from esante.fhirkit import Json
from esante.fhirkit.reading import objects, text
from esante.tddui.codec import Codec
from esante.tddui.identifiers import checked, system_of
from esante.tddui.parts import base, filled, identity
from esante.tddui.refs import Arrived, Inward, Outward


def _anything(_: Json) -> bool:
    return True


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """``attr`` of Transfer, ``kind`` of our keys, FHIR ``type``; the first of ``profiles`` is the one emitted.

    ``numbered`` objects have no identifier of their own: their place in the record tells them apart.
    """

    attr: str
    kind: str
    type: str
    profiles: tuple[str, ...]
    encode: Callable[[Any, Outward], Json]
    decode: Callable[[Json, Inward, str], Any]
    identity: Callable[[Json], str] = identity
    accepts: Callable[[Json], bool] = _anything
    numbered: bool = False

    def keyed(self, held: tuple[Any, ...]) -> Iterator[tuple[str, Any]]:
        """(identifier, object) of each object of the record."""
        for number, one in enumerate(held):
            yield str(number) if self.numbered else one.id, one

    def candidates(self, into: Inward) -> Iterator[Arrived]:
        """Resources received that are of this kind and have no place yet."""
        for one in into.of(self.type, *self.profiles):
            if self.accepts(one.resource):
                yield one


def declared(
    attr: str,
    kind: str,
    profile: str,
    codec: Codec[Any],
    *,
    type: str,
    identifier: str = "",
    subject: str = "subject",
    start: Mapping[str, Any] | None = None,
    single: bool = False,
    numbered: bool = False,
    accepts: Callable[[Json], bool] = _anything,
) -> Spec:
    """A kind told by a codec alone. ``identifier``: its kind of `KINDS`; ``start``: what its resource always holds."""

    def encode(held: Any, out: Outward) -> Json:
        resource = base(type, profile)
        if identifier:
            named = {"system": system_of(identifier), "value": checked(identifier, held.id)}
            resource["identifier"] = named if single else [named]
        resource |= _copy(start or {})
        if subject:
            resource[subject] = out.patient
        return filled(**codec.encode(held, resource, out))

    def named(resource: Json) -> str:
        held = objects(resource.get("identifier"))
        ours = [one for one in held if one.get("system") == system_of(identifier) and "NUMDOSS" not in str(one)]
        return text((ours or held or [{}])[0].get("value"))

    return Spec(
        attr=attr,
        kind=kind,
        type=type,
        profiles=(profile,),
        encode=encode,
        decode=codec.decode,
        identity=named if identifier else identity,
        accepts=accepts,
        numbered=numbered,
    )


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _copy(one) for name, one in value.items()}
    return [_copy(one) for one in value] if isinstance(value, list | tuple) else value
