"""PDF: written as PDF/A by typst from data (text of a person is never code), read and made safe by pikepdf."""

from __future__ import annotations

import io
import json
from datetime import date, datetime
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import pikepdf
import typst
import zxingcpp

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.documents import ins_code
from alentour.documents.models import Document
from alentour.identity.models import Usager
from alentour.ui import words

TEMPLATES = Path(__file__).with_name("typst")
# PDF/A-1b: what the CI-SIS asks of an unstructured body (specs/cda §2).
STANDARD: Final = "a-1b"


def compile_pdf(template: str, data: dict[str, Any]) -> bytes:
    """The PDF/A of a template of ``typst/`` and its data; the same data give the same page."""
    made: bytes = typst.compile(
        _source(template),
        format="pdf",
        pdf_standards=STANDARD,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        ignore_system_fonts=True,
    )
    return made


@lru_cache(maxsize=16)
def _source(template: str) -> bytes:
    return (TEMPLATES / f"{template}.typ").read_bytes()


def ordonnance(document: Document, *, prescriber: Post) -> bytes:
    """The prescription as it is printed: prescriber and RPPS, structure, identity, INS and its datamatrix, lines, pages numbered."""
    if document.usager is None:
        raise ValueError("a prescription is for a person")
    content = document.content
    data = {
        "title": "Ordonnance",
        "kind": document.label,
        "heading": document.title,
        "document_oid": document.document_oid,
        "version": document.version,
        "made_at": dated(document.effective_at),
        "prescriber": _prescriber(prescriber),
        "structure": _structure(document),
        "person": person(document.usager),
        "lines": content["lines"],
        "renewals": content.get("renewals", 0),
        "valid_until": _day(content.get("valid_until", "")),
        "note": content.get("note", ""),
        "replaces": bool(document.replaces_oid),
    }
    return compile_pdf("ordonnance", data)


def _prescriber(post: Post) -> dict[str, str]:
    idnps = post.professional.idnps or ""
    return {
        "name": str(post.professional),
        "metier": post.metier_label,
        "rpps": idnps[1:] if idnps.startswith("8") else "",
    }


def _structure(document: Document) -> dict[str, str]:
    structure = document.structure
    kind = {"1": "FINESS", "3": "SIRET"}.get(structure.idnst[:1], "Identifiant")
    return {
        "name": structure.name,
        "address": structure.address,
        "town": f"{structure.postal_code} {structure.city}".strip(),
        "phone": structure.phone,
        "id": f"{kind} {structure.idnst[1:]}",
    }


def person(usager: Usager) -> dict[str, str]:
    """The identity block of a printed document: traits always, INS and datamatrix only when it may leave (EXI DIF 02)."""
    usable = usager.ins_is_usable
    return {
        "name": usager.display_name,
        "birth_name": usager.birth_name,
        "given_names": usager.given_names or usager.first_given_name,
        "birth": words.birth(usager.birth_date or usager.birth_date_text),
        "born": "née" if usager.sex == "F" else "né" if usager.sex == "M" else "né(e)",
        "sex": usager.get_sex_display() if usager.sex else "",
        "birth_place": usager.birth_place,
        "matricule": spaced(usager.matricule) if usable else "",
        "datamatrix": datamatrix_svg(ins_code.payload(usager)) if usable else "",
        "ipp": usager.ipp,
        "statut": usager.get_statut_display(),
    }


def dated(moment: datetime) -> str:
    """« lun. 23 nov. 2026, 14 h 40 »: a printed document always says its year."""
    return f"{words.day(words.local(moment).date(), today=date.min)}, {words.hour(moment)}"


def spaced(matricule: str) -> str:
    """« 2 38 03 35 238 001 88 »: how a matricule is read aloud."""
    cuts = (0, 1, 3, 5, 7, 10, 13, 15)
    return " ".join(matricule[a:b] for a, b in pairwise(cuts))


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y") if iso else ""


def datamatrix_svg(text: str) -> str:
    """A DataMatrix ECC200 as SVG, with its quiet zone."""
    code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.DataMatrix, force_square=True)
    svg = str(code.to_svg(scale=4, add_quiet_zones=True))
    return svg[svg.index("<svg") :]


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
