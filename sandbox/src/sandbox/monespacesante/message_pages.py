"""Conversations: the list, one of them, answering, writing to a known professional, attachments."""

from __future__ import annotations

from esante.mssante import Address, ReceivedFile
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from sandbox.monespacesante.desk import Desk, Wanted
from sandbox.monespacesante.downloads import download
from sandbox.monespacesante.mailroom import Conversation, Note
from sandbox.monespacesante.outbox import NotSent, fresh_id
from sandbox.monespacesante.people import Person
from sandbox.monespacesante.pieces import ACCEPTED, BadPiece
from sandbox.monespacesante.portal import Portal, members_only, to
from sandbox.web import Routes


class MessagePages:
    """`/mes/messages…`."""

    def __init__(self, portal: Portal, desk: Desk, routes: Routes) -> None:
        self._portal = portal
        self._desk = desk
        for path, view, method in (
            ("/mes/messages", self._list, "GET"),
            ("/mes/messages/nouveau", self._new, "GET"),
            ("/mes/messages/nouveau", self._send, "POST"),
            ("/mes/messages/<key>", self._read, "GET"),
            ("/mes/messages/<key>", self._answer, "POST"),
            ("/mes/messages/<key>/<int:number>/<part>", self._piece, "GET"),
        ):
            routes.add(path, members_only(portal, view), methods=[method])

    def _list(self, request: Request, person: Person) -> Response:
        conversations = self._portal.mailroom.conversations(person.matricule)
        can_write = bool(self._desk.contacts(person))
        return self._portal.show(
            person, "messages.html", here="messages", conversations=conversations, can_write=can_write
        )

    def _read(self, request: Request, person: Person, key: str) -> Response:
        conversation = self._find(person, key)
        for note in conversation.notes:
            if not note.kept.seen:
                self._open(person, note)
        return self._thread(person, conversation)

    def _open(self, person: Person, note: Note) -> None:
        """Opening a message returns the receipt that was asked for; the citizen cannot refuse it (MES § accusés)."""
        mail = self._portal.mailroom.mail
        mail.mark_seen(person.matricule, note.kept)
        self._portal.outbox.acknowledge(
            mail.content(note.kept.content),
            note.message,
            self._portal.address(person),
            f"<{fresh_id()}>",
            self._portal.clock(),
        )

    def _thread(
        self, person: Person, conversation: Conversation, *, sentence: str = "", text: str = "", status: int = 200
    ) -> Response:
        return self._portal.show(
            person,
            "thread.html",
            here="messages",
            status=status,
            conversation=conversation,
            attachments=_attachments,
            accepted=ACCEPTED,
            draft=fresh_id(),
            sentence=sentence,
            text=text,
        )

    def _answer(self, request: Request, person: Person, key: str) -> Response:
        conversation = self._find(person, key)
        wanted = Wanted(
            recipient=Address(conversation.mailbox) if conversation.open else None,
            subject=f"Re: {conversation.subject}",
            answers=conversation.answered,
        )
        try:
            self._desk.send(person, wanted, request)
        except (NotSent, BadPiece) as error:
            text = request.form.get("text", "")
            return self._thread(person, conversation, sentence=str(error), text=text, status=400)
        return to(f"/mes/messages/{conversation.key}#dernier")

    def _new(self, request: Request, person: Person) -> Response:
        return self._form(request, person, joined=request.args.getlist("piece"))

    def _form(
        self, request: Request, person: Person, *, joined: list[str], sentence: str = "", status: int = 200
    ) -> Response:
        return self._portal.show(
            person,
            "write.html",
            here="messages",
            status=status,
            contacts=self._desk.contacts(person),
            joined=self._desk.named(person, joined),
            accepted=ACCEPTED,
            draft=fresh_id(),
            sentence=sentence,
            form=request.form,
        )

    def _send(self, request: Request, person: Person) -> Response:
        chosen = request.form.get("recipient", "")
        known = {contact.mailbox for contact in self._desk.contacts(person)}
        subject = request.form.get("subject", "").strip()
        wanted = Wanted(recipient=Address(chosen) if chosen in known else None, subject=subject or "Message")
        try:
            key = self._desk.send(person, wanted, request)
        except (NotSent, BadPiece) as error:
            joined = request.form.getlist("piece")
            return self._form(request, person, joined=joined, sentence=str(error), status=400)
        return to(f"/mes/messages/{key}#dernier")

    def _piece(self, request: Request, person: Person, key: str, number: int, part: str) -> Response:
        for note in self._find(person, key).notes:
            for file in note.message.files if note.kept.number == number else ():
                if file.part == part:
                    return download(file.name, file.media_type, file.data)
        raise NotFound("Cette pièce jointe n'existe plus.")

    def _find(self, person: Person, key: str) -> Conversation:
        conversation = self._portal.mailroom.conversation(person.matricule, key)
        if conversation is None:
            raise NotFound("Cette conversation n'existe pas.")
        return conversation


def _attachments(note: Note) -> list[ReceivedFile]:
    """What a person may open: the archive is for software, its documents are under « Documents »."""
    return [file for file in note.message.files if not file.media_type.startswith("message/")]
