"""From a draft to the bytes of a message: strict, and the same bytes each time (specs/mss §2.1 to §2.3)."""

from __future__ import annotations

from collections.abc import Iterable
from email.message import EmailMessage, MIMEPart

from esante.cisis import Traits
from esante.mssante.draft import Documents, Draft
from esante.mssante.errors import CannotCompose
from esante.mssante.mime import (
    POLICY,
    Header,
    address_header,
    date_header,
    file_part,
    message_id,
    multipart,
    set_headers,
    text_part,
)
from esante.mssante.rules import check_documents, check_draft, ins_flag
from esante.mssante.subjects import LABEL_LENGTH, REPLACES, document_subject
from esante.xdm import ArchiveEntry, UnreadableArchive, XdmArchive, read_archive
from esante.xdm.letters import ascii_of, cut

ARCHIVE_NAME = "IHE_XDM.zip"


def compose(draft: Draft) -> bytes:
    """The message, CRLF, 7 bits, ready for SMTP DATA and for APPEND to Sent.

    Headers X-MSS-* are computed from the archive itself. Raises CannotCompose.
    """
    check_draft(draft)
    archive = _archive(draft)
    message = EmailMessage(POLICY)
    set_headers(message, _headers(draft, archive))
    body = _body(draft)
    attached = [
        *_document_parts(draft.documents, archive),
        *(file_part(f.data, f.media_type, f.name) for f in draft.files),
    ]
    content = multipart("mixed", draft.message_id, [body, *attached]) if attached else body
    message["MIME-Version"] = "1.0"
    _adopt(message, content)
    return message.as_bytes()


def wire_size(files: Iterable[int]) -> int:
    """Bytes on the wire of a message holding files of these sizes: base64 and its line ends, plus 16 kB of the rest.

    To be compared with the operator's SIZE before anything is sent (va1.13).
    """
    return 16 * 1024 + sum((size + 2) // 3 * 4 * 78 // 76 + 1024 for size in files)


def pdf_name(entry: ArchiveEntry, folder: str = "") -> str:
    """``<AAAAMMJJ of the act>_<type, 40 characters>_<NAME>_<given name>[_<folder>].pdf`` (ECO.2.1.6)."""
    if entry.document is None:
        raise CannotCompose("Un document de l'archive n'est pas lisible.")
    header = entry.document.header
    moment = header.service_start or header.effective_time
    day = moment.strftime("%Y%m%d") if moment else ""
    traits = header.patient.traits
    label = cut(header.type_code.label or header.title, LABEL_LENGTH)
    parts = (day, label, ascii_of(traits.birth_name).upper(), ascii_of(first_name(traits)), folder)
    name = "_".join(part for part in parts if part)
    return "".join("-" if one in '/\\:*?"<>|' or not one.isprintable() else one for one in name) + ".pdf"


def first_name(traits: Traits) -> str:
    """First given name of birth, or the head of the list."""
    return traits.first_given_name or traits.given_names.partition(" ")[0]


def _archive(draft: Draft) -> XdmArchive | None:
    if draft.documents is None:
        return None
    try:
        archive = read_archive(draft.documents.archive)
    except UnreadableArchive as error:
        raise CannotCompose(f"L'archive à envoyer n'est pas correcte : {error.why}") from error
    check_documents(draft, draft.documents, archive)
    return archive


def _headers(draft: Draft, archive: XdmArchive | None) -> list[Header]:
    references = " ".join(message_id(one) for one in draft.answers)
    headers = [
        ("From", address_header([draft.sender])),
        ("To", address_header(draft.to)),
        ("Cc", address_header(draft.cc)),
        ("Reply-To", address_header([draft.reply_to]) if draft.reply_to else ""),
        ("Subject", _subject(draft, archive)),
        ("Date", date_header(draft.date)),
        ("Message-ID", message_id(draft.message_id)),
        ("In-Reply-To", draft.answers[-1] if draft.answers else ""),
        ("References", references),
        ("X-MSS-NIL", draft.nil),
    ]
    if archive and draft.documents:
        headers.append(("X-MSS-INS", ins_flag(draft, draft.documents, archive)))
        headers.append(("X-MSS-CODECDA", ",".join(archive.codes)))
    headers.append(("X-MSS-MES", "FIN" if draft.closes else ""))
    headers.append(("Disposition-Notification-To", draft.sender.mailbox if draft.notify else ""))
    return headers


def _subject(draft: Draft, archive: XdmArchive | None) -> str:
    if archive is None:
        subject = " ".join(draft.subject.split())
        return f"{REPLACES} {subject}" if draft.replaces else subject
    document = archive.entries[0].document
    if document is None:
        raise CannotCompose("Un document de l'archive n'est pas lisible.")
    traits = document.header.patient.traits
    return document_subject(
        label=document.header.type_code.label or document.header.title,
        count=len(archive.entries),
        birth_name=traits.birth_name,
        given_name=first_name(traits),
        birth_date=traits.birth_date,
        replaces=draft.replaces,
    )


def _body(draft: Draft) -> MIMEPart:
    text = text_part(_ended(draft.text))
    if not draft.html:
        return text
    return multipart("alternative", draft.message_id, [text, text_part(_ended(draft.html), "html")])


def _ended(text: str) -> str:
    """A text ends with a line break; without, some readers lose its last line."""
    return text if text.endswith("\n") else f"{text}\n"


def _document_parts(documents: Documents | None, archive: XdmArchive | None) -> list[MIMEPart]:
    if documents is None or archive is None:
        return []
    names = _distinct([pdf_name(entry, documents.folder) for entry in archive.entries])
    pdfs = zip(documents.pdfs, names, strict=True)
    zipped = file_part(documents.archive, "application/zip", ARCHIVE_NAME)
    return [zipped, *(file_part(pdf, "application/pdf", name) for pdf, name in pdfs)]


def _distinct(names: list[str]) -> list[str]:
    """Two documents of one type on one day get numbered names."""
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            names[index] = f"{name.removesuffix('.pdf')}_{seen[name]}.pdf"
    return names


def _adopt(message: EmailMessage, content: MIMEPart) -> None:
    """Put the content at the top of the message: its headers after ours, its payload as is."""
    for name, value in content.items():
        if name.lower() != "mime-version":
            message[name] = value
    message.set_payload(content.get_payload())
