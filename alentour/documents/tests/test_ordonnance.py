"""Dr Martin prescribes: a draft, a signature, a PDF/A and its CDA under one identifier."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pikepdf
import pytest
import zxingcpp
from django.utils import timezone
from esante.cda import decode, faults, format_of
from esante.cda.structured.prescription import decode_prescription
from PIL import Image

from alentour.accounts.models import Post
from alentour.audit.models import TraceEvent
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents import gateway
from alentour.documents.enums import DocumentKind, State
from alentour.documents.models import Document
from alentour.documents.services import (
    Line,
    cancel,
    cda_of,
    content,
    create_ordonnance,
    edit_ordonnance,
    replace,
    validate,
)  # fmt: skip
from alentour.documents.tests.conftest import LINES
from alentour.identity.models import Usager


def text_of(data: bytes) -> str:
    """The words of a PDF, read by another library than the one that wrote them."""
    with pikepdf.open(io.BytesIO(data)) as document:
        found = []
        for page in document.pages:
            fonts = {str(name): unicode_map(font) for name, font in page.resources.get("/Font", {}).items()}
            font = ""
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    font = str(operands[0])
                elif str(operator) == "TJ":
                    found.append(
                        "".join(decoded(bytes(o), fonts[font]) for o in operands[0] if isinstance(o, pikepdf.String))
                    )
        return " ".join(found)


def unicode_map(font: pikepdf.Object) -> dict[int, str]:
    """Glyph → character, from the ToUnicode map that PDF/A asks for."""
    table: dict[int, str] = {}
    body = font.ToUnicode.read_bytes().decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", body, re.S):
        for glyph, target in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            table[int(glyph, 16)] = bytes.fromhex(target).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", body, re.S):
        for first, last, target in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            for offset in range(int(last, 16) - int(first, 16) + 1):
                table[int(first, 16) + offset] = chr(int(target, 16) + offset)
    return table


def decoded(raw: bytes, table: dict[int, str]) -> str:
    return "".join(table.get(int.from_bytes(raw[i : i + 2]), "") for i in range(0, len(raw), 2))


def test_signing_makes_a_pdf_a_with_what_the_law_asks(ordonnance: Document) -> None:
    data = content(ordonnance)
    with pikepdf.open(io.BytesIO(data)) as document, document.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"]) == ("1", "A")
        assert "/OutputIntents" in document.Root
    words = " ".join(text_of(data).split())
    for expected in (
        "Dr Paul MARTIN", "RPPS", "10100000032", "Cabinet médical du Mail", "Irène DUPONT", "12/03/1938", "IRENE MARIE",
        "2 38 03 35 238 001 88", "Pansement hydrocellulaire", "INS à scanner", "page 1/1", ordonnance.document_oid,
    ):  # fmt: skip
        assert expected in words, f"« {expected} » is not on the page"


def test_the_same_identifier_is_on_the_page_in_the_cda_and_in_the_record(ordonnance: Document) -> None:
    read = gateway.read(cda_of(ordonnance))

    assert read.oid == ordonnance.document_oid
    assert read.set_oid == ordonnance.set_oid != ordonnance.document_oid
    assert read.type_code == "57833-6"
    assert read.class_code == "42"
    assert read.identity.matricule == "238033523800188"
    assert read.signer_name == "Dr Paul MARTIN"
    assert read.body == content(ordonnance)
    assert read.faults == ()


def test_the_datamatrix_is_read_back_by_a_scanner(irene: Usager) -> None:
    from alentour.identity import ins_code, paper

    expected = (
        "IS01" + "0" * 22 + "S1238033523800188S21.2.250.1.213.1.4.10S3IRENE MARIE\x1dS5FS612-03-1938S735238S4DUPONT"
    )
    assert ins_code.payload(irene) == expected

    code = zxingcpp.create_barcode(expected, zxingcpp.BarcodeFormat.DataMatrix)
    found = zxingcpp.read_barcodes(Image.fromarray(code.to_image(scale=6)))
    assert [one.bytes for one in found] == [expected.encode()]
    assert "<rect" in paper.datamatrix_svg(expected)


def test_without_a_qualified_ins_neither_matricule_nor_datamatrix_is_printed(
    irene_at_cabinet: Usager, martin: Post
) -> None:
    irene_at_cabinet.statut = "recuperee"
    irene_at_cabinet.save()
    signed = validate(document=create_ordonnance(post=martin, usager=irene_at_cabinet, lines=LINES), by=martin)

    words = text_of(content(signed))
    assert "INS à scanner" not in words
    assert "238033523800188" not in words.replace(" ", "")
    assert not signed.carries_ins
    assert gateway.read(cda_of(signed)).identity.matricule == ""


def test_what_a_person_types_stays_text(irene_at_cabinet: Usager, martin: Post) -> None:
    line = Line(text='#panic("x") *gras* $x^2$ <b>', posology="_italique_ @réf \\")
    signed = validate(document=create_ordonnance(post=martin, usager=irene_at_cabinet, lines=[line]), by=martin)

    assert '#panic("x") *gras* $x^2$ <b>' in text_of(content(signed))


def test_thirty_lines_make_several_numbered_pages_with_the_identity_on_each(
    irene_at_cabinet: Usager, martin: Post
) -> None:
    many = [Line(text=f"Ligne {n}", posology="matin et soir", duration="8 jours") for n in range(30)]
    signed = validate(document=create_ordonnance(post=martin, usager=irene_at_cabinet, lines=many), by=martin)

    with pikepdf.open(io.BytesIO(content(signed))) as document:
        pages = len(document.pages)
    words = text_of(content(signed))
    assert pages >= 3
    assert f"page 2/{pages}" in words
    assert words.count("Irène DUPONT, née le 12/03/1938") == pages


def test_a_nurse_reads_a_prescription_and_does_not_write_one(irene: Usager, ines: Post) -> None:
    with pytest.raises(ClosedDoor) as door:
        create_ordonnance(post=ines, usager=irene, lines=LINES)
    assert door.value.opens_to == ("Médecin",)


def test_karim_prescribes_nothing(irene_at_saad: Usager, karim: Post) -> None:
    with pytest.raises(ClosedDoor):
        create_ordonnance(post=karim, usager=irene_at_saad, lines=LINES)
    assert Document.objects.count() == 0


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([], "au moins une ligne"),
        ([Line(text="  ")], "au moins une ligne"),
        ([Line(text="", posology="matin")], "rien n'y est prescrit"),
        ([Line(text="x")] * 31, "30 lignes au plus"),
    ],
)
def test_an_empty_or_absurd_prescription_is_refused_in_words(
    irene_at_cabinet: Usager, martin: Post, lines: list[Line], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        create_ordonnance(post=martin, usager=irene_at_cabinet, lines=lines)


def test_a_limit_already_past_is_refused(irene_at_cabinet: Usager, martin: Post) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(Refused, match="déjà passée"):
        create_ordonnance(post=martin, usager=irene_at_cabinet, lines=LINES, valid_until=yesterday)


def test_a_draft_changes_and_a_signed_one_does_not(irene_at_cabinet: Usager, martin: Post) -> None:
    draft = create_ordonnance(post=martin, usager=irene_at_cabinet, lines=LINES)
    draft = edit_ordonnance(document=draft, by=martin, lines=LINES[:1], renewals=2)
    assert (len(draft.content["lines"]), draft.content["renewals"]) == (1, 2)

    signed = validate(document=draft, by=martin)
    with pytest.raises(Refused, match="nouvelle version"):
        edit_ordonnance(document=signed, by=martin, lines=LINES)
    with pytest.raises(Refused, match="ne se valide qu'une fois"):
        validate(document=signed, by=martin)


def test_a_new_version_replaces_the_old_one_in_the_same_set(ordonnance: Document, martin: Post) -> None:
    draft = replace(document=ordonnance, by=martin)
    assert replace(document=ordonnance, by=martin) == draft, "asking twice gives the same draft"
    signed = validate(document=draft, by=martin)
    ordonnance.refresh_from_db()

    assert ordonnance.state == State.REMPLACE
    assert (signed.version, signed.set_oid) == (2, ordonnance.set_oid)
    assert signed.document_oid != ordonnance.document_oid
    assert gateway.read(cda_of(signed)).replaces_oid == ordonnance.document_oid
    assert content(ordonnance), "the replaced version stays readable"


def test_cancelling_asks_for_a_reason_and_erases_nothing(ordonnance: Document, martin: Post) -> None:
    with pytest.raises(Refused, match="motif"):
        cancel(document=ordonnance, by=martin, reason=" ")
    cancelled = cancel(document=ordonnance, by=martin, reason="Mauvaise personne")

    assert (cancelled.state, cancelled.cancel_reason) == (State.ANNULE, "Mauvaise personne")
    assert content(cancelled)
    assert TraceEvent.objects.filter(action="document.cancelled", target_id=str(ordonnance.id)).count() == 1
    assert not TraceEvent.objects.filter(reason__contains="Mauvaise").exists(), "no text of a person in the trail"


def test_each_gesture_is_traced(ordonnance: Document) -> None:
    actions = list(TraceEvent.objects.filter(target_id=str(ordonnance.id)).values_list("action", flat=True))
    assert actions == ["document.created", "document.validated"]


def test_medicines_travel_as_data_with_the_signed_page_inside(ordonnance: Document) -> None:
    data = cda_of(ordonnance)
    told = decode_prescription(data)

    assert [(one.name, one.posology, one.duration) for one in told.medicines] == [
        (line.text, line.posology, line.duration) for line in LINES
    ]
    assert told.pdf == content(ordonnance)
    assert told.valid_from == ordonnance.effective_at.replace(microsecond=0)
    assert told.valid_until is None
    assert format_of(decode(data)).code == "urn:ihe:pharm:pre:2010"
    assert faults(decode(data)) == ()


def test_devices_the_last_day_and_the_note_travel_too(irene_at_cabinet: Usager, martin: Post) -> None:
    until = timezone.localdate() + timedelta(days=30)
    bed = Line(text="Lit médicalisé", posology="avec potence", duration="6 mois", nature="dispositif")
    draft = create_ordonnance(
        post=martin, usager=irene_at_cabinet, lines=[LINES[1], bed], valid_until=until, renewals=2, note="À revoir."
    )
    told = decode_prescription(cda_of(validate(document=draft, by=martin)))

    assert [(one.name, one.renewals) for one in told.appliances] == [("Lit médicalisé, avec potence, 6 mois", 2)]
    assert told.medicines[0].renewals == 2
    assert told.valid_until is not None
    assert timezone.localtime(told.valid_until).date() == until
    assert told.comment == "À revoir."


@pytest.mark.parametrize(
    "line",
    [Line(text="Toilette au lit", posology="chaque matin", nature="soin"), Line(text="Paracétamol 500 mg")],
    ids=["soin", "medicine without posology"],
)
def test_what_the_national_form_has_no_place_for_travels_as_its_page(
    irene_at_cabinet: Usager, martin: Post, line: Line
) -> None:
    signed = validate(
        document=create_ordonnance(post=martin, usager=irene_at_cabinet, lines=[LINES[1], line]), by=martin
    )
    assert not decode(cda_of(signed)).is_structured
    assert gateway.read(cda_of(signed)).body == content(signed)


def test_another_kind_of_prescription_travels_as_its_page(irene_at_cabinet: Usager, martin: Post) -> None:
    draft = create_ordonnance(post=martin, usager=irene_at_cabinet, kind=DocumentKind.ORDONNANCE_KINE, lines=[LINES[1]])
    assert not decode(cda_of(validate(document=draft, by=martin))).is_structured
