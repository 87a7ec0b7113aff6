"""`esante cda read|validate|html FILE`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from esante._cli import Subparsers, emit, plain, read_bytes
from esante.cisis import UnknownCode, class_of

from .decode import decode
from .formats import format_of
from .model import ClinicalDocument, NonXmlBody, Section, StructuredBody
from .render import render_html
from .rules import faults
from .validation import Validator


def add_commands(subparsers: Subparsers) -> None:
    group = subparsers.add_parser("cda", help="document de santé CDA").add_subparsers(required=True, metavar="verb")
    read = group.add_parser("read", help="tell what a document says, and its faults by our rules")
    read.add_argument("file")
    read.set_defaults(command=read_command)
    validate = group.add_parser("validate", help="judge a document: our rules, and those of an ANS kit")
    validate.add_argument("file")
    validate.add_argument("--kit", type=Path, help="folder of a CI-SIS kit (schema, schematrons, value sets)")
    validate.add_argument("--cache", type=Path, help="where generated stylesheets are kept")
    validate.set_defaults(command=validate_command)
    html = group.add_parser("html", help="show a document as safe HTML, on standard output")
    html.add_argument("file")
    html.set_defaults(command=html_command)


def read_command(args: argparse.Namespace) -> int:
    document = decode(read_bytes(args.file))
    return emit(describe(document), faults(document))


def validate_command(args: argparse.Namespace) -> int:
    """Exit 0 when nothing is worse than a warning."""
    data = read_bytes(args.file)
    with Validator(args.kit, cache=args.cache) as validator:
        findings = validator.validate(data)
        document = decode(data)
        kit = validator.kit
    checks = ["alentour", "xsd", *(name for name, _ in kit.judges_of(document))] if kit else ["alentour"]
    errors = sum(finding.severity == "error" for finding in findings)
    about = {"document_id": document.header.document_id, "title": document.header.title, "checks": checks}
    return emit({**about, "errors": errors, "warnings": len(findings) - errors}, findings)


def html_command(args: argparse.Namespace) -> int:
    """Prints HTML, not JSON, when the document is read."""
    page = render_html(decode(read_bytes(args.file)))
    sys.stdout.buffer.write(page.encode("utf-8"))
    sys.stdout.buffer.flush()
    return 0


def describe(document: ClinicalDocument) -> dict[str, Any]:
    """What a document says, as JSON can hold it: header, then body without its bytes."""
    header = plain(document.header)
    ins = document.header.patient.ins
    if ins is not None:
        header["patient"]["ins"].update(cx=ins.cx, key_is_right=ins.key_is_right, is_test=ins.is_test)
    return {
        **header,
        "class_code": plain(_class(document)),
        "format_code": plain(format_of(document)),
        "template_ids": list(document.template_ids),
        "self_presenting": document.self_presenting,
        "body": _body(document.body),
    }


def _class(document: ClinicalDocument) -> Any:
    try:
        return class_of(document.header.type_code)
    except UnknownCode:
        return None


def _body(body: NonXmlBody | StructuredBody) -> dict[str, Any]:
    if isinstance(body, NonXmlBody):
        return {"level": 1, "media_type": body.media_type, "size": len(body.data)}
    media = {name: {"media_type": item.media_type, "size": len(item.data)} for name, item in body.media.items()}
    return {"level": 3, "sections": [_section(section) for section in body.sections], "media": media}


def _section(section: Section) -> dict[str, Any]:
    return {
        "title": section.title,
        "code": plain(section.code),
        "template_ids": list(section.template_ids),
        "text": section.text,
        "sections": [_section(inner) for inner in section.subsections],
    }
