"""Downloading what the espace de confiance publishes: the liste blanche and the revocation list."""

from __future__ import annotations

import httpx

from esante.mssante.errors import Unreachable

MAX_BYTES = 20 * 1024 * 1024


def download(url: str, http: httpx.Client) -> bytes:
    """The bytes of a public file, 20 MB at most. Raises Unreachable: the copy held goes on serving."""
    try:
        with http.stream("GET", url) as response:
            if response.status_code != 200:
                raise Unreachable(f"réponse HTTP {response.status_code}")
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if len(body) > MAX_BYTES:
                    raise Unreachable("fichier trop volumineux")
            return bytes(body)
    except httpx.HTTPError as error:
        raise Unreachable(f"téléchargement impossible ({type(error).__name__})") from error
