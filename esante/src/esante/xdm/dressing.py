"""INDEX.HTM and README.TXT: what a person sees who opens the archive without software (IHE ITI TF-2 §3.32, specs/mss §2.4)."""

from __future__ import annotations

from xml.sax.saxutils import escape

from esante.cisis import Professional, Structure
from esante.xdm.letters import ascii_of
from esante.xdm.lot import Lot


def readme(lot: Lot, names: list[str]) -> bytes:
    """README.TXT, ASCII and CRLF. ``names``: files of SUBSET01."""
    structure = lot.author.structure
    application = lot.application
    address = structure.address.on_one_line if structure and structure.address else ""
    lines = [
        "Emetteur :",
        "=============",
        f"    . Nom : {_sender(lot)}",
        f"    . Organisme : {_organisation(structure)}",
        f"    . Adresse : {address}",
        f"    . Telephone: {structure.telecom if structure else ''}",
        "",
        "Application de l'emetteur :",
        "=========================",
        f"    . Nom : {application.name}",
        f"    . Version : {application.version}",
        f"    . Editeur : {application.editor}",
        "",
        "Instructions :",
        "=============",
        ". Consultez les fichiers recus par messagerie securisee de sante dans votre logiciel de professionnel de sante.",
        "",
        "Arborescence :",
        "============",
        "     README.TXT",
        "     INDEX.HTM",
        "     + IHE_XDM",
        "           +SUBSET01",
        *(f"                {name}" for name in names),
    ]
    return "".join(f"{_ascii(line)}\r\n" for line in lines).encode("ascii")


def index(lot: Lot) -> bytes:
    """INDEX.HTM, XHTML 1.0 Strict, with the link to README.TXT."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n'
        '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\r\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="fr" lang="fr">\r\n'
        "<head><title>IHE XDM</title></head>\r\n"
        f"<body><p>Emetteur : {escape(_organisation(lot.author.structure))}</p>\r\n"
        '<p><a href="README.TXT">README.TXT</a></p></body>\r\n'
        "</html>\r\n"
    ).encode()


def _sender(lot: Lot) -> str:
    author = lot.author
    if isinstance(author, Professional):
        return " ".join(part for part in (author.title, author.family.upper(), author.given) if part)
    return author.software


def _organisation(structure: Structure | None) -> str:
    if structure is None:
        return ""
    return f"{structure.name}({structure.id.value})" if structure.id else structure.name


def _ascii(line: str) -> str:
    """ASCII, its margin kept."""
    margin = len(line) - len(line.lstrip(" "))
    return (" " * margin + ascii_of(line)).rstrip()
