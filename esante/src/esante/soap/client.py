"""The only I/O of the package: an HTTPS client with a structure's certificate, and one SOAP exchange over it."""

from __future__ import annotations

import ssl
from pathlib import Path

import httpx

from esante.soap.errors import NotSoap, SoapError, Unreachable
from esante.soap.message import Message, decode_message, encode_message

MAX_ANSWER = 256 * 1024 * 1024
_BUSY = (408, 429)


def http_client(
    trust: Path | str, cert: Path | str | None = None, key: Path | str | None = None, timeout: float = 30.0
) -> httpx.Client:
    """An HTTPS client that trusts only the authorities of ``trust`` (PEM) and presents ``cert``/``key`` (PEM).

    TLS 1.2 at least; system authorities, proxies from the environment and redirections are ignored. Keep one client:
    building it costs ten times an exchange. ``timeout`` is in seconds, for each of connect, read, write.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_verify_locations(cafile=str(trust))
    if cert:
        context.load_cert_chain(str(cert), str(key) if key else None)
    return httpx.Client(verify=context, timeout=timeout, trust_env=False, follow_redirects=False)


class SoapTransport:
    """One SOAP endpoint. ``send`` gives the answer or raises one of the errors of this package, nothing else."""

    def __init__(self, url: str, http: httpx.Client, *, max_answer: int = MAX_ANSWER) -> None:
        self.url = url
        self._http = http
        self._max_answer = max_answer

    def send(self, message: Message) -> Message:
        """Post ``message``. Raises :class:`SoapFault`, :class:`Unreachable` or :class:`NotSoap`."""
        try:
            answer = self._decoded(*self._posted(message))
            self._check_relation(message, answer)
            if answer.fault:
                raise answer.fault
        except SoapError as error:
            error.message_id = message.addressing.message_id
            raise
        return answer

    def _posted(self, message: Message) -> tuple[int, str, bytes]:
        package = encode_message(message)
        headers = {"Content-Type": package.content_type, "Content-Length": str(package.length)}
        content = (bytes(chunk) if isinstance(chunk, memoryview) else chunk for chunk in package.chunks)
        try:
            with self._http.stream("POST", self.url, content=content, headers=headers) as response:
                return response.status_code, response.headers.get("Content-Type", ""), self._read(response)
        except httpx.TimeoutException as error:
            raise Unreachable("le service n'a pas répondu dans le délai") from error
        except httpx.TransportError as error:
            raise Unreachable(f"connexion impossible ({type(error).__name__})") from error

    def _read(self, response: httpx.Response) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            if len(body) > self._max_answer:
                raise NotSoap("réponse trop volumineuse", response.status_code)
        return bytes(body)

    @staticmethod
    def _decoded(status: int, content_type: str, body: bytes) -> Message:
        try:
            answer = decode_message(content_type, body)
        except NotSoap as error:
            if status >= 500 or status in _BUSY:
                raise Unreachable(f"le service est en panne (HTTP {status})") from error
            error.status = status
            raise
        if status >= 500 and not answer.fault:
            raise Unreachable(f"le service est en panne (HTTP {status})")
        if status >= 300 and not answer.fault:
            raise NotSoap(f"réponse inattendue (HTTP {status})", status)
        return answer

    @staticmethod
    def _check_relation(request: Message, answer: Message) -> None:
        """An answer that says it answers another message is refused: it could be another person's."""
        said, asked = answer.addressing.relates_to, request.addressing.message_id
        if said and asked and _bare(said) != _bare(asked):
            raise NotSoap("la réponse se rapporte à une autre demande")


def _bare(message_id: str) -> str:
    return message_id.strip().lower().rpartition(":")[2]
