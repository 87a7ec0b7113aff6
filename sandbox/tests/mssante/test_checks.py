"""What is checked inside a message: each rule broken once, refused or only told, with its identifier in the journal."""

from __future__ import annotations

import smtplib
from pathlib import Path

import pytest
from sandbox.mssante.checks import Sending, examine
from sandbox.mssante.letter import Letter
from sandbox.mssante.mailboxes import Mailboxes
from sandbox.mssante.rules import REQUIREMENTS

from . import archives
from .conftest import CAST, INES, IRENE, MARTIN, World, letter

MAILBOXES = Mailboxes.from_cast(CAST)
MASKED_FROM_HER = archives.archive(about=archives.metadata(masks=("N", "INVISIBLE_PATIENT")))
MASKED_FROM_THEM = archives.archive(about=archives.metadata(masks=("N", "MASQUE_PS")))


def found(content: bytes, *, to: str = MARTIN) -> set[str]:
    """Identifiers of the rules a message breaks."""
    sending = Sending(
        letter=Letter(content), author=MAILBOXES.get(INES), to_citizens=to == IRENE, to_professionals=to != IRENE
    )
    return {breach.requirement.code for breach in examine(sending)}


def test_a_right_message_breaks_nothing() -> None:
    assert found(letter()) == set()
    assert found(archives.message()) == set()
    assert (
        found(letter(subject="Re: Pansement", headers={"In-Reply-To": "<0@x.test>", "References": "<0@x.test>"}))
        == set()
    )
    assert found(archives.message(subject=f"[Annule et remplace] {archives.SUBJECT}")) == set()


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        (letter(headers={"Message-ID": ""}), "ECO.2.2.1"),
        (letter(message_id="sans chevrons"), "ECO.2.2.1"),
        (letter(headers={"X-MSS-NIL": ""}), "ECO.2.4.3"),
        (letter(subject="RE: Pansement"), "ECO.2.2.2"),
        (letter(label="Équipe du SSIAD"), "ECO.2.2.7"),
        (letter(headers={"Content-Type": "text/plain; charset=iso-8859-1"}), "ECO.2.2.3"),
        (letter(headers={"Content-Type": "text/html; charset=utf-8"}), "ECO.2.2.4"),
        (letter(headers={"X-MSS-MES": "FIN"}), "ECO.2.2.8"),
        (letter(headers={"X-MSS-INS": "O"}), "ECO.2.4.1-SUPERFLU"),
        (archives.message(ins=""), "ECO.2.4.2"),
        (archives.message(ins="oui"), "ECO.2.4.2"),
        (archives.message(archives.archive(archives.cda(birth=""))), "ECO.2.4.2"),
        (archives.message(ins="N"), "ECO.2.4.2-PRUDENT"),
        (archives.message(codes=""), "ECO.2.4.1"),
        (archives.message(codes="34133-9"), "ECO.2.4.1"),
        (archives.message(archives.archive(), archives.archive()), "ECO.2.1.1"),
        (archives.message(b"ceci n'est pas un zip"), "ECO.2.1.1"),
        (archives.message(archives.archive(about=b"")), "ECO.2.1.1"),
        (archives.message(archives.archive(about=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')), "ECO.2.1.1"),
        (
            archives.message(archives.archive(archives.cda(), archives.cda(matricule="141093523801474"))),
            "ECO.2.1.1-USAGER",
        ),
        (archives.message(archives.archive(archives.cda(matricule="141093523801474"))), "ECO.2.1.2"),
        (archives.message(subject="Ordonnance de Mme DUPONT IRENE"), "ECO.2.1.3"),
        (archives.message(subject="XDM/1.0/DDM+Prescription MARTIN PAUL"), "ECO.2.1.3-TEXTE"),
        (archives.message(pdfs=()), "ECO.2.1.1-PDF"),
        (archives.message(pdfs=((archives.PDF_NAME, b"%PDF-1.4 une autre"),)), "ECO.2.1.5"),
        (archives.message(pdfs=(("ordonnance.pdf", archives.PDF),)), "ECO.2.1.6"),
        (archives.message(MASKED_FROM_THEM), "HL7-MASQUAGE-PS"),
    ],
)
def test_a_wrong_message_breaks_its_rule(content: bytes, rule: str) -> None:
    assert rule in found(content)


def test_a_provisional_matricule_is_not_a_qualified_ins() -> None:
    nia = "1.2.250.1.213.1.4.9"
    provisional = archives.archive(
        archives.cda(oid=nia), about=archives.metadata(f"{archives.MATRICULE}^^^&amp;{nia}&amp;ISO^NH")
    )
    assert found(archives.message(provisional, ins="O")) == {"ECO.2.4.2"}
    assert found(archives.message(provisional, ins="N")) == set()


def test_masking_depends_on_who_receives() -> None:
    to_her = archives.message(MASKED_FROM_HER, recipient=IRENE)
    assert found(to_her, to=IRENE) == {"HL7-MASQUAGE-USAGER"}
    assert found(to_her, to=MARTIN) == set()
    assert found(archives.message(MASKED_FROM_THEM), to=IRENE) == set()


def test_a_document_without_ins_travels_as_long_as_it_says_so() -> None:
    local = archives.archive(archives.cda(oid="1.2.3.4"), about=archives.metadata("IPP1^^^&amp;1.2.3.4&amp;ISO^PI"))
    assert found(archives.message(local, ins="N")) == set()


def test_a_refused_breach_stops_the_message_and_names_its_rule(world: World) -> None:
    with world.smtp("ines", INES) as client, pytest.raises(smtplib.SMTPDataError) as refused:
        client.sendmail(INES, [MARTIN], archives.message(ins="", codes="", label="Quelqu'un"))
    answer = refused.value.smtp_error.decode()
    assert refused.value.smtp_code == 554
    assert "ECO.2.4.2" in answer
    assert "ECO.2.4.1" in answer
    assert "ECO.2.2.7" not in answer  # only a warning
    assert world.inbox("martin", MARTIN) == []
    told = {exchange.rule.code: exchange.verdict for exchange in world.journalled("smtp.check") if exchange.rule}
    assert told == {"ECO.2.4.2": "refused", "ECO.2.4.1": "refused", "ECO.2.2.7": "accepted"}


def test_a_warning_lets_the_message_through(world: World) -> None:
    with world.smtp("ines", INES) as client:
        client.sendmail(INES, [MARTIN], letter(label="SSIAD"))
    assert len(world.inbox("martin", MARTIN)) == 1
    (warning,) = world.journalled("smtp.check")
    assert warning.meaning["Suite"] == "avertissement"


def test_every_rule_says_what_it_requires_and_where_it_is_written() -> None:
    codes = [requirement.code for requirement in REQUIREMENTS]
    assert len(codes) == len(set(codes))
    for requirement in REQUIREMENTS:
        assert requirement.source
        assert requirement.sentence.endswith(".")


@pytest.mark.kits
def test_the_official_archives_are_readable(kits: Path) -> None:
    """The ANS's own archives are not perfect: they must open, and tell one person each."""
    names = sorted((kits / "mss" / "xdm").glob("*/IHE_XDM.ZIP"))
    assert names
    for name in names:
        rules = found(archives.message(name.read_bytes(), ins="O"))
        assert not rules & {"ECO.2.1.1", "ECO.2.1.1-USAGER", "ECO.2.1.2"}, name
