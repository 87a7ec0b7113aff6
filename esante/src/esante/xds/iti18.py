"""ITI-18 Registry Stored Query (dmp-ins §3.6).

A parameter's value is a tuple of groups: values inside a group are alternatives, several groups must all be matched.
Only codes and reference ids may have several groups; every other parameter has one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from lxml import etree

from esante.cisis import Code
from esante.soap import Payload
from esante.xds import slots
from esante.xds.errors import QueryError, UnreadableMetadata
from esante.xds.model import Submission
from esante.xds.names import QUERY, RIM, RS, rim
from esante.xds.objects import decode_objects, encode_objects
from esante.xds.queries import Kind, StoredQuery, stored_queries, stored_query
from esante.xds.registry_response import RegistryResponse, decode_outcome, encode_outcome
from esante.xds.rim import children

ACTION: Final = "urn:ihe:iti:2007:RegistryStoredQuery"
RESPONSE_ACTION: Final = "urn:ihe:iti:2007:RegistryStoredQueryResponse"
Groups: TypeAlias = tuple[tuple[str, ...], ...]


def _q(name: str) -> str:
    return f"{{{QUERY}}}{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One stored query. ``references_only`` asks for identifiers instead of whole objects."""

    query: StoredQuery
    parameters: Mapping[str, Groups]
    references_only: bool = False

    def one(self, name: str) -> str:
        """The single value of a parameter, or an empty text."""
        return next((value for group in self.parameters.get(name, ()) for value in group), "")

    def any_of(self, name: str) -> tuple[str, ...]:
        """The alternatives of a parameter; empty when it is not used."""
        return tuple(value for group in self.parameters.get(name, ()) for value in group)

    def all_of(self, name: str) -> Groups:
        """Every group of a parameter."""
        return self.parameters.get(name, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What was found: whole objects, or the identifiers of ``references``."""

    outcome: RegistryResponse
    found: Submission = field(default_factory=Submission)
    references: tuple[str, ...] = ()
    total: int | None = None


def request(name: str, *, references_only: bool = False, **parameters: str | Iterable[str]) -> Request:
    """A stored query by its name and its parameters without ``$``: one text, or a list of texts.

    Empty values are left out. Raises :class:`QueryError` when the query would be refused.
    """
    query = stored_queries()[name]
    given: dict[str, Groups] = {}
    for key, value in parameters.items():
        values = (value,) if isinstance(value, str) else tuple(value)
        if any(values):
            given[f"${key}"] = (values,)
    query.check(given)
    return Request(query=query, parameters=given, references_only=references_only)


def coded(code: Code) -> str:
    """A code as queries write it: ``code^^codingScheme``."""
    return f"{code.code}^^{code.system}"


def encode_request(wanted: Request) -> Payload:
    """Body of the request."""
    wanted.query.check(wanted.parameters)
    element = etree.Element(_q("AdhocQueryRequest"), nsmap={"query": QUERY, "rim": RIM})
    kind = "ObjectRef" if wanted.references_only else "LeafClass"
    etree.SubElement(element, _q("ResponseOption"), {"returnComposedObjects": "true", "returnType": kind})
    query = etree.SubElement(element, rim("AdhocQuery"), {"id": f"urn:uuid:{wanted.query.id}"})
    for name, groups in wanted.parameters.items():
        for group in groups:
            _encode_slot(query, name, _written(wanted.query, name, group))
    return Payload(element=element)


def _written(query: StoredQuery, name: str, group: tuple[str, ...]) -> Iterable[str]:
    known = query.parameter(name)
    kind = known.kind if known else Kind.LIST
    if kind is Kind.NUMBER:
        return group
    return [slots.quoted(group[0])] if kind is Kind.TEXT else slots.encode_list(group)


def _encode_slot(query: etree._Element, name: str, values: Iterable[str]) -> None:
    listed = etree.SubElement(etree.SubElement(query, rim("Slot"), {"name": name}), rim("ValueList"))
    for value in values:
        etree.SubElement(listed, rim("Value")).text = value


def decode_request(payload: Payload) -> Request:
    """Read a query. Raises :class:`QueryError` with the code to answer, or :class:`UnreadableMetadata`."""
    query = next(children(payload.element, "AdhocQuery"), None)
    if payload.element.tag != _q("AdhocQueryRequest") or query is None:
        raise UnreadableMetadata("Un AdhocQueryRequest était attendu.")
    known = stored_query(query.get("id", ""))
    parameters: dict[str, Groups] = {}
    for slot in children(query, "Slot"):
        name = slot.get("name", "")
        texts = [value.text or "" for listed in children(slot, "ValueList") for value in children(listed, "Value")]
        group = tuple(value for text in texts for value in slots.decode_value(text))
        parameters[name] = (*parameters.get(name, ()), group) if group else parameters.get(name, ())
    known.check(parameters)
    option = payload.element.find(_q("ResponseOption"))
    references_only = option is not None and option.get("returnType") == "ObjectRef"
    return Request(query=known, parameters=parameters, references_only=references_only)


def encode_answer(response: Response) -> Payload:
    """Body of the answer: objects, or references when there are some."""
    element = etree.Element(_q("AdhocQueryResponse"), nsmap={"query": QUERY, "rim": RIM, "rs": RS})
    encode_outcome(element, response.outcome)
    if response.total is not None:
        element.set("totalResultCount", str(response.total))
    listed = encode_objects(element, response.found.objects())
    for reference in response.references:
        etree.SubElement(listed, rim("ObjectRef"), {"id": reference})
    return Payload(element=element)


def decode_answer(payload: Payload) -> Response:
    """Read what was found. Raises :class:`UnreadableMetadata`."""
    element = payload.element
    if element.tag != _q("AdhocQueryResponse"):
        raise UnreadableMetadata("Un AdhocQueryResponse était attendu.")
    listed = next(children(element, "RegistryObjectList"), None)
    total = element.get("totalResultCount", "")
    return Response(
        outcome=decode_outcome(element),
        found=Submission() if listed is None else decode_objects(listed),
        references=() if listed is None else tuple(ref.get("id", "") for ref in children(listed, "ObjectRef")),
        total=int(total) if total.isdecimal() else None,
    )


__all__ = ["ACTION", "RESPONSE_ACTION", "QueryError", "Request", "Response", "coded", "request"]
