"""INSi refuses whoever and whatever its guide forbids, and the journal cites the paragraph."""

from __future__ import annotations

import time

import httpx
import pytest
from lxml import etree

from .conftest import IRENE, Insi, fault, traits_body

CABINET = "381234567800013"


def _fault(answer: httpx.Response) -> tuple[str, str]:
    assert answer.status_code == 500
    assert answer.headers["Content-Type"].startswith("application/soap+xml")
    return fault(etree.fromstring(answer.content))


def test_a_certificate_that_is_neither_auto_nor_manu_has_no_access(insi: Insi) -> None:
    pair = insi.sandbox.context.authority.structure("1350009999", "auth_cli")
    assert fault(insi.search(pair=pair, **IRENE)) == ("siram_100", "desir_560")
    assert insi.rule() == "insi.certificate"


def test_the_certificate_of_another_structure_has_no_access(insi: Insi) -> None:
    pair = insi.sandbox.context.authority.structure(CABINET, "insi_auto")
    assert fault(insi.search(pair=pair, **IRENE)) == ("siram_100", "desir_560")
    assert insi.rule() == "insi.emetteur"


@pytest.mark.parametrize("kind", ["rogue", "expired", "revoked"])
def test_an_unknown_expired_or_revoked_certificate_does_not_enter(insi: Insi, kind: str) -> None:
    insi.search(**IRENE)
    with pytest.raises(httpx.TransportError):
        insi.search(pair=insi.sandbox.context.authority.test_certificate(kind), **IRENE)
    # The server writes its refusal after the client has already seen the connection fall.
    end = time.monotonic() + 5
    while insi.sandbox.context.journal.list(limit=1)[0].operation != "TLS" and time.monotonic() < end:
        time.sleep(0.02)
    assert insi.rule() == "insi.certificate"


def test_an_unknown_software_is_refused(insi: Insi) -> None:
    answer = insi.post(insi.message(traits_body(**IRENE), idam="INCONNU"))
    assert _fault(answer) == ("siram_100", "desir_550")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('<bam:ContexteBAM Version="01_02">', '<bam:ContexteBAM Version="01_00">', "insi.bam"),
        ("<bam:COUVERTURE/>", "", "insi.bam"),
        ("<lps:Instance>i</lps:Instance>", "", "insi.lps"),
        ("<wsa:MessageID>uuid:0dfb8f66-de74-4f30-ba83-bebde1239ebf</wsa:MessageID>", "", "insi.message-id"),
        ("1.0.0:rechercherInsAvecTraitsIdentite", "1.0.0:rechercherInsAvecCarteVitale", "insi.action"),
        ("RECSANSVITALE", "AUTRECHOSE", "insi.body"),
        ("<i:Sexe>F</i:Sexe>", "<i:Sexe>X</i:Sexe>", "insi.body"),
        ("<i:Sexe>F</i:Sexe>", "", "insi.mandatory"),
        ("1938-03-12", "12/03/1938", "insi.body"),
        ("DUPONT", "Dupont", "insi.lexical"),
        ("DUPONT", "DUPONT2", "insi.lexical"),
        ("IRENE", "IRÈNE", "insi.lexical"),
        ("IRENE", "IRENE--MARIE", "insi.lexical"),
        ("IRENE", "IRENE-", "insi.lexical"),
    ],
)
def test_a_message_that_breaks_a_rule_is_refused_with_it(insi: Insi, old: str, new: str, rule: str) -> None:
    message = insi.message(traits_body(**IRENE))
    assert old in message
    assert _fault(insi.post(message.replace(old, new)))[0] == "siram_100"
    assert insi.rule() == rule


def test_traits_out_of_order_break_the_schema(insi: Insi) -> None:
    shuffled = {name: IRENE[name] for name in ("Sexe", "NomNaissance", "Prenom", "DateNaissance")}
    assert fault(insi.search(**shuffled)) == ("siram_100", "insi_102")
    assert insi.rule() == "insi.body"


def test_something_else_than_soap_12_is_refused(insi: Insi) -> None:
    assert _fault(insi.post("bonjour"))[0] == "siram_100"
    old = insi.message(traits_body(**IRENE))
    assert _fault(insi.post(old, content_type="text/xml"))[0] == "siram_100"
    doctype = f"<!DOCTYPE x [<!ENTITY a 'b'>]>{old}"
    assert _fault(insi.post(doctype))[0] == "siram_100"
    assert insi.rule() == "insi.soap"
