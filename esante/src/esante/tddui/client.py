"""The only I/O of the package: one POST of a transaction, all created or nothing (flux 1.1)."""

from __future__ import annotations

import json

import httpx

from esante.fhirkit import Json, NotFhir, read_outcome
from esante.tddui.errors import Refused, Unreachable, UnreadableTransfer
from esante.tddui.response import Created, read_response

_LATER = (408, 425, 429, 502, 503, 504)


class TdduiClient:
    """Another DUI that receives records. ``http`` carries the certificates, ``token`` the authorization."""

    def __init__(self, base_url: str, http: httpx.Client, token: str) -> None:
        self._url = base_url.rstrip("/")
        self._http = http
        self._headers = {"Content-Type": "application/fhir+json", "Accept": "application/fhir+json"}
        self._headers["Authorization"] = f"Bearer {token}"

    def send(self, bundle: Json) -> tuple[Created, ...]:
        """Send a record; the identifiers given there. Raises Refused (nothing was created) or Unreachable."""
        try:
            answer = self._http.post(self._url, content=json.dumps(bundle), headers=self._headers)
        except httpx.TimeoutException as error:
            raise Unreachable("délai dépassé") from error
        except httpx.HTTPError as error:
            raise Unreachable(f"connexion impossible ({type(error).__name__})") from error
        if answer.status_code in _LATER:
            raise Unreachable(f"réponse HTTP {answer.status_code}")
        if answer.status_code != 200:
            raise _refusal(answer)
        try:
            return read_response(answer.content, bundle)
        except UnreadableTransfer as error:
            raise Refused("not-fhir", error.why, permanent=False) from error


def _refusal(answer: httpx.Response) -> Refused:
    try:
        issues = read_outcome(answer.content)
    except NotFhir:
        issues = ()
    if not issues:
        return Refused(f"http-{answer.status_code}", f"L'autre logiciel refuse le transfert ({answer.status_code}).")
    return Refused(issues[0].code, f"L'autre logiciel refuse le transfert : {issues[0].diagnostics}")
