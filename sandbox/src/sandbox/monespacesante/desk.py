"""Writing as a citizen: whom one may write to, what is attached, sending once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from esante.mssante import Address
from werkzeug.wrappers import Request

from sandbox.monespacesante.outbox import HOST_NAME, Letter, NotSent, Piece, fresh_id
from sandbox.monespacesante.people import Person
from sandbox.monespacesante.pieces import BadPiece, accepted, check_together
from sandbox.monespacesante.portal import Portal
from sandbox.mssante.citizens import Contact
from sandbox.mssante.threads import thread_of

_DRAFT = re.compile(r"[0-9a-f]{32}@" + re.escape(HOST_NAME))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A message to write. `recipient` is None when nobody may be written to."""

    recipient: Address | None
    subject: str
    answers: Sequence[str] = ()


class Desk:
    """Composes and sends."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal

    def contacts(self, person: Person) -> list[Contact]:
        """Professionals the citizen may write to now."""
        return [contact for contact in self._portal.mailroom.mail.contacts(person.matricule) if contact.open]

    def named(self, person: Person, references: Iterable[str]) -> list[tuple[str, str]]:
        """(reference, file name) of documents already in the space, to be attached again."""
        pieces = ((reference, self._piece(person, reference)) for reference in references)
        return [(reference, piece.name) for reference, piece in pieces if piece is not None]

    def send(self, person: Person, wanted: Wanted, request: Request) -> str:
        """Send what a form holds and keep a copy; returns the key of the conversation.

        Raises `NotSent` or `BadPiece`, and then nothing left. The form carries the Message-ID: submitted twice, it sends
        and keeps one message.
        """
        try:
            pieces = self._pieces(person, request)
        except BadPiece as refusal:
            self._portal.refused(person, str(refusal), refusal.rule)
            raise
        letter = self._letter(person, wanted, request, pieces)
        content = letter.encoded()
        mail = self._portal.mailroom.mail
        self._portal.outbox.send(letter.sender.mailbox, letter.recipient.mailbox, content)
        if not self._already_kept(person, letter.message_id):
            mail.keep_sent(person.matricule, content)
            self._portal.sessions.note(person.matricule, person.name, f"a écrit à {letter.recipient.mailbox}")
        return thread_of(content)

    def _letter(self, person: Person, wanted: Wanted, request: Request, pieces: Sequence[Piece]) -> Letter:
        text = request.form.get("text", "").strip()
        if wanted.recipient is None:
            raise NotSent("Vous ne pouvez pas écrire à ce professionnel : la conversation est close.")
        if not text:
            raise NotSent("Écrivez votre message avant de l'envoyer.")
        draft = request.form.get("draft", "")
        return Letter(
            message_id=f"<{draft if _DRAFT.fullmatch(draft) else fresh_id()}>",
            sender=self._portal.address(person),
            recipient=wanted.recipient,
            subject=" ".join(wanted.subject.split()),
            text=text,
            at=self._portal.clock(),
            answers=wanted.answers,
            pieces=pieces,
        )

    def _pieces(self, person: Person, request: Request) -> list[Piece]:
        again = (self._piece(person, reference) for reference in request.form.getlist("piece"))
        pieces = [*(piece for piece in again if piece is not None), *accepted(request.files.getlist("files"))]
        check_together(pieces)
        return pieces

    def _piece(self, person: Person, reference: str) -> Piece | None:
        """`document/<key>` is a document of the space, `<conversation>/<number>/<part>` an attachment received."""
        kind, _, rest = reference.partition("/")
        if kind == "document":
            paper = self._portal.shelf.paper(person.matricule, rest)
            file = paper.file if paper else None
            return Piece(f"{paper.title}.pdf", file.media_type, file.data) if paper and file else None
        number, _, part = rest.partition("/")
        conversation = self._portal.mailroom.conversation(person.matricule, kind)
        for note in conversation.notes if conversation else ():
            for one in note.message.files:
                if str(note.kept.number) == number and one.part == part:
                    return Piece(one.name, one.media_type, one.data)
        return None

    def _already_kept(self, person: Person, message_id: str) -> bool:
        conversations = self._portal.mailroom.conversations(person.matricule)
        return any(
            note.kept.sent and note.message.message_id == message_id for one in conversations for note in one.notes
        )
