"""Reading a mailbox by IMAP (RFC 3501): incremental, by batches, by the numbers that do not lie (specs/mss §2.8, §5.7)."""

from __future__ import annotations

import imaplib
import selectors
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from esante.mssante.errors import MssError, Refused, Unreachable
from esante.mssante.session import Credentials, Endpoint, Xoauth2
from esante.mssante.tls import client_context, utc_now

SEEN = "\\Seen"
_SENT_NAMES = ("Sent", "Envoyés", "Éléments envoyés", "Sent Items", "INBOX/Sent")


@dataclass(frozen=True, slots=True)
class FolderState:
    """A folder as it stands. A mail is known by (mailbox, ``uidvalidity``, UID): when it changes, UIDs mean nothing."""

    name: str
    uidvalidity: int
    uidnext: int
    count: int


@dataclass(frozen=True, slots=True)
class Fetched:
    """One message of the folder; ``data`` are its bytes as stored, or its headers only."""

    uid: int
    flags: frozenset[str]
    size: int
    data: bytes = field(repr=False)


class MailboxReader:
    """An open session on one mailbox: one thread uses it at a time. Raises Unreachable, Refused or TokenExpired.

    IDLE occupies the session: use a second one to wait for new mail while reading.
    """

    def __init__(self, client: IMAPClient) -> None:
        self._client = client

    @classmethod
    def open(cls, endpoint: Endpoint, credentials: Credentials, *, clock: Callable[[], datetime] = utc_now) -> Self:
        """Connect, prove the software, prove the person."""
        client = _connected(endpoint)
        dialogue = Xoauth2(credentials)
        try:
            client.sasl_login("XOAUTH2", lambda challenge: dialogue.answer(challenge).encode())
        except LoginError as error:
            _leave(client)
            raise dialogue.failure("NO", clock()) from error
        except (OSError, imaplib.IMAP4.error, IMAPClientError) as error:
            _leave(client)
            raise _translated(error) from error
        return cls(client)

    def close(self) -> None:
        """Leave politely."""
        _leave(self._client)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def select(self, folder: str = "INBOX", *, readonly: bool = False) -> FolderState:
        """Open a folder; the next calls work in it."""
        with _told():
            state = self._client.select_folder(folder, readonly=readonly)
        number = {key: int(state.get(key, 0)) for key in (b"UIDVALIDITY", b"UIDNEXT", b"EXISTS")}
        return FolderState(folder, number[b"UIDVALIDITY"], number[b"UIDNEXT"], number[b"EXISTS"])

    def uids_after(self, uid: int = 0) -> list[int]:
        """UIDs of the open folder above ``uid``, in order; 0 for all of them."""
        with _told():
            found = self._client.search(["UID", f"{uid + 1}:*"])
        # «n:*» always names the last message, even below n (RFC 3501 §6.4.8).
        return sorted(one for one in found if one > uid)

    def uids_of(self, message_id: str) -> list[int]:
        """UIDs of the messages of that Message-ID: the way back after UIDVALIDITY changed, or FateUnknown."""
        with _told():
            return sorted(self._client.search(["HEADER", "Message-ID", message_id]))

    def fetch(self, uids: Sequence[int], *, batch: int = 50, headers_only: bool = False) -> Iterator[Fetched]:
        """Messages in the order of ``uids``, without marking them read; the ones expunged meanwhile are left out."""
        item = "BODY.PEEK[HEADER]" if headers_only else "BODY.PEEK[]"
        for start in range(0, len(uids), batch):
            some = list(uids[start : start + batch])
            with _told():
                answers = self._client.fetch(some, ["FLAGS", "RFC822.SIZE", item])
            yield from (_fetched(uid, answers[uid]) for uid in some if uid in answers)

    def flags(self, uids: Sequence[int]) -> dict[int, frozenset[str]]:
        """Flags and keywords ($PrisEnCharge, $MDNSent…) of messages; a UID that is missing was expunged."""
        if not uids:
            return {}
        with _told():
            return {uid: _flags(held) for uid, held in self._client.get_flags(list(uids)).items()}

    def mark(self, uids: Sequence[int], *, add: Sequence[str] = (), remove: Sequence[str] = ()) -> None:
        """Add and remove flags or keywords."""
        with _told():
            if uids and add:
                self._client.add_flags(list(uids), list(add), silent=True)
            if uids and remove:
                self._client.remove_flags(list(uids), list(remove), silent=True)

    def move(self, uids: Sequence[int], folder: str) -> None:
        """Move messages to a folder, made if needed (Quarantaine, Archive…)."""
        self.ensure(folder)
        with _told():
            if not uids:
                return
            if self._client.has_capability("MOVE"):
                self._client.move(list(uids), folder)
            else:
                self._client.copy(list(uids), folder)
                self._client.delete_messages(list(uids))
                self._client.expunge()

    def append(self, folder: str, data: bytes, *, flags: Sequence[str] = (), when: datetime | None = None) -> None:
        """Put a message in a folder, byte for byte."""
        with _told():
            self._client.append(folder, data, tuple(flags), when)

    def keep_sent(self, data: bytes, *, when: datetime | None = None) -> str:
        """Keep a message sent: neither the operator nor the submission service does it. The folder's name."""
        folder = self.sent_folder()
        self.append(folder, data, flags=(SEEN,), when=when)
        return folder

    def sent_folder(self) -> str:
        """The folder of sent messages: the one the server says, else a usual name, else made."""
        with _told():
            special = self._client.find_special_folder(b"\\Sent")
            names = {name for _, _, name in self._client.list_folders()}
        found = special or next((name for name in _SENT_NAMES if name in names), None)
        return str(found) if found else self.ensure(_SENT_NAMES[0])

    def folders(self) -> tuple[str, ...]:
        """Names of the folders."""
        with _told():
            return tuple(str(name) for _, _, name in self._client.list_folders())

    def ensure(self, folder: str) -> str:
        """Make the folder if it does not exist; its name."""
        if folder not in self.folders():
            with _told():
                self._client.create_folder(folder)
        return folder

    def wait(self, seconds: float) -> bool:
        """Wait for something to happen in the open folder (IDLE); False when nothing did within ``seconds``.

        Ask for less than 29 minutes: servers close longer silences (RFC 2177).
        """
        deadline = time.monotonic() + seconds
        with _told():
            while (left := deadline - time.monotonic()) > 0:
                self._client.idle()
                # Only the readiness of the socket is looked at here: reading half a line without blocking loses it.
                # The lines themselves are read, whole, on the way out of IDLE.
                _readable(self._client.socket(), left)
                _, news = self._client.idle_done()
                if any(isinstance(one, tuple) and one and isinstance(one[0], int) for one in news):
                    return True
        return False


def _connected(at: Endpoint) -> IMAPClient:
    context = client_context(at.tls)
    try:
        client = IMAPClient(
            at.host, at.port, ssl=at.implicit_tls, ssl_context=context if at.implicit_tls else None, timeout=at.timeout
        )
    except (OSError, imaplib.IMAP4.error, IMAPClientError) as error:
        raise _translated(error) from error
    try:
        if not at.implicit_tls:
            client.starttls(context)
        # Many small answers: with Nagle's algorithm each waits for the last one's acknowledgement.
        client.socket().setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except (OSError, imaplib.IMAP4.error, IMAPClientError) as error:
        _drop(client)
        raise _translated(error) from error
    return client


def _leave(client: IMAPClient) -> None:
    try:
        client.logout()
    except (OSError, imaplib.IMAP4.error, IMAPClientError):
        _drop(client)


def _readable(sock: socket.socket, seconds: float) -> bool:
    if isinstance(sock, ssl.SSLSocket) and sock.pending():
        return True
    with selectors.DefaultSelector() as selector:
        selector.register(sock, selectors.EVENT_READ)
        return bool(selector.select(seconds))


def _drop(client: IMAPClient) -> None:
    """Close the socket; after a failed handshake it is already gone."""
    with suppress(OSError):
        client.shutdown()


@contextmanager
def _told() -> Iterator[None]:
    """Errors of the library → ours."""
    try:
        yield
    except (OSError, imaplib.IMAP4.error, IMAPClientError) as error:
        raise _translated(error) from error


def _translated(error: Exception) -> MssError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unreachable(f"certificat de l'opérateur refusé : {error.verify_message}")
    if isinstance(error, OSError | imaplib.IMAP4.abort):
        return Unreachable(f"connexion coupée ou impossible ({type(error).__name__})")
    return Refused("NO", "La messagerie refuse cette opération.", permanent=False)


def _fetched(uid: int, answer: dict[bytes, Any]) -> Fetched:
    data = answer.get(b"BODY[]") or answer.get(b"BODY[HEADER]") or b""
    return Fetched(uid, _flags(answer.get(b"FLAGS", ())), int(answer.get(b"RFC822.SIZE", len(data))), data)


def _flags(held: Sequence[bytes]) -> frozenset[str]:
    return frozenset(one.decode("ascii", "replace") for one in held)
