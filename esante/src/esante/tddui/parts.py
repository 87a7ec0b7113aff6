"""Small pieces of resources, written and read the same way everywhere in the package."""

from __future__ import annotations

from collections.abc import Iterable

from esante.cisis import Address
from esante.fhirkit import Json, extension
from esante.fhirkit.reading import objects, text
from esante.tddui.names import profile


def base(kind: str, profile_name: str) -> Json:
    """The beginning of a resource of the guide."""
    return {"resourceType": kind, "meta": {"profile": [profile(profile_name)]}}


def filled(**fields: object) -> Json:
    """The fields that have a value: FHIR forbids empty ones."""
    return {name: value for name, value in fields.items() if value not in (None, "", [], {}, ())}


def coded(system: str, code: str, display: str = "") -> Json:
    """A CodeableConcept of one coding."""
    return {"coding": [filled(system=system, code=code, display=display)]}


def period(start: str, end: str) -> Json:
    """A Period, {} when both ends are unknown."""
    return filled(start=start, end=end)


def notes(held: Iterable[tuple[str, str]]) -> list[Json]:
    """Annotations told apart by the discriminator of the guide: (what, text) pairs."""
    return [
        {"extension": [{"url": profile("tddui-discriminator"), "valueCode": what}], "text": said}
        for what, said in held
        if said
    ]


def note(resource: Json, what: str) -> str:
    """Text of the annotation of that discriminator."""
    for one in objects(resource.get("note")):
        if discriminator(one) == what:
            return text(one.get("text"))
    return ""


def discriminator(element: Json) -> str:
    """Code of the discriminator an element carries: a CodeableConcept since 2.2, a code before (`tddui-goal-note` too)."""
    for name in ("tddui-discriminator", "tddui-goal-note"):
        held = extension(element, profile(name)) or {}
        code = text(held.get("valueCode")) or inner(held, "valueCodeableConcept", "coding", "code")
        if code:
            return code
    return ""


def inner(resource: Json, *path: str) -> str:
    """Text at the end of a path of objects; lists give their first element."""
    current: object = resource
    for name in path:
        held = objects(current)
        current = held[0].get(name) if held else None
    return text(current)


def identity(resource: Json) -> str:
    """The first identifier's value."""
    return inner(resource, "identifier", "value")


def phones_of(resource: Json, system: str = "phone") -> tuple[str, ...]:
    """Values of the telecoms of a system."""
    held = (one for one in objects(resource.get("telecom")) if one.get("system") == system)
    return tuple(text(one.get("value")) for one in held if one.get("value"))


def telecoms(phones: Iterable[str], emails: Iterable[str] = (), *, rank: int | None = None) -> list[Json]:
    """Telecoms; ``rank`` on the first, alone when there is none."""
    held: list[Json] = [{"system": "phone", "value": one} for one in phones]
    held += [{"system": "email", "value": one} for one in emails]
    if rank:
        held = held or [{}]
        held[0] = held[0] | {"rank": rank}
    return held


def encode_address(address: Address) -> Json:
    """Address."""
    return filled(line=list(address.lines), city=address.city, postalCode=address.postal_code, country=address.country)


def decode_address(held: Json) -> Address:
    """Read an Address."""
    lines = held.get("line")
    return Address(
        lines=tuple(one for one in lines if isinstance(one, str)) if isinstance(lines, list) else (),
        postal_code=text(held.get("postalCode")),
        city=text(held.get("city")),
        country=text(held.get("country")),
    )
