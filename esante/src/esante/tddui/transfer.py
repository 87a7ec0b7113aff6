"""A whole record ⇄ a transaction Bundle (flux 1.1; profile tddui-bundle)."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from esante.fhirkit import Json, reference_key
from esante.fhirkit.reading import text
from esante.tddui import document, extras, people
from esante.tddui.codecs import SPECS
from esante.tddui.codecs.agenda import encode_schedule
from esante.tddui.codecs.plan import accords_of, encode_accord
from esante.tddui.document import Files
from esante.tddui.errors import RefusedTransfer, UnreadableTransfer
from esante.tddui.model import Transfer
from esante.tddui.names import profile
from esante.tddui.reader import Reader
from esante.tddui.refs import Inward, Outward, key_of, url_of
from esante.tddui.residue import residue
from esante.tddui.wire import read_wire

_Made = tuple[str, str, Callable[[Outward], Json]]


def encode_transfer(transfer: Transfer) -> Json:
    """The Bundle of type transaction: POST only, every reference inside, the same record giving the same bundle.

    Raises RefusedTransfer: an identifier out of the grammar, an object that points at another that is not there, a projet
    without agreement of the structure, an absence without motive, a GIR its letters do not make.
    """
    out = Outward(transfer.addresses, transfer.kept)
    made = list(_objects(transfer))
    for kind, key, _ in made:
        out.declare(kind, key)
    for kind, key, encode in made:
        out.add(kind, key, encode(out))
    for number, resource in enumerate(transfer.others):
        out.add_other(number, resource)
    _close(out.entries)
    meta = {"profile": [profile("tddui-bundle")]}
    return {"resourceType": "Bundle", "meta": meta, "type": "transaction", "entry": out.entries}


def decode_transfer(data: bytes | str, *, files: Files | None = None) -> Transfer:
    """Read a transaction received, for a preview: nothing here imports anything.

    ``files`` holds those that accompany the Bundle, by the relative address attachments give. What the guide's own
    examples do wrong (``request.url`` holding a profile's name) is accepted. Raises UnreadableTransfer when it is no
    transaction, or is about nobody or several people.
    """
    bundle = read_wire(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).content
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise UnreadableTransfer("Ce fichier n'est pas un transfert de dossier (FHIR).")
    if bundle.get("type") != "transaction":
        raise UnreadableTransfer("Ce fichier FHIR n'est pas un transfert de dossier (transaction).")
    into = Inward(bundle)
    patients = list(into.of("Patient"))
    if len(patients) != 1:
        raise UnreadableTransfer("Un transfert concerne une personne et une seule.")
    into.place("usager", "", patients[0])
    read = Reader(into, files)
    held = read.objects()
    others = read.others()
    transfer = Transfer(
        usager=people.decode_usager(patients[0].resource),
        **held,
        extras=read.extras,
        others=tuple(one.resource for one in others),
        addresses=read.addresses(others),
        faults=tuple(into.faults),
    )
    return _with_residue(transfer, into)


def _objects(transfer: Transfer) -> Iterator[_Made]:
    """(kind, key, how to write it) of everything but the others."""
    usager = transfer.usager
    yield "usager", "", lambda out: people.encode_usager(usager)
    for spec in SPECS:
        for key, held in spec.keyed(getattr(transfer, spec.attr)):
            yield spec.kind, key, _writing(spec.encode, held)
    for projet in transfer.projets:
        for _, key, accord in accords_of(projet):
            yield "accord", key, _writing(encode_accord, accord)
    if transfer.presences:
        yield "schedule", "", encode_schedule
    for file in transfer.documents:
        yield "document", file.id, _writing(lambda held, out: document.encode_document(held, out.patient), file)
    if transfer.extras:
        yield "extras", "", lambda out: extras.encode_extras(transfer.extras, usager.id, out)


def _writing(encode: Callable[[Any, Outward], Json], held: Any) -> Callable[[Outward], Json]:
    return lambda out: encode(held, out)


def _with_residue(transfer: Transfer, into: Inward) -> Transfer:
    """What each resource said beyond our words, found by writing it again; one we could not send has none."""
    out = Outward(transfer.addresses)
    made = []
    for kind, key, encode in _objects(transfer):
        with contextlib.suppress(RefusedTransfer):
            out.declare(kind, key)
            made.append((kind, key, encode))
    kept = {}
    for kind, key, encode in made:
        one = into.placed.get((kind, key))
        with contextlib.suppress(RefusedTransfer):
            if one is not None and (left := residue(_addressed(one.resource, into, transfer), encode(out))):
                kept[key_of(kind, key)] = left
    return _replace(transfer, kept)


def _replace(transfer: Transfer, kept: dict[str, Json]) -> Transfer:
    held = {name: getattr(transfer, name) for name in Transfer.__dataclass_fields__}
    return Transfer(**{**held, "kept": kept})


def _addressed(value: Any, into: Inward, transfer: Transfer) -> Any:
    """A copy whose references are the addresses things will be sent under."""
    if isinstance(value, list):
        return [_addressed(one, into, transfer) for one in value]
    if not isinstance(value, dict):
        return value
    copy = {name: _addressed(one, into, transfer) for name, one in value.items()}
    target = into.find(value) if "reference" in value else None
    key = into.key(target) if target is not None else None
    if key is not None:
        copy["reference"] = transfer.addresses.get(key_of(*key)) or url_of(*key)
    return copy


def _close(entries: list[Json]) -> None:
    """A reference of a resource kept, to what is no longer there, becomes a logical one: nothing dangles, nothing is lost."""
    known = {entry["fullUrl"] for entry in entries}
    known |= {f"{entry['resource']['resourceType']}/{entry['resource'].get('id')}" for entry in entries}
    for entry in entries:
        entry["resource"] = _closed(entry["resource"], known)


def _closed(value: Any, known: set[str]) -> Any:
    if isinstance(value, list):
        held = [_closed(one, known) for one in value]
        return value if all(new is old for new, old in zip(held, value, strict=True)) else held
    if not isinstance(value, dict):
        return value
    inner = {name: _closed(one, known) for name, one in value.items()}
    said = value.get("reference")
    if isinstance(said, str) and said not in known and reference_key(value) not in known and not said.startswith("#"):
        del inner["reference"]
        return inner if inner.get("identifier") else inner | {"identifier": {"value": text(said)}}
    return value if all(inner[name] is value[name] for name in inner) else inner
