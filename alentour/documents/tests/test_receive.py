"""What arrives: filed when nothing can be doubted, in the tray otherwise, once whatever the number of copies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alentour.accounts.models import Post, Structure
from alentour.audit.models import TraceEvent
from alentour.core import files
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents.enums import DocumentKind, FilingReason, FilingState, Provenance, State
from alentour.documents.models import Document, FilingItem
from alentour.documents.services import (
    Attachment,
    cda_of,
    content,
    file_item,
    keep_unreadable,
    receive,
    set_aside,
    take_back,
    unfile,
)  # fmt: skip
from alentour.documents.signals import document_filed
from alentour.documents.tests.conftest import paper
from alentour.identity.models import Usager

Letter = Callable[..., bytes]
MSS, DMP = Provenance.MSS, Provenance.DMP


def arrive(structure: Structure, cda: bytes, ref: str = "messaging.message:1", **more: object) -> Document | FilingItem:
    return receive(
        structure=structure, cda=cda, provenance=MSS, source_ref=ref, sender="Dr Paul MARTIN", **more  # type: ignore[arg-type]
    )  # fmt: skip


def test_the_prescription_of_irene_files_itself(
    ssiad: Structure, irene: Usager, ordonnance_cda: bytes, ordonnance: Document
) -> None:
    received = arrive(ssiad, ordonnance_cda)

    assert isinstance(received, Document)
    assert (received.usager, received.kind, received.state) == (irene, DocumentKind.ORDONNANCE, State.VALIDE)
    assert received.document_oid == ordonnance.document_oid, "the same identifier in both houses"
    assert (received.author_name, received.author_structure) == ("Dr Paul MARTIN", "Cabinet médical du Mail")
    assert cda_of(received) == ordonnance_cda, "byte for byte"
    assert content(received) == content(ordonnance)
    assert received.filing.state == FilingState.AUTO
    assert TraceEvent.objects.filter(action="document.filed", usager_id=irene.id, structure_id=ssiad.id).count() == 1


def test_two_messages_and_the_dmp_make_one_document(ssiad: Structure, irene: Usager, ordonnance_cda: bytes) -> None:
    first = arrive(ssiad, ordonnance_cda, "messaging.message:1")
    second = arrive(ssiad, ordonnance_cda, "messaging.message:2")
    again = arrive(ssiad, ordonnance_cda, "messaging.message:2")
    third = receive(structure=ssiad, cda=ordonnance_cda, provenance=DMP, source_ref="dmp.entry:1")

    assert first == second == again == third
    assert Document.objects.for_structure(ssiad).count() == 1
    assert isinstance(first, Document)
    assert [a.provenance for a in first.arrivals.all()] == [MSS, MSS, DMP]
    assert all(a.same_bytes for a in first.arrivals.all())
    assert TraceEvent.objects.filter(action="document.filed").count() == 1


def test_another_copy_that_differs_is_noted_and_the_first_is_kept(
    ssiad: Structure, irene: Usager, ordonnance_cda: bytes
) -> None:
    first = arrive(ssiad, ordonnance_cda)
    altered = ordonnance_cda.replace(b"Pansements du talon", b"Pansements des talons")
    assert altered != ordonnance_cda
    arrive(ssiad, altered, "messaging.message:2")

    assert isinstance(first, Document)
    assert [a.same_bytes for a in first.arrivals.all()] == [True, False]
    assert cda_of(first) == ordonnance_cda


def test_another_structure_keeps_its_own(
    ssiad: Structure, pharmacie: Structure, irene: Usager, ordonnance_cda: bytes
) -> None:
    arrive(ssiad, ordonnance_cda)
    item = arrive(pharmacie, ordonnance_cda)

    assert isinstance(item, FilingItem)
    assert item.reason == FilingReason.UNKNOWN_INS
    assert Document.objects.for_structure(pharmacie).count() == 1


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"matricule": "290047220123402"}, FilingReason.UNKNOWN_INS),
        ({"birth_date_text": "1938-12-03"}, FilingReason.TRAITS_DIFFER),
        ({"birth_name": "DUPOND"}, FilingReason.TRAITS_DIFFER),
        ({"statut": "recuperee"}, FilingReason.NOT_QUALIFIED),
    ],
)
def test_on_the_least_doubt_it_waits_for_a_person(
    ssiad: Structure, irene: Usager, ordonnance_cda: bytes, change: dict[str, str], reason: FilingReason
) -> None:
    for name, value in change.items():
        setattr(irene, name, value)
    irene.save()
    item = arrive(ssiad, ordonnance_cda)

    assert isinstance(item, FilingItem)
    assert (item.state, item.reason) == (FilingState.TO_FILE, reason)
    assert item.sentence
    assert item.document is not None
    assert item.document.usager is None
    assert item.identity["matricule"] == "238033523800188"


def test_a_document_without_ins_waits(
    ssiad: Structure, irene: Usager, irene_at_cabinet: Usager, letter: Letter
) -> None:
    irene_at_cabinet.statut = "validee"
    item = arrive(ssiad, letter(irene_at_cabinet))
    assert isinstance(item, FilingItem)
    assert item.reason == FilingReason.NO_INS


def test_an_envelope_that_announces_someone_else_files_nothing(
    ssiad: Structure, irene: Usager, ordonnance_cda: bytes
) -> None:
    item = arrive(ssiad, ordonnance_cda, announced_ins="141093523801474^^^&1.2.250.1.213.1.4.10&ISO^NH")
    assert isinstance(item, FilingItem)
    assert item.reason == FilingReason.TRAITS_DIFFER
    assert "enveloppe" in item.sentence

    same = arrive(ssiad, ordonnance_cda, announced_ins="238033523800188^^^&1.2.250.1.213.1.4.10&ISO^NH")
    assert same == item, "the first verdict stands until a person decides"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"not xml at all", "lisible"),
        (b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>", "prudence"),
        (b"<note xmlns='urn:other'/>", "document de santé"),
    ],
)
def test_what_cannot_be_read_is_kept_with_its_reason(ssiad: Structure, data: bytes, said: str) -> None:
    item = arrive(ssiad, data)
    again = arrive(ssiad, data)

    assert isinstance(item, FilingItem)
    assert item == again
    assert item.document is None
    assert item.raw is not None
    assert files.read(item.raw) == data
    assert said in item.sentence


def test_a_quarantined_archive_is_kept_whole(ssiad: Structure, sophie: Post, marcel: Usager) -> None:
    item = keep_unreadable(
        structure=ssiad, raw=b"PK\x03\x04 broken", file_name="IHE_XDM.zip", provenance=MSS, source_ref="m:1",
        sentence="Cette archive est abîmée : demandez un nouvel envoi.",
    )  # fmt: skip
    with pytest.raises(Refused, match="n'a pas pu être lu"):
        file_item(item=item, usager=marcel, by=sophie)
    assert set_aside(item=item, by=sophie, reason="Redemandé au cabinet").state == FilingState.SET_ASIDE
    assert take_back(item=item, by=sophie).state == FilingState.TO_FILE


def test_a_loose_file_waits_and_is_named_when_filed(ssiad: Structure, irene: Usager, ines: Post) -> None:
    attachment = Attachment(name="courrier.pdf", media_type="application/pdf", data=paper())
    item = receive(structure=ssiad, attachment=attachment, provenance=MSS, source_ref="m:1", thread_usager_id=irene.id)
    again = receive(structure=ssiad, attachment=attachment, provenance=MSS, source_ref="m:1")

    assert isinstance(item, FilingItem)
    assert item == again
    assert (item.reason, item.hint_id) == (FilingReason.NO_IDENTITY, irene.id)
    document = file_item(item=item, usager=irene, by=ines, kind=DocumentKind.LETTRE)
    assert (document.kind, document.type_code, document.usager) == (DocumentKind.LETTRE, "96349-6", irene)


def test_inès_files_by_hand_and_undoes(ssiad: Structure, irene: Usager, ines: Post, ordonnance_cda: bytes) -> None:
    irene.statut = "validee"
    irene.save()
    item = arrive(ssiad, ordonnance_cda)
    assert isinstance(item, FilingItem)
    filed: list[Document] = []
    document_filed.connect(lambda document, **_: filed.append(document), weak=False, dispatch_uid="test")

    document = file_item(item=item, usager=irene, by=ines)
    document_filed.disconnect(dispatch_uid="test")
    assert (document.usager, filed) == (irene, [document])
    with pytest.raises(Refused, match="déjà"):
        file_item(item=item, usager=irene, by=ines)

    back = unfile(document=document, by=ines, reason="erreur")
    assert (back.state, back.reason) == (FilingState.TO_FILE, FilingReason.UNDONE)
    document.refresh_from_db()
    assert document.usager is None
    assert TraceEvent.objects.get(action="document.unfiled").usager_id == irene.id


def test_another_ins_takes_a_second_look(
    ssiad: Structure, irene: Usager, marcel: Usager, ines: Post, ordonnance_cda: bytes
) -> None:
    irene.statut = "validee"
    irene.save()
    item = arrive(ssiad, ordonnance_cda)
    assert isinstance(item, FilingItem)

    with pytest.raises(Refused, match="n'est pas celle de cette personne"):
        file_item(item=item, usager=marcel, by=ines)
    assert file_item(item=item, usager=marcel, by=ines, despite_ins=True).usager == marcel


def test_filing_is_not_for_every_metier(
    ssiad: Structure, irene: Usager, aicha: Post, karim: Post, ordonnance_cda: bytes
) -> None:
    irene.statut = "validee"
    irene.save()
    item = arrive(ssiad, ordonnance_cda)
    assert isinstance(item, FilingItem)
    for post in (aicha, karim):
        with pytest.raises(ClosedDoor) as door:
            file_item(item=item, usager=irene, by=post)
        assert "Secrétaire" in door.value.opens_to


def test_a_person_of_another_structure_is_refused(
    ssiad: Structure, irene: Usager, irene_at_saad: Usager, ines: Post, ordonnance_cda: bytes
) -> None:
    irene.statut = "validee"
    irene.save()
    item = arrive(ssiad, ordonnance_cda)
    assert isinstance(item, FilingItem)
    with pytest.raises(Refused, match="pas suivie par votre établissement"):
        file_item(item=item, usager=irene_at_saad, by=ines)


@pytest.mark.parametrize("order", ["old first", "new first"])
def test_versions_are_tied_in_whatever_order_they_come(
    ssiad: Structure, irene: Usager, irene_at_cabinet: Usager, letter: Letter, order: str
) -> None:
    old = letter(irene_at_cabinet, document_oid="2.25.1001", set_oid="2.25.1001.1")
    new = letter(irene_at_cabinet, document_oid="2.25.1002", set_oid="2.25.1001.1", version=2, replaces_oid="2.25.1001")
    for number, cda in enumerate([old, new] if order == "old first" else [new, old]):
        arrive(ssiad, cda, f"m:{number}")

    rows = {d.document_oid: d for d in Document.objects.for_structure(ssiad)}
    assert (rows["2.25.1001"].state, rows["2.25.1002"].state) == (State.REMPLACE, State.VALIDE)
    assert rows["2.25.1002"].replaces == rows["2.25.1001"]


def test_unfiling_a_new_version_gives_the_old_one_back(
    ssiad: Structure, irene: Usager, ines: Post, irene_at_cabinet: Usager, letter: Letter
) -> None:
    old = arrive(ssiad, letter(irene_at_cabinet, document_oid="2.25.1001", set_oid="2.25.1001.1"), "m:1")
    new = arrive(
        ssiad,
        letter(irene_at_cabinet, document_oid="2.25.1002", set_oid="2.25.1001.1", version=2, replaces_oid="2.25.1001"),
        "m:2",
    )
    assert isinstance(new, Document)
    assert isinstance(old, Document)
    unfile(document=new, by=ines)
    old.refresh_from_db()
    assert old.state == State.VALIDE
