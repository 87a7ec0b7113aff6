"""Archives of others: read whatever their style, distrusted whatever their air."""

from __future__ import annotations

import contextlib
import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest
from esante.cda import NonXmlBody
from esante.xdm import Limits, UnreadableArchive, read_archive, write_archive
from hypothesis import given, settings
from hypothesis import strategies as st

from . import lots

DOCUMENT = "IHE_XDM/SUBSET01/DOC0001.XML"
METADATA = "IHE_XDM/SUBSET01/METADATA.XML"


@pytest.fixture(scope="module")
def sound() -> dict[str, bytes]:
    """Files of a sound archive about Irène."""
    return lots.files_of(write_archive([lots.document()], lot=lots.lot()))


def fault_codes(files: dict[str, bytes]) -> list[str]:
    return [fault.code for fault in read_archive(lots.zipped(files)).faults]


@pytest.mark.kits
def test_every_official_archive_is_read_without_fault(kits: Path) -> None:
    found = sorted(kits.glob("mss/xdm/*/IHE_XDM.ZIP"))
    assert len(found) == 14
    for path in found:
        archive = read_archive(path.read_bytes())
        assert archive.faults == (), path.parent.name
        assert archive.entries[0].document is not None
        assert archive.ins is not None


@pytest.mark.kits
@pytest.mark.parametrize(
    ("name", "action", "code"),
    [
        ("BIO-CR-BIO_2024.01_Microbiologie_V1", "new", "11502-2"),
        ("BIO-CR-BIO_2024.01_Microbiologie_V2", "replaces", "11502-2"),
        ("BIO-CR-BIO_2024.01_Microbiologie_V2_Delete", "deletes", "11502-2"),
        ("DLU-FT-SU_2025.01", "new", "78341-5"),
        ("eP-MED-DM_2024.01_PosoStruct", "new", "57833-6"),
    ],
)
def test_the_senders_intention_is_read(kits: Path, name: str, action: str, code: str) -> None:
    archive = read_archive((kits / "mss/xdm" / name / "IHE_XDM.ZIP").read_bytes())
    assert (archive.entries[0].action, archive.codes) == (action, (code,))


@pytest.mark.kits
def test_a_document_wrapped_in_a_style_sheet_is_found_and_the_sheet_never_run(kits: Path) -> None:
    path = kits / "mss/xdm/BIO-CR-BIO_2021.01_Auto-Presentable/IHE_XDM.ZIP"
    (entry,) = read_archive(path.read_bytes()).entries
    assert entry.document is not None
    assert entry.document.self_presenting


@pytest.mark.kits
def test_the_pdf_of_a_level_1_document_is_at_hand(kits: Path) -> None:
    path = kits / "mss/xdm/DOC_NON_STRUCTURE_CDA-R2-N1/IHE_XDM.ZIP"
    (entry,) = read_archive(path.read_bytes()).entries
    assert entry.document is not None
    assert isinstance(entry.document.body, NonXmlBody)
    assert entry.document.body.data.startswith(b"%PDF")


@pytest.mark.kits
def test_a_wrong_key_warns_and_prevents_nothing(kits: Path) -> None:
    archive = read_archive((kits / "mss/xdm/CSE-MDE_2023.01/IHE_XDM.ZIP").read_bytes())
    assert [warning.code for warning in archive.warnings] == ["ins-key"]
    assert archive.faults == ()


def test_paths_are_matched_whatever_their_case_and_slashes(sound: dict[str, bytes]) -> None:
    shouting = {path.lower().replace("/", "\\"): data for path, data in sound.items()}
    archive = read_archive(lots.zipped(shouting))
    assert archive.faults == ()
    assert archive.entries[0].path == DOCUMENT.lower()


def test_every_subset_is_read(sound: dict[str, bytes]) -> None:
    other = lots.document(document_id="1.2.250.1.999.1.2.9")
    second = lots.files_of(write_archive([other], lot=lots.lot(unique_id="1.2.250.1.999.1.3.2")))
    moved = {path.replace("SUBSET01", "SUBSET02"): data for path, data in second.items() if "SUBSET" in path}
    archive = read_archive(lots.zipped(sound | moved))
    assert [entry.data for entry in archive.entries] == [sound[DOCUMENT], other]
    assert len(archive.lots) == 2


def test_a_file_no_metadata_describe_is_an_attachment_never_a_document(sound: dict[str, bytes]) -> None:
    archive = read_archive(lots.zipped(sound | {"IHE_XDM/SUBSET01/PHOTO.JPG": b"\xff\xd8"}))
    assert [file.path for file in archive.files] == ["IHE_XDM/SUBSET01/PHOTO.JPG"]
    assert len(archive.entries) == 1
    assert archive.faults == ()


def test_an_altered_document_is_seen(sound: dict[str, bytes]) -> None:
    altered = sound[DOCUMENT].replace(b"urgence", b"Urgence")
    assert fault_codes(sound | {DOCUMENT: altered}) == ["hash"]
    assert fault_codes(sound | {DOCUMENT: sound[DOCUMENT] + b"\n"}) == ["hash", "size"]


def test_a_hash_in_lower_case_is_the_same_hash(sound: dict[str, bytes]) -> None:
    entry = read_archive(lots.zipped(sound)).entries[0]
    lowered = sound[METADATA].replace(entry.metadata.hash.encode(), entry.metadata.hash.lower().encode())
    assert fault_codes(sound | {METADATA: lowered}) == []


def test_a_missing_document_is_told(sound: dict[str, bytes]) -> None:
    without = {path: data for path, data in sound.items() if path != DOCUMENT}
    assert fault_codes(without) == ["missing-file"]


def test_a_document_that_is_no_document_is_told(sound: dict[str, bytes]) -> None:
    assert "unreadable-document" in fault_codes(sound | {DOCUMENT: b"<html/>"})
    assert "unreadable-document" in fault_codes(sound | {DOCUMENT: b"<!DOCTYPE x [<!ENTITY y 'z'>]><x>&y;</x>"})


def test_an_uri_leading_out_of_its_folder_finds_nothing(sound: dict[str, bytes]) -> None:
    led_out = sound[METADATA].replace(b"DOC0001.XML", b"../../../etc/passwd")
    assert fault_codes(sound | {METADATA: led_out}) == ["missing-file"]


@pytest.mark.parametrize(
    ("written", "read", "code"),
    [
        (lots.IRENE.matricule, lots.MARCEL.matricule, "ins-differs"),
        (f"{lots.IRENE.matricule}^^^&amp;{lots.TEST_OID}", f"^^^&amp;{lots.TEST_OID}", "ins-unreadable"),
        (f"{lots.IRENE.matricule}^^^&amp;{lots.TEST_OID}&amp;ISO^NH", "", "ins-absent"),
        (lots.TEST_OID, lots.NIR_OID, "ins-differs"),
    ],
)
def test_who_the_documents_are_about_must_be_certain(
    sound: dict[str, bytes], written: str, read: str, code: str
) -> None:
    changed = sound[METADATA].replace(written.encode(), read.encode())
    assert fault_codes(sound | {METADATA: changed}) == [code]


def test_a_document_without_ins_behind_metadata_with_one_is_told(sound: dict[str, bytes]) -> None:
    anonymous = lots.files_of(write_archive([lots.document(ins=None)], lot=lots.lot()))
    mixed = sound | {DOCUMENT: anonymous[DOCUMENT]}
    assert "ins-absent" in fault_codes(mixed)


def test_two_people_in_one_archive_are_told(sound: dict[str, bytes]) -> None:
    marcel = lots.document(ins=lots.MARCEL, traits=lots.MARCEL_TRAITS, document_id="1.2.250.1.999.1.2.7")
    second = lots.files_of(write_archive([marcel], lot=lots.lot()))
    moved = {path.replace("SUBSET01", "SUBSET02"): data for path, data in second.items() if "SUBSET" in path}
    archive = read_archive(lots.zipped(sound | moved))
    assert [fault.code for fault in archive.faults] == ["several-usagers"]
    assert archive.ins is None


def test_a_lot_about_somebody_else_than_its_documents_is_told(sound: dict[str, bytes]) -> None:
    head, tail = sound[METADATA].split(b"ExtrinsicObject", 1)
    changed = head.replace(lots.IRENE.matricule.encode(), lots.MARCEL.matricule.encode()) + b"ExtrinsicObject" + tail
    assert fault_codes(sound | {METADATA: changed}) == ["ins-differs"]


def test_another_identifier_than_announced_is_told(sound: dict[str, bytes]) -> None:
    changed = sound[METADATA].replace(b"1.2.250.1.999.1.2.1001", b"1.2.250.1.999.1.2.1002")
    assert fault_codes(sound | {METADATA: changed}) == ["id-differs"]


def test_metadata_without_document_are_told(sound: dict[str, bytes]) -> None:
    start, end = sound[METADATA].index(b"<rim:ExtrinsicObject"), sound[METADATA].index(b"</rim:ExtrinsicObject>")
    emptied = sound[METADATA][:start] + sound[METADATA][end + len(b"</rim:ExtrinsicObject>") :]
    assert fault_codes(sound | {METADATA: emptied}) == ["no-document"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("../evil.xml", "escape"),
        ("IHE_XDM/../../evil.xml", "escape"),
        ("/etc/passwd", "escape"),
        ("C:\\windows\\evil.xml", "escape"),
        ("..\\evil.xml", "escape"),
    ],
)
def test_a_name_that_leads_out_closes_the_archive(sound: dict[str, bytes], name: str, reason: str) -> None:
    with pytest.raises(UnreadableArchive) as refusal:
        read_archive(lots.zipped(sound | {name: b"x"}))
    assert refusal.value.reason == reason
    assert refusal.value.why.endswith(".")


def unreadable(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableArchive) as refusal:
        read_archive(data, limits=limits or Limits())
    return refusal.value.reason


def test_a_bomb_is_not_unpacked(sound: dict[str, bytes]) -> None:
    assert unreadable(lots.zipped(sound | {"IHE_XDM/SUBSET01/BIG.TXT": b"\0" * 40_000_000})) == "bomb"


def test_the_total_is_counted_across_files(sound: dict[str, bytes]) -> None:
    noise = {f"{number}.BIN": bytes(600_000) for number in range(9)}
    assert unreadable(lots.zipped(sound | noise), Limits(total=5_000_000)) == "bomb"


def test_a_size_that_lies_is_not_believed(sound: dict[str, bytes]) -> None:
    data = bytearray(lots.zipped(sound | {"BIG.TXT": b"\0" * 40_000_000}))
    record = data.rindex(b"PK\x01\x02", 0, data.rindex(b"BIG.TXT"))
    struct.pack_into("<L", data, record + 24, 10)  # uncompressed size, central directory
    assert unreadable(bytes(data)) == "damaged"


def test_too_many_files_are_not_even_listed(sound: dict[str, bytes]) -> None:
    many = {f"{number}.TXT": b"" for number in range(250)}
    assert unreadable(lots.zipped(sound | many)) == "too-many-files"
    assert unreadable(lots.zipped({f"{number}.TXT": b"" for number in range(900)})) == "too-many-files"


def test_an_archive_above_the_limit_is_not_opened(sound: dict[str, bytes]) -> None:
    assert unreadable(lots.zipped(sound), Limits(archive=1000)) == "too-big"


def test_links_are_refused(sound: dict[str, bytes]) -> None:
    target = io.BytesIO(lots.zipped(sound))
    with zipfile.ZipFile(target, "a") as archive:
        link = zipfile.ZipInfo("IHE_XDM/LINK.XML")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    assert unreadable(target.getvalue()) == "link"


def test_encrypted_and_exotic_archives_are_refused(sound: dict[str, bytes]) -> None:
    assert unreadable(lots.zipped(sound, compression=zipfile.ZIP_LZMA)) == "compression"
    data = bytearray(lots.zipped({"A.TXT": b"a"}))
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    assert unreadable(bytes(data)) == "encrypted"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_files_of_one_name_are_refused(sound: dict[str, bytes]) -> None:
    target = io.BytesIO(lots.zipped(sound))
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr(DOCUMENT.lower(), b"another one")
    assert unreadable(target.getvalue()) == "same-name"


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        (b"<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>", "unsafe-metadata"),
        (b"not xml", "unsafe-metadata"),
        (b"<x/>", "bad-metadata"),
    ],
)
def test_metadata_that_are_none_close_the_archive(sound: dict[str, bytes], metadata: bytes, reason: str) -> None:
    assert unreadable(lots.zipped(sound | {METADATA: metadata})) == reason


def test_no_metadata_no_archive(sound: dict[str, bytes]) -> None:
    assert unreadable(lots.zipped({DOCUMENT: sound[DOCUMENT]})) == "no-metadata"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"PK\x03\x04", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive_is_unreadable(data: bytes) -> None:
    assert unreadable(data) in ("not-a-zip", "damaged", "no-metadata")


@settings(max_examples=60, deadline=None)
@given(position=st.integers(min_value=0, max_value=5000), value=st.integers(min_value=0, max_value=255))
def test_a_damaged_byte_never_raises_anything_else(position: int, value: int) -> None:
    data = bytearray(_SOUND)
    data[position % len(data)] = value
    with contextlib.suppress(UnreadableArchive):
        assert read_archive(bytes(data)).lots


_SOUND = write_archive([lots.document()], lot=lots.lot())
