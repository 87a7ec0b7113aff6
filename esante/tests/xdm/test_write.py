"""An archive we write has the official tree, valid metadata, and the same bytes each time."""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from esante.cda import Device
from esante.cisis import Ins
from esante.xdm import RefusedArchive, read_archive, write_archive
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from . import lots


def test_the_tree_is_the_official_one_in_its_order() -> None:
    archive = write_archive([lots.document()], lot=lots.lot())
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.namelist() == [
            "INDEX.HTM",
            "README.TXT",
            "IHE_XDM/",
            "IHE_XDM/SUBSET01/",
            "IHE_XDM/SUBSET01/DOC0001.XML",
            "IHE_XDM/SUBSET01/METADATA.XML",
        ]


def test_the_same_lot_gives_the_same_bytes() -> None:
    first = write_archive([lots.document()], lot=lots.lot())
    assert first == write_archive([lots.document()], lot=lots.lot())


def test_the_document_is_carried_byte_for_byte_with_its_hash_and_size() -> None:
    data = lots.document()
    archive = read_archive(write_archive([data], lot=lots.lot()))
    (entry,) = archive.entries
    assert entry.data == data
    assert entry.metadata.hash == hashlib.sha1(data, usedforsecurity=False).hexdigest().upper()
    assert (entry.metadata.size, entry.metadata.uri) == (len(data), "DOC0001.XML")
    assert archive.faults == ()


def test_the_metadata_say_who_sends_what_about_whom() -> None:
    archive = read_archive(write_archive([lots.document()], lot=lots.lot()))
    (entry,), (lot,) = archive.entries, archive.lots
    assert archive.ins == lots.IRENE
    assert archive.codes == ("74207-2",)
    assert (lot.submission_time, lot.source_id) == ("20261123110000", "1.2.250.1.71.4.2.2.1350009999")
    assert lot.content_type is not None
    assert lot.content_type.code == "SA41"
    assert entry.metadata.creation_time == "20261123110000"
    assert entry.metadata.authors[0].person.startswith("810100000024^MOREAU^Inès^")
    assert entry.action == "new"


@pytest.mark.kits
@pytest.mark.parametrize("masks", [frozenset(), frozenset({"MASQUE_PS", "INVISIBLE_REPRESENTANTS_LEGAUX"})])
def test_the_metadata_are_valid_against_the_ebxml_schema(kits: Path, masks: frozenset[str]) -> None:
    documents = [lots.document(), lots.document(document_id="1.2.250.1.999.1.2.1002", replaces="1.2.3.4")]
    files = lots.files_of(write_archive(documents, lot=lots.lot(masks=masks)))
    schema = etree.XMLSchema(etree.parse(str(kits / "ihe/dmp-wsdl/schema/ebRS/lcm.xsd")))
    schema.assertValid(etree.fromstring(files["IHE_XDM/SUBSET01/METADATA.XML"]))


def test_several_documents_of_one_person_travel_in_one_lot() -> None:
    documents = [lots.document(document_id=f"1.2.250.1.999.1.2.{number}") for number in range(1, 4)]
    archive = read_archive(write_archive(documents, lot=lots.lot()))
    assert [entry.path for entry in archive.entries] == [f"IHE_XDM/SUBSET01/DOC000{n}.XML" for n in (1, 2, 3)]
    assert [entry.data for entry in archive.entries] == documents
    assert archive.faults == ()


def test_the_readme_is_ascii_with_dos_line_ends_and_says_who_sends() -> None:
    structure = replace(lots.SSIAD, name="Service de soins «Les Œillets»")
    author = replace(lots.INES, structure=structure)
    readme = lots.files_of(write_archive([lots.document()], lot=lots.lot(author=author)))["README.TXT"]
    assert readme.isascii()
    assert readme.count(b"\n") == readme.count(b"\r\n") > 20
    assert b'    . Organisme : Service de soins "Les OEillets"(1350009999)\r\n' in readme
    assert b"    . Nom : MOREAU Ines\r\n" in readme
    assert b"                DOC0001.XML\r\n" in readme


def test_the_index_escapes_what_it_shows() -> None:
    author = replace(lots.INES, structure=replace(lots.SSIAD, name="Soins & <co>"))
    index = lots.files_of(write_archive([lots.document()], lot=lots.lot(author=author)))["INDEX.HTM"]
    assert b"Soins &amp; &lt;co&gt;(1350009999)" in index


def test_a_system_may_send_in_the_name_of_a_structure() -> None:
    system = Device(id="3350009999/alentour", software="Alentour", structure=lots.SSIAD)
    archive = write_archive([lots.document()], lot=lots.lot(author=system))
    assert b"    . Nom : Alentour\r\n" in lots.files_of(archive)["README.TXT"]


def test_a_replacement_is_told_in_the_metadata_and_a_deletion_on_demand() -> None:
    again = lots.document(document_id="1.2.250.1.999.1.2.2", replaces="1.2.250.1.999.1.2.1001")
    replaced = read_archive(write_archive([again], lot=lots.lot()))
    assert (replaced.entries[0].action, replaced.entries[0].replaces) == ("replaces", "1.2.250.1.999.1.2.1001")
    deleted = read_archive(write_archive([again], lot=lots.lot(actions=("deletes",))))
    assert deleted.entries[0].action == "deletes"


def test_masks_travel_as_extra_confidentialities() -> None:
    archive = read_archive(write_archive([lots.document()], lot=lots.lot(masks=frozenset({"INVISIBLE_PATIENT"}))))
    assert archive.entries[0].masks == {"INVISIBLE_PATIENT"}
    assert {code.code for code in archive.entries[0].metadata.confidentiality} == {"N", "INVISIBLE_PATIENT"}


def test_without_ins_the_local_identifier_stands_in_and_the_reader_says_so() -> None:
    archive = read_archive(write_archive([lots.document(ins=None)], lot=lots.lot()))
    assert archive.ins is None
    assert [fault.code for fault in archive.faults] == ["ins-absent"]


@pytest.mark.parametrize(
    ("documents", "changes", "sentence"),
    [
        ([], {}, "au moins un document"),
        ([b"<html/>"], {}, "pas un document de santé"),
        ([b'<!DOCTYPE x><ClinicalDocument xmlns="urn:hl7-org:v3"/>'], {}, "DOCTYPE"),
        ([lots.document()], {"masks": frozenset({"INVISIBLE_PATIENT", "MASQUE_PS"})}, "à la fois"),
        ([lots.document()], {"masks": frozenset({"N"})}, "n'existe pas"),
        ([lots.document()], {"actions": ("deletes",)}, "ne dit pas lequel"),
        ([lots.document()], {"actions": ("new", "new")}, "Chaque document"),
        ([lots.document()], {"author": replace(lots.INES, structure=None)}, "agit pour une structure"),
        ([lots.document()], {"source_id": "ajoncs"}, "n'est pas un OID"),
        ([lots.document()], {"title": "x" * 129}, "128"),
    ],
)
def test_a_lot_the_specification_forbids_is_refused(
    documents: list[bytes], changes: dict[str, object], sentence: str
) -> None:
    with pytest.raises(RefusedArchive) as refusal:
        write_archive(documents, lot=lots.lot(**changes))
    assert sentence in refusal.value.sentence


@pytest.mark.parametrize("ins", [lots.MARCEL, None])
def test_two_people_never_share_a_lot(ins: Ins | None) -> None:
    marcel = lots.document(ins=ins, traits=lots.MARCEL_TRAITS, document_id="1.2.250.1.999.1.2.7")
    with pytest.raises(RefusedArchive, match="une seule personne"):
        write_archive([lots.document(), marcel], lot=lots.lot())


@settings(max_examples=20, deadline=None)
@given(bodies=st.lists(st.binary(min_size=1, max_size=2000), min_size=1, max_size=4))
def test_whatever_is_written_is_read_back_without_fault(bodies: list[bytes]) -> None:
    documents = [
        lots.document(document_id=f"1.2.250.1.999.1.2.{number}", body=lots.PDF + body)
        for number, body in enumerate(bodies, 1)
    ]
    archive = read_archive(write_archive(documents, lot=lots.lot()))
    assert [entry.data for entry in archive.entries] == documents
    assert archive.faults == ()
