"""What keeps a document here is told in one French sentence, with who can repair it; nothing faulty leaves."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.cache import cache
from esante.cda import rules
from esante.cda.validation import Finding, ValidationUnavailable

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.documents import gateway
from alentour.documents.enums import State
from alentour.documents.models import Document
from alentour.documents.services import NotJudged, cda_of, create_ordonnance, validate, why_it_stays
from alentour.documents.services.making import put_cda
from alentour.documents.soundness import MAX_SENTENCE, REPAIRS, TABLE, Lack, lacks_of, told
from alentour.documents.tests.conftest import LINES
from alentour.identity.models import Usager


@dataclass(frozen=True)
class Said:
    code: str
    location: str = ""
    severity: str = "error"


def sentence(code: str, location: str = "") -> str:
    (lack,) = lacks_of([Said(code, location)])
    return lack.sentence


def codes_of_our_rules() -> set[str]:
    """Each code written in the rules of esante.cda; those built from a part (`{who}.id`) by their parts."""
    text = "".join(path.read_text("utf-8") for path in Path(rules.__file__).parent.glob("*.py"))
    written = set(re.findall(r'"([a-z]+(?:\.[A-Za-z]+)+)"', text))
    built = {f"{who}.{end}" for who in ("author", "legal", "authenticator", "recipient") for end in ("id", "id.root")}
    built |= {f"ins.{reason}" for reason in ("length", "shape", "oid")} | {"name.prefix", "name.suffix", "header.id"}
    return {code for code in written | built if not code.startswith(("esante.", "re."))}


@pytest.mark.parametrize("code", sorted(codes_of_our_rules()))
def test_every_rule_of_ours_has_words_of_its_own(code: str) -> None:
    assert "Une mention du document" not in sentence(code), "the last row is for codes nobody knows yet"


def test_every_row_names_who_repairs_it_and_speaks_without_jargon() -> None:
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter=";"))
    for row in rows:
        assert row["who"] in REPAIRS
        assert not re.search(r"nullFlavor|templateId|OID|XML|CDA|schéma|base64|!", row["lack"]), row
        assert row["lack"][0].isupper()
        assert not row["lack"].endswith(".")
    assert {row["who"] for row in rows} == set(REPAIRS)


@pytest.mark.parametrize(
    ("code", "location", "begins", "who"),
    [
        ("ins.key", "recordTarget/patientRole/id[1]", "La clé de contrôle du matricule INS est fausse", "identités"),
        ("header.missing", "recordTarget", "Le document ne dit pas de qui il parle", "identités"),
        ("telecom.format", "author/assignedAuthor/telecom[2]", "Un téléphone ou une adresse", "établissement"),
        ("telecom.format", "recordTarget/patientRole/telecom", "Un téléphone ou une adresse", "coordonnées"),
        ("SM.schematron", "recordTarget/patientRole/patient/name", "L'identité de la personne", "identités"),
        ("xsd", "custodian[1]/assignedCustodian", "L'établissement qui conserve", "réglages"),
        ("LDL-EES.schematron", "component/structuredBody/component[3]/section", "Une partie du document", "dossier"),
        ("IHE.schematron", "", "Une règle nationale refuse", "assistance"),
        ("unknown.code", "", "Une mention du document", "assistance"),
    ],
)
def test_a_finding_is_told_in_plain_words_with_who_repairs_it(code: str, location: str, begins: str, who: str) -> None:
    assert sentence(code, location).startswith(begins)
    assert who in sentence(code, location)


def test_a_warning_keeps_nothing_here_and_a_sentence_is_said_once() -> None:
    said = [Said("author.id.key", severity="warning"), Said("ins.key", "a"), Said("ins.key", "b")]
    assert [lack.code for lack in lacks_of(said)] == ["ins.key"]


def test_many_lacks_fit_the_tray_and_say_how_many_are_left() -> None:
    text = told(tuple(Lack(f"{'x' * 150} {number}.", "author", "c", "") for number in range(9)), "Reste ici.")
    assert text.startswith("Reste ici.")
    assert text.endswith("autres points à revoir.")
    assert len(text) <= MAX_SENTENCE


def test_what_is_not_sound_stays_a_visible_draft_with_its_sentences(
    irene_at_cabinet: Usager, martin: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = create_ordonnance(post=martin, usager=irene_at_cabinet, lines=LINES, title="Pansements")
    faulty = Finding("alentour", "traits.place", "recordTarget", "…", "…")
    monkeypatch.setattr(gateway, "faults_of", lambda cda: (faulty,))
    with pytest.raises(Refused, match=r"reste en brouillon. Le lieu de naissance manque.*identités") as refused:
        validate(document=draft, by=martin)
    assert "DUPONT" not in refused.value.sentence
    draft.refresh_from_db()
    assert draft.state == State.BROUILLON
    assert draft.cda_id is None


def test_a_faulty_form_is_never_stored(ordonnance: Document) -> None:
    faulty = cda_of(ordonnance).replace(b'codeSystem="2.16.840.1.113883.5.25"', b'codeSystem="1.2.3"')
    with pytest.raises(Refused, match=r"niveau de confidentialité.*auteur"):
        put_cda(ordonnance, faulty, carries_ins=True)


def test_what_comes_from_elsewhere_is_kept_whatever_its_faults(ordonnance: Document) -> None:
    faulty = cda_of(ordonnance).replace(b'codeSystem="2.16.840.1.113883.5.25"', b'codeSystem="1.2.3"')
    ordonnance.provenance = "mss"
    put_cda(ordonnance, faulty, carries_ins=True)
    assert cda_of(ordonnance) == faulty


def test_a_sound_document_leaves_and_is_judged_once(ordonnance: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    assert why_it_stays(ordonnance) == ""
    monkeypatch.setattr(gateway, "judged", lambda cda: pytest.fail("judged twice"))
    assert why_it_stays(ordonnance) == ""


def test_what_the_official_rules_refuse_does_not_leave(ordonnance: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    said = (Finding("SM", "SM.schematron", "author[1]/assignedAuthor/code", "[abc] Erreur", "SM"),)
    monkeypatch.setattr(gateway, "judged", lambda cda: said)
    assert why_it_stays(ordonnance).startswith("« Ordonnance (médicaments, dispositifs) » n'est pas parti. L'auteur, ")


def test_a_judge_that_does_not_answer_is_asked_again_later(
    ordonnance: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent:
        def validate(self, data: bytes) -> None:
            raise ValidationUnavailable("…")

    cache.clear()
    monkeypatch.setattr(gateway, "_judge", Silent)
    with pytest.raises(NotJudged) as silence:
        why_it_stays(ordonnance)
    assert "l'envoi reprendra de lui-même" in silence.value.sentence


def test_what_came_from_elsewhere_is_passed_on_as_it_came(
    ordonnance: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(gateway, "judged", lambda cda: pytest.fail("not ours to judge"))
    ordonnance.provenance = "mss"
    assert why_it_stays(ordonnance) == ""
