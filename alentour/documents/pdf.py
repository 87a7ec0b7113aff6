"""PDF: the prescription and the picture on a page (``core.typesetting``), those of others made safe by pikepdf."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import pikepdf

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.core.typesetting import compile_pdf
from alentour.documents.models import Document
from alentour.documents.outlines import outline_of
from alentour.documents.urgence.parts import Knowledge, Part, thawed
from alentour.documents.written import sections_of
from alentour.identity import paper

TEMPLATES: Final = Path(__file__).with_name("typst")


def ordonnance(document: Document, *, prescriber: Post) -> bytes:
    """The prescription as it is printed: prescriber and RPPS, structure, identity, INS and its datamatrix, lines, pages numbered."""
    if document.usager is None:
        raise ValueError("a prescription is for a person")
    content = document.content
    data = paper.page_data(
        document.usager, document.structure, "Ordonnance", kind=document.label, author=prescriber,
        made_at=document.effective_at, document_oid=document.document_oid, version=document.version,
    ) | {
        "lines": content["lines"],
        "renewals": content.get("renewals", 0),
        "valid_until": _day(content.get("valid_until", "")),
        "note": content.get("note", ""),
        "replaces": bool(document.replaces_oid),
        "signed": [paper.signature(prescriber, document.effective_at)],
    }  # fmt: skip
    return compile_pdf(TEMPLATES / "ordonnance.typ", data)


def written(document: Document, *, signer: Post, draft: bool) -> bytes:
    """A document of several hands, as it is printed; of a draft, the page as it will be, and saying so."""
    if document.usager is None:
        raise ValueError("a written document is about a person")
    outline, sections = outline_of(document.template), sections_of(document)
    data = paper.page_data(
        document.usager, document.structure, document.title, kind=document.label, author=document.author,
        made_at=document.effective_at, document_oid=document.document_oid, version=document.version, draft=draft,
    ) | {
        "opening": outline.opening,
        "closing": outline.closing,
        "sections": sections,
        "many_hands": len({one["by"] for one in sections if one["by"]}) > 1,
        "replaces": bool(document.replaces_oid),
        "signed": [] if draft else [paper.signature(signer, document.validated_at)],
    }  # fmt: skip
    return compile_pdf(TEMPLATES / "written.typ", data)


def urgency(document: Document, *, signer: Post | None) -> bytes:
    """The document de liaison d'urgence, as it is printed: what urgences need first, what is not known said so, how old each part is. Without
    signer, the page says that nobody signed it."""
    if document.usager is None:
        raise ValueError("an urgency document is about a person")
    held = document.content["urgence"]
    data = paper.page_data(
        document.usager, document.structure, document.title, kind=document.label, author=document.author,
        made_at=document.effective_at, document_oid=document.document_oid, version=document.version, draft=signer is None,
    ) | {
        "parts": [_part(part) for part in thawed(held["parts"])],
        "comment": held["comment"],
        "departure": _departure(document.content.get("departure")),
        "replaces": bool(document.replaces_oid),
        "signed": [paper.signature(signer, document.validated_at)] if signer else [],
    }  # fmt: skip
    return compile_pdf(TEMPLATES / "urgence.typ", data)


def _departure(said: dict[str, Any] | None) -> list[list[str]]:
    """What was said at the door, as pairs; nothing for a document de liaison."""
    if said is None:
        return []
    pains = "question non posée" if said["pains"] is None else ", ".join(said["pains"]) or "aucune signalée"
    awake = {True: "oui", False: "non", None: "non renseigné"}[said["awake"]]
    objects = said["objects"]
    return [
        ["Motif du départ", said["reason"]],
        ["Départ", _when(said["leaves_at"])],
        ["Vers", said["destination"] or "non précisé"],
        ["Conscience et éveil", ", ".join(part for part in (awake, said["consciousness"]) if part)],
        ["Douleurs récentes", pains],
        ["Dernier repas", _when(said["last_meal"]) or "non renseigné"],
        [
            "Part avec la personne",
            "non renseigné" if objects is None else ", ".join(one["text"] for one in objects) or "rien",
        ],
    ]


def _when(text: str) -> str:
    return paper.dated(datetime.fromisoformat(text)) if text else ""


def _part(part: Part) -> dict[str, Any]:
    return {
        "slug": part.slug,
        "label": part.label,
        "rows": [[row.text, row.more] for row in part.rows],
        "words": part.words,
        "known": part.knowledge != Knowledge.UNKNOWN,
        "as_of": f"{part.as_of:%d/%m/%Y}" if part.as_of else "",
    }


def picture(document: Document, svg: str) -> bytes:
    """A picture or a text of the record on a page, with whom it is about, when and by whom."""
    if document.usager is None:
        raise ValueError("a document leaves only for a person")
    data = paper.page_data(
        document.usager, document.structure, document.title, kind=document.label,
        made_at=document.effective_at, document_oid=document.document_oid, version=document.version,
    ) | {
        "author": {"name": document.author_name},
        "author_structure": document.author_structure,
        "picture": svg,
        "note": document.note,
    }  # fmt: skip
    return compile_pdf(TEMPLATES / "image.typ", data)


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else ""


# --- files of others


def looks_like(data: bytes) -> bool:
    return data[:1024].lstrip().startswith(b"%PDF-")


def made_safe(data: bytes) -> bytes:
    """The PDF itself when it is quiet; without its scripts and automatic actions when it has some. Refused: locked or broken."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            if len(document.pages) == 0:
                raise Refused("Ce PDF n'a aucune page. Rien n'a été enregistré.")
            if not _quieten(document):
                return data
            out = io.BytesIO()
            document.save(out)
            return out.getvalue()
    except pikepdf.PasswordError:
        raise Refused(
            "Ce PDF est protégé par un mot de passe : enregistrez-le sans protection, puis recommencez."
        ) from None
    except pikepdf.PdfError:
        raise Refused("Ce fichier PDF est abîmé et ne s'ouvre pas. Rien n'a été enregistré.") from None


def _quieten(document: pikepdf.Pdf) -> bool:
    """Remove what runs by itself; whether there was something."""
    found = False
    for key in ("/OpenAction", "/AA"):
        if key in document.Root:
            del document.Root[key]
            found = True
    names = document.Root.get("/Names")
    if names is not None and "/JavaScript" in names:
        del names["/JavaScript"]
        found = True
    for page in document.pages:
        if "/AA" in page.obj:
            del page.obj["/AA"]
            found = True
    return found
