"""What the consumer answers: a transaction-response with the identifiers it gave, or an OperationOutcome (flux 1.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from esante.fhirkit import Json, NotFhir, read_bundle
from esante.fhirkit.reading import objects, text
from esante.tddui.errors import UnreadableTransfer


@dataclass(frozen=True, slots=True)
class Created:
    """One object created there: ``url`` is our fullUrl, ``location`` its ``Type/id`` to keep for later operations."""

    url: str
    location: str
    version: str = ""


def encode_response(created: Iterable[Created]) -> Json:
    """Bundle of type transaction-response, in the order of the request."""
    entries = [{"response": _response(one)} for one in created]
    return {"resourceType": "Bundle", "type": "transaction-response"} | ({"entry": entries} if entries else {})


def read_response(data: bytes | str, sent: Json) -> tuple[Created, ...]:
    """Read the answer to ``sent``; answers come in the order of the entries. Raises UnreadableTransfer."""
    try:
        bundle = read_bundle(data)
    except NotFhir as error:
        raise UnreadableTransfer("La réponse de l'autre logiciel n'est pas lisible.") from error
    answers = [one.get("response") for one in objects(bundle.get("entry"))]
    urls = [text(one.get("fullUrl")) for one in objects(sent.get("entry"))]
    if bundle.get("type") != "transaction-response" or len(answers) != len(urls):
        raise UnreadableTransfer("La réponse de l'autre logiciel ne correspond pas au transfert envoyé.")
    return tuple(_created(url, answer) for url, answer in zip(urls, answers, strict=True))


def _response(created: Created) -> Json:
    version = f"/_history/{created.version}" if created.version else ""
    return {"status": "201 Created", "location": f"{created.location}{version}"}


def _created(url: str, answer: object) -> Created:
    if not isinstance(answer, dict) or not text(answer.get("status")).startswith("201"):
        raise UnreadableTransfer("L'autre logiciel n'a pas créé tous les éléments du transfert.")
    location, _, version = text(answer.get("location")).partition("/_history/")
    return Created(url, "/".join(location.split("/")[-2:]), version)
