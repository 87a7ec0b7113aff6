"""The liste blanche: what is published behind the trust door, and how names are compared."""

from __future__ import annotations

import ssl
import urllib.request
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from lxml import etree
from sandbox.mssante.whitelist import NAMESPACE, Domain, WhiteList
from sandbox.runtime import Sandbox

OPERATOR = "CN=mss.test,OU=318000000018,O=OPERATEUR,C=FR"


def listed(*names: str) -> WhiteList:
    return WhiteList(
        Domain(name=name, description="", operator=OPERATOR, support="s@x.test", updated=date(2026, 4, 2))
        for name in names
    )


def test_the_list_is_published_behind_the_trust_door(make_sandbox: Callable[..., Sandbox]) -> None:
    sandbox = make_sandbox("mssante", "ca")
    trust = ssl.create_default_context(cafile=str(sandbox.context.authority.trust))
    address = sandbox.settings.url("trust", "/listeblanchemssante.xml")
    with urllib.request.urlopen(address, context=trust, timeout=10) as answer:
        root = etree.fromstring(answer.read())
    assert root.tag == f"{{{NAMESPACE}}}ListeBlanche"
    names = {element.text for element in root.iter(f"{{{NAMESPACE}}}Nom")}
    assert {"ssiad-ajoncs.mssante.test", "medecin.mssante.test", "patient.mssante.test"} <= names
    assert datetime.fromisoformat(root.findtext(f"{{{NAMESPACE}}}DateDeGeneration") or "") <= datetime.now(UTC)
    fields = [etree.QName(child).localname for child in root.find(f"{{{NAMESPACE}}}Domaine")]
    assert fields == ["Nom", "Description", "DNCertificatOperateur", "ResponsableContact", "SupportContact", "DateMAJ"]


@pytest.mark.parametrize(
    "written", ["Résidence.test", "RÉSIDENCE.TEST", "xn--rsidence-b1a.test", "XN--RSIDENCE-B1A.test"]
)
def test_a_name_is_recognised_however_it_is_written(written: str) -> None:
    assert listed("résidence.test").lists(written)


@pytest.mark.parametrize("stranger", ["", "residence.test", "sous.résidence.test", "x" * 300 + ".test", "test"])
def test_a_neighbouring_name_is_not_listed(stranger: str) -> None:
    assert not listed("résidence.test").lists(stranger)


def test_an_operator_answers_for_its_domains_only() -> None:
    white_list = listed("a.test")
    assert white_list.is_operator(OPERATOR)
    assert white_list.answers_for(OPERATOR, "A.test")
    assert not white_list.answers_for(OPERATOR, "b.test")
    assert not white_list.answers_for("CN=autre", "a.test")
    assert not white_list.is_operator("")
