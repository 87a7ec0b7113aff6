"""The IMAP store: byte for byte, stable numbers, keywords, folders, IDLE; all of it after a restart too."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError
from sandbox.faults import Fault

from .conftest import INES, TEAM, World, letter

ODD = (
    b"From: <ines.moreau@ssiad-ajoncs.mssante.test>\r\nSubject: =?utf-8?q?Caf=C3=A9?=\r\nMessage-ID: <odd@x.test>\r\n\r\n"
    b"Ligne en UTF-8 \xc3\xa9, octet seul \xff, tabulation\t, point\r\n.\r\n..deux\r\n\r\nsans fin de ligne"
)


def test_what_is_appended_comes_back_to_the_byte_after_a_restart(world: World) -> None:
    when = datetime(2026, 11, 23, 14, 40, tzinfo=UTC)
    with world.imap("ines", INES) as client:
        told = client.append("Sent", ODD, [b"\\Seen"], when)
        before = client.folder_status("Sent", ["UIDNEXT", "UIDVALIDITY"])
    assert b"APPENDUID" in told
    world.service.stop()
    world.service.start()
    with world.imap("ines", INES) as client:
        assert client.folder_status("Sent", ["UIDNEXT", "UIDVALIDITY"]) == before
        client.select_folder("Sent")
        (uid,) = client.search("ALL")
        found = client.fetch([uid], ["BODY.PEEK[]", "FLAGS", "INTERNALDATE", "RFC822.SIZE"])[uid]
    assert found[b"BODY[]"] == ODD
    assert found[b"RFC822.SIZE"] == len(ODD)
    assert found[b"FLAGS"] == (b"\\Seen",)
    assert found[b"INTERNALDATE"].replace(tzinfo=None) == when.astimezone().replace(tzinfo=None)


def test_a_number_is_never_given_twice_even_after_expunge_and_restart(world: World) -> None:
    with world.imap("ines", INES) as client:
        for _ in range(3):
            client.append("INBOX", ODD)
        client.select_folder("INBOX")
        assert client.search("ALL") == [1, 2, 3]
        client.delete_messages([2, 3])
        client.expunge()
    world.service.stop()
    world.service.start()
    with world.imap("ines", INES) as client:
        client.append("INBOX", ODD)
        client.select_folder("INBOX")
        assert client.search("ALL") == [1, 4]


def test_a_colleague_sees_who_takes_charge_and_it_lasts(world: World) -> None:
    with world.imap("ines", TEAM) as ines, world.imap("nadia", TEAM) as nadia:
        ines.append("INBOX", letter())
        for client in (ines, nadia):
            client.select_folder("INBOX")
        ines.add_flags([1], [b"$PrisEnCharge", b"\\Flagged"])
        assert set(nadia.get_flags([1])[1]) - {b"\\Recent"} == {b"$PrisEnCharge", b"\\Flagged"}
        assert nadia.search(["KEYWORD", "$PrisEnCharge"]) == [1]
        ines.remove_flags([1], [b"\\Flagged"])
    world.service.stop()
    world.service.start()
    with world.imap("aicha", TEAM) as aicha:
        told = aicha.select_folder("INBOX")
        assert set(aicha.get_flags([1])[1]) == {b"$PrisEnCharge"}
    assert b"\\*" in told[b"PERMANENTFLAGS"]
    assert b"$PrisEnCharge" in told[b"FLAGS"]
    assert b"\\*" not in told[b"FLAGS"]


def test_reading_marks_as_seen_and_peeking_does_not(world: World) -> None:
    with world.imap("ines", INES) as client:
        client.append("INBOX", letter())
        client.select_folder("INBOX")
        client.fetch([1], ["BODY.PEEK[]"])
        assert b"\\Seen" not in client.get_flags([1])[1]
        client.fetch([1], ["BODY[TEXT]"])
        assert b"\\Seen" in client.get_flags([1])[1]
    rows = world.service.store.messages(world.service.store.folder(INES, "INBOX").id)
    assert rows[0].flags == {"\\Seen"}


def test_move_and_copy_keep_bytes_flags_and_date(world: World) -> None:
    with world.imap("ines", INES) as client:
        client.append("INBOX", ODD, [b"$Traite"])
        client.select_folder("INBOX")
        client.copy([1], "Quarantaine")
        client.move([1], "Archive")
        assert client.search("ALL") == []
        for folder in ("Quarantaine", "Archive"):
            client.select_folder(folder)
            (uid,) = client.search("ALL")
            found = client.fetch([uid], ["BODY.PEEK[]", "FLAGS"])[uid]
            assert found[b"BODY[]"] == ODD
            assert b"$Traite" in found[b"FLAGS"]


def test_folders_are_the_usual_ones_and_follow_the_user_s_wishes(world: World) -> None:
    with world.imap("ines", INES) as client:
        listed = {name: flags for flags, _, name in client.list_folders()}
        assert set(listed) == {"INBOX", "Sent", "Drafts", "Trash", "Archive", "Quarantaine"}
        assert b"\\Sent" in listed["Sent"]
        client.create_folder("Tournée d'été/À rappeler")
        client.append("Tournée d'été/À rappeler", ODD)
        client.rename_folder("Tournée d'été/À rappeler", "Rappelés")
        client.unsubscribe_folder("Trash")
        client.delete_folder("Archive")
        with pytest.raises(IMAPClientError):
            client.create_folder("Sent")
    world.service.stop()
    world.service.start()
    with world.imap("ines", INES) as client:
        assert {name for _, _, name in client.list_folders()} == {
            "INBOX", "Sent", "Drafts", "Trash", "Quarantaine", "Rappelés",
        }  # fmt: skip
        assert "Trash" not in {name for _, _, name in client.list_sub_folders()}
        assert client.select_folder("Rappelés")[b"EXISTS"] == 1
        with pytest.raises(IMAPClientError):
            client.select_folder("Archive")


def test_renaming_inbox_empties_it_and_keeps_it(world: World) -> None:
    with world.imap("ines", INES) as client:
        client.append("INBOX", ODD)
        client.rename_folder("INBOX", "Année 2026")
        assert client.select_folder("Année 2026")[b"EXISTS"] == 1
        assert client.select_folder("INBOX")[b"EXISTS"] == 0


def test_a_mail_just_delivered_wakes_the_one_who_waits(world: World) -> None:
    with world.imap("ines", INES) as client, world.smtp("martin", "paul.martin@medecin.mssante.test") as smtp:
        client.select_folder("INBOX")
        client.idle()
        sender = "paul.martin@medecin.mssante.test"
        smtp.sendmail(sender, [INES], letter(sender, INES, label="Dr Paul MARTIN"))
        assert (1, b"EXISTS") in client.idle_check(timeout=5)
        client.idle_done()
        assert client.search("UNSEEN") == [1]


def test_numbers_broken_on_purpose_are_announced_by_a_new_uidvalidity(world: World) -> None:
    with world.imap("ines", INES) as client:
        for _ in range(3):
            client.append("INBOX", ODD)
        before = client.select_folder("INBOX")[b"UIDVALIDITY"]
        client.delete_messages([1])
        client.expunge()
        world.faults.add(
            Fault(
                service="mssante", operation="imap.select", kind="refuse", code="UIDVALIDITY", subject=INES, remaining=1
            )
        )
        with pytest.raises(IMAPClientAbortError):
            client.select_folder("INBOX")
    with world.imap("ines", INES) as client:
        after = client.select_folder("INBOX")
        assert after[b"UIDVALIDITY"] > before
        assert client.search("ALL") == [1, 2]
        assert after[b"UIDNEXT"] == 3


def test_a_list_of_messages_never_reads_an_attachment(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    big = letter(text="x" * 200_000)
    with world.imap("ines", INES) as client:
        client.append("INBOX", big)
        client.select_folder("INBOX")
        monkeypatch.setattr(world.service.store, "content", _never)
        found = client.fetch([1], ["ENVELOPE", "RFC822.SIZE", "BODY.PEEK[HEADER]", "FLAGS"])[1]
        assert found[b"RFC822.SIZE"] == len(big)
        assert found[b"ENVELOPE"].message_id == b"<1@ssiad-ajoncs.mssante.test>"
        assert found[b"BODY[HEADER]"] == big.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        assert client.search(["HEADER", "Message-ID", "<1@ssiad-ajoncs.mssante.test>"]) == [1]


def _never(number: int) -> bytes:
    raise AssertionError(number)


def test_bytes_are_kept_once_and_leave_with_the_last_copy(world: World) -> None:
    with world.imap("ines", INES) as client:
        client.append("INBOX", ODD)
        client.select_folder("INBOX")
        client.copy([1], "Archive")
        assert _contents(world) == 1
        client.delete_messages([1])
        client.expunge()
        assert _contents(world) == 1
        client.select_folder("Archive")
        client.delete_messages([1])
        client.expunge()
        assert _contents(world) == 0


def _contents(world: World) -> int:
    row = world.service.store.db.one("SELECT count(*) AS kept FROM content")
    assert row is not None
    return int(row["kept"])
