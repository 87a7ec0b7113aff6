"""The only I/O of the package: one GET of the FHIR API, its pages, its refusals.

https://gateway.api.esante.gouv.fr/fhir/v2: header ESANTE-API-KEY, 50 results a page, 17 requests a second, 30 s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import httpx

from esante.annuaire.errors import Refused, Unreachable
from esante.fhirkit import NotFhir, Parameter, Searchset, query_string, read_outcome, read_searchset

MAX_ANSWER = 20 * 1024 * 1024
# Statuses that say "not now": the same request may be asked again later.
_LATER = (408, 425, 429, 500, 502, 503, 504)


class Wire:
    """GET on the base address, with the key. Raises Refused or Unreachable, nothing else."""

    def __init__(self, base_url: str, http: httpx.Client, api_key: str) -> None:
        self._base = httpx.URL(base_url.rstrip("/") + "/")
        self._http = http
        self._headers = {"ESANTE-API-KEY": api_key, "Accept": "application/fhir+json"}

    def pages(self, resource: str, parameters: Sequence[Parameter], *, limit: int) -> Iterator[Searchset]:
        """Pages of a search, until ``limit`` matches were seen or the directory has no more."""
        seen, page = 0, self._get(f"{self._base}{resource}?{query_string(parameters)}")
        yield page
        while page.next_url and page.matches and (seen := seen + len(page.matches)) < limit:
            page = self._get(self._same_house(page.next_url))
            yield page

    def _same_house(self, url: str) -> str:
        """The key is a secret: a "next" link that leads elsewhere is not followed."""
        target = self._base.join(url)
        if (target.scheme, target.host, target.port) != (self._base.scheme, self._base.host, self._base.port):
            raise Refused(
                "foreign-link", "L'Annuaire Santé a donné une suite qui mène ailleurs : elle n'est pas suivie."
            )
        return str(target)

    def _get(self, url: str) -> Searchset:
        try:
            with self._http.stream("GET", url, headers=self._headers) as response:
                body = _bounded(response)
        except httpx.TimeoutException as error:
            raise Unreachable("délai dépassé") from error
        except httpx.HTTPError as error:
            raise Unreachable(f"connexion impossible ({type(error).__name__})") from error
        if response.status_code != 200:
            raise _refusal(response.status_code, body)
        try:
            return read_searchset(body)
        except NotFhir as error:
            raise Refused("not-fhir", "La réponse de l'Annuaire Santé n'est pas lisible.", permanent=False) from error


def _bounded(response: httpx.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_ANSWER:
            raise Refused("too-long", "La réponse de l'Annuaire Santé est trop volumineuse : précisez la recherche.")
    return bytes(body)


def _refusal(status: int, body: bytes) -> Refused | Unreachable:
    if status in _LATER:
        return Unreachable(f"réponse HTTP {status}")
    if status in (401, 403):
        return Refused(f"http-{status}", "L'Annuaire Santé n'accepte pas la clé d'accès de ce logiciel.")
    try:
        issues = read_outcome(body)
    except NotFhir:
        issues = ()
    if not issues:
        return Refused(f"http-{status}", f"L'Annuaire Santé refuse cette recherche (réponse {status}).")
    return Refused(issues[0].code, f"L'Annuaire Santé refuse cette recherche : {issues[0].diagnostics}")
