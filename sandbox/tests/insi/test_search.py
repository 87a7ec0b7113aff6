"""Who answers to which traits, as the official test set wants."""

from __future__ import annotations

import pytest
from lxml import etree
from sandbox.faults import Fault

from .conftest import IRENE, NS, Insi, code, fault


def _text(answer: etree._Element, path: str) -> str:
    return answer.findtext(f".//r:{path}", namespaces=NS) or ""


def test_irene_is_found_by_her_traits_and_her_whole_identity_comes_back(insi: Insi) -> None:
    answer = insi.search(**IRENE)
    assert code(answer) == "00"
    assert _text(answer, "INSACTIF/r:IdIndividu/r:NumIdentifiant") + _text(answer, "Cle") == "238033523800188"
    assert _text(answer, "INSACTIF/r:OID") == "1.2.250.1.213.1.4.10"
    assert _text(answer, "TIQ/r:ListePrenom") == "IRENE MARIE"
    assert _text(answer, "TIQ/r:LieuNaissance") == "35238"
    assert insi.rule() == ""


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ({"Prenom": "IRENE MARIE"}, "00"),
        ({"Prenom": ["IRENE", "MARIE"]}, "00"),
        ({"Prenom": "MARIE"}, "00"),
        ({"Prenom": "JEANNE"}, "01"),
        ({"Sexe": "M"}, "01"),
        ({"DateNaissance": "1938-03-13"}, "01"),
        ({"LieuNaissance": "35238"}, "00"),
        ({"LieuNaissance": "75056"}, "01"),
    ],
)
def test_what_is_given_must_agree(insi: Insi, traits: dict[str, str], expected: str) -> None:
    order = ("NomNaissance", "Prenom", "Sexe", "DateNaissance", "LieuNaissance")
    asked = IRENE | traits
    assert code(insi.search(**{name: asked[name] for name in order if name in asked})) == expected


@pytest.mark.parametrize(
    ("name", "given", "sex", "birth", "matricule"),
    [
        ("ADRTROIS", "DOMINIQUE", "F", "1997-02-26", "297022A02077878"),
        ("CORSE", "ANTHONY", "M", "1980-03-02", "180032B02040123"),
        ("TCHITCHI", "CATARINA BELLA", "F", "1936-06-21", "236066322083656"),
        ("ECETINSI", "PIERRE ALAIN", "M", "2009-07-14", "109076322083489"),
        ("HERMANN", "GATIEN", "M", "1981-03-24", "181036322045660"),
        ("PATB-QUATRE", "LAURENCE", "F", "1907-05-25", "207058575627097"),
        ("LE GOFF", "MARCEL", "M", "1941-09-05", "141093523801474"),
        ("LE-GOFF", "MARCEL", "M", "1941-09-05", "141093523801474"),
    ],
)
def test_the_official_identities_answer(
    insi: Insi, name: str, given: str, sex: str, birth: str, matricule: str
) -> None:
    answer = insi.search(NomNaissance=name, Prenom=given, Sexe=sex, DateNaissance=birth)
    assert _text(answer, "NumIdentifiant") + _text(answer, "Cle") == matricule


def test_former_matricules_come_with_the_present_one(insi: Insi) -> None:
    answer = insi.search(NomNaissance="ECETINSI", Prenom="PIERRE-ALAIN", Sexe="M", DateNaissance="2009-07-14")
    past = [element.text for element in answer.findall(".//r:INSHISTO/r:IdIndividu/r:NumIdentifiant", NS)]
    assert past == ["2090763220834", "2090663220123"]


def test_a_provisional_identity_has_its_own_oid(insi: Insi) -> None:
    answer = insi.search(NomNaissance="PROVISOIRE", Prenom="MATRICULE", Sexe="M", DateNaissance="2009-07-01")
    assert _text(answer, "INSACTIF/r:OID") == "1.2.250.1.213.1.4.9"


def test_the_old_corsican_code_designates_the_same_place(insi: Insi) -> None:
    traits = {"NomNaissance": "ADRTROIS", "Prenom": "DOMINIQUE", "Sexe": "F", "DateNaissance": "1997-02-26"}
    assert code(insi.search(**traits, LieuNaissance="20020")) == "00"


def test_homonyms_answer_02_until_a_second_given_name_or_the_place(insi: Insi) -> None:
    traits = {"NomNaissance": "HOUILLES", "Prenom": "PIERRE", "Sexe": "M", "DateNaissance": "1960-05-16"}
    answer = insi.search(**traits)
    assert code(answer) == "02"
    assert answer.find(".//r:INDIVIDU", NS) is None
    assert insi.rule() == "insi.02"
    assert code(insi.search(**(traits | {"Prenom": "PIERRE LOUIS"}))) == "00"
    assert code(insi.search(**traits, LieuNaissance="63220")) == "00"


def test_one_identity_makes_the_service_unavailable(insi: Insi) -> None:
    answer = insi.search(NomNaissance="D'AEION", Prenom="COEUR", Sexe="F", DateNaissance="1990-01-01")
    assert fault(answer) == ("siram_40", "insi_102")


def test_a_card_is_searched_by_its_matricule(insi: Insi) -> None:
    body = (
        '<v:RECVITALE xmlns:v="http://www.cnamts.fr/INSiRecVit"><v:MatriculeIndividu><v:NumIdentifiant>2380335238001'
        "</v:NumIdentifiant><v:Cle>88</v:Cle></v:MatriculeIndividu><v:NomNaissance>DUPONT</v:NomNaissance>"
        "<v:DateNaissance>1938-03-12</v:DateNaissance><v:RangNaissance>1</v:RangNaissance></v:RECVITALE>"
    )
    answer = etree.fromstring(insi.post(insi.message(body, action="rechercherInsAvecCarteVitale")).content)
    assert _text(answer, "TIQ/r:NomNaissance") == "DUPONT"


@pytest.mark.parametrize(("birth", "verdict"), [("1938-03-12", "OK"), ("1938-03-13", "KO")])
def test_an_identity_already_held_is_verified(insi: Insi, birth: str, verdict: str) -> None:
    body = (
        '<IndividuVerifie xmlns="urn:suppose"><INSFourni><IdIndividu>238033523800188</IdIndividu>'
        "<OID>1.2.250.1.213.1.4.10</OID></INSFourni><TraitsIdentiteIndividu><NomNaissance>DUPONT</NomNaissance>"
        f"<ListePrenom>IRENE MARIE</ListePrenom><Sexe>F</Sexe><DateNaissance>{birth}</DateNaissance>"
        "<LieuNaissance>35238</LieuNaissance></TraitsIdentiteIndividu></IndividuVerifie>"
    )
    answer = insi.post(insi.message(body, action="verifierInsAvecTraitsIdentite"))
    assert f"<Verdict>{verdict}</Verdict>" in answer.text


def test_scripted_faults_refuse_then_let_through(insi: Insi) -> None:
    faults = insi.sandbox.context.faults
    faults.add(Fault(service="insi", kind="refuse", code="siram_40", subject="238033523800188", remaining=2))
    assert [fault(insi.search(**IRENE))[0] for _ in range(3)] == ["siram_40", "siram_40", ""]
    faults.add(Fault(service="insi", kind="refuse", code="02", remaining=1))
    assert code(insi.search(**IRENE)) == "02"
    faults.add(Fault(service="insi", kind="refuse", code="desir_550", remaining=1))
    assert fault(insi.search(**IRENE)) == ("siram_100", "desir_550")


def test_scripted_distortions_return_another_place_a_wrong_key_or_a_broken_order(insi: Insi) -> None:
    faults = insi.sandbox.context.faults
    faults.add(Fault(service="insi", kind="distort", code="lieu", remaining=1))
    assert _text(insi.search(**IRENE), "TIQ/r:LieuNaissance") == "99999"
    faults.add(Fault(service="insi", kind="distort", code="cle", remaining=1))
    assert _text(insi.search(**IRENE), "Cle") == "00"
    faults.add(Fault(service="insi", kind="distort", code="histo", remaining=1))
    traits = {"NomNaissance": "ECETINSI", "Prenom": "PIERRE-ALAIN", "Sexe": "M", "DateNaissance": "2009-07-14"}
    past = insi.search(**traits).find(".//r:INSHISTO", NS)
    assert etree.QName(past[0]).localname == "DateDeb"
