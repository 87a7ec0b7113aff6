"""What entries, submission sets and folders have in common: codes and authors, as ebRIM classifications."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from esante.cisis import Code
from esante.xds.errors import MetadataError
from esante.xds.model import Author, Slots
from esante.xds.rim import Classification, Rim


def code_classifications(scheme: str, *codes: Code | None) -> list[Classification]:
    """One classification per code, its system in the ``codingScheme`` slot, its label as name."""
    return [
        Classification(scheme=scheme, value=code.code, name=code.label, slots={"codingScheme": (code.system,)})
        for code in codes
        if code
    ]


def author_classifications(scheme: str, authors: Iterable[Author]) -> list[Classification]:
    """One classification per author."""
    return [
        Classification(
            scheme=scheme,
            slots={
                "authorPerson": (author.person,),
                "authorInstitution": author.institutions,
                "authorRole": author.roles,
                "authorSpecialty": author.specialties,
                "authorTelecommunication": author.telecoms,
            },
        )
        for author in authors
    ]


def codes(item: Rim, scheme: str) -> tuple[Code, ...]:
    """Every code of a scheme."""
    found = item.by_scheme(scheme)
    return tuple(Code(each.value, next(iter(each.slots.get("codingScheme", ())), ""), each.name) for each in found)


def code(item: Rim, scheme: str) -> Code | None:
    """The first code of a scheme."""
    return next(iter(codes(item, scheme)), None)


def authors(item: Rim, scheme: str) -> tuple[Author, ...]:
    """Every author of a scheme."""
    return tuple(
        Author(
            person=next(iter(each.slots.get("authorPerson", ())), ""),
            institutions=each.slots.get("authorInstitution", ()),
            roles=each.slots.get("authorRole", ()),
            specialties=each.slots.get("authorSpecialty", ()),
            telecoms=each.slots.get("authorTelecommunication", ()),
        )
        for each in item.by_scheme(scheme)
    )


def attributes(**values: str) -> dict[str, str]:
    """XML attributes that have a value."""
    return {name: value for name, value in values.items() if value}


def others(slots: Slots, known: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Slots that no field holds."""
    return {name: values for name, values in slots.items() if name not in set(known)}


def checked_title(title: str) -> str:
    """A title fit for a registry: at most 128 characters (ITI TF-3 §4.2.3.2.28)."""
    if len(title) > 128:
        raise MetadataError("Le titre dépasse 128 caractères.", "title")
    return title
