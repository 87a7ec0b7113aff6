"""Stored queries: how values are written and read, and what makes a query refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from esante.soap import Payload
from esante.xds import QueryError, iti18, stored_queries, stored_query
from esante.xds.slots import decode_value, encode_list
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("'abc'", ["abc"]),
        ("('a','b')", ["a", "b"]),
        ("( 'a' , 'b' )", ["a", "b"]),
        ("('a')", ["a"]),
        ("20221016161616", ["20221016161616"]),
        ("'20221016'", ["20221016"]),
        ("'O''Brien'", ["O'Brien"]),
        ("('a''','''b','c''d')", ["a'", "'b", "c'd"]),
        ("'(a,b)'", ["(a,b)"]),
        ("''", [""]),
        ("()", []),
        ("", []),
        (" 'a' ", ["a"]),
    ],
)
def test_values_are_read(text: str, values: list[str]) -> None:
    assert decode_value(text) == values


@pytest.mark.parametrize(
    "text", ["'abc", "('a','b'", "('a' 'b')", "('a',)", "a'b", "'a'b'", "('a',,'b')", "'a''--", "(a b)"]
)
def test_badly_quoted_values_are_refused(text: str) -> None:
    with pytest.raises(QueryError) as refused:
        decode_value(text)
    assert refused.value.code == "XDSInvalidRequestException"


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), max_size=60), min_size=1))
def test_any_list_survives_over_several_short_values(values: list[str]) -> None:
    written = list(encode_list(values))
    assert all(len(text) <= 256 for text in written)
    assert [value for text in written for value in decode_value(text)] == values


def test_twenty_identifiers_are_split_and_read_as_one_list() -> None:
    uuids = [f"urn:uuid:00000000-0000-4000-8000-0000000000{n:02d}" for n in range(20)]
    payload = iti18.encode_request(iti18.request("GetDocumentsAndAssociations", XDSDocumentEntryEntryUUID=uuids))
    assert len(list(payload.element.iter("{*}Value"))) > 1
    assert len(list(payload.element.iter("{*}Slot"))) == 1
    assert iti18.decode_request(payload).any_of("$XDSDocumentEntryEntryUUID") == tuple(uuids)


def test_the_table_holds_the_fourteen_queries() -> None:
    assert len(stored_queries()) == 14
    assert len({query.id for query in stored_queries().values()}) == 14


def _query(identifier: str, *slots: tuple[str, str]) -> Payload:
    written = "".join(f'<Slot name="{n}"><ValueList><Value>{v}</Value></ValueList></Slot>' for n, v in slots)
    return Payload(
        element=etree.fromstring(
            '<q:AdhocQueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" '
            'xmlns="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><q:ResponseOption returnType="LeafClass"/>'
            f'<AdhocQuery id="{identifier}">{written}</AdhocQuery></q:AdhocQueryRequest>'
        )
    )


FIND = "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d"
GET = "urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4"
STATUS = ("$XDSDocumentEntryStatus", "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')")
PATIENT = ("$XDSDocumentEntryPatientId", "'1^^^&amp;1.2&amp;ISO'")


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        (_query("urn:uuid:00000000-0000-0000-0000-000000000000"), "XDSUnknownStoredQuery"),
        (_query(FIND, STATUS), "XDSStoredQueryMissingParam"),
        (_query(FIND, PATIENT), "XDSStoredQueryMissingParam"),
        (_query(FIND, ("$XDSDocumentEntryPatientId", "('a','b')"), STATUS), "XDSStoredQueryParamNumber"),
        (_query(FIND, PATIENT, STATUS, STATUS), "XDSStoredQueryParamNumber"),
        (_query(GET), "XDSStoredQueryMissingParam"),
        (
            _query(GET, ("$XDSDocumentEntryEntryUUID", "('a')"), ("$XDSDocumentEntryUniqueId", "('b')")),
            "XDSStoredQueryParamNumber",
        ),
        (_query(FIND, ("$XDSDocumentEntryPatientId", "'abc"), STATUS), "XDSInvalidRequestException"),
    ],
)
def test_a_query_ihe_refuses_is_refused_with_its_code(payload: Payload, code: str) -> None:
    with pytest.raises(QueryError) as refused:
        iti18.decode_request(payload)
    assert refused.value.code == code


def test_slots_of_one_name_are_all_to_be_matched() -> None:
    request = iti18.decode_request(
        _query(
            FIND,
            PATIENT,
            STATUS,
            ("$XDSDocumentEntryEventCodeList", "('a^^x','b^^x')"),
            ("$XDSDocumentEntryEventCodeList", "('c^^x')"),
        )
    )
    assert request.all_of("$XDSDocumentEntryEventCodeList") == (("a^^x", "b^^x"), ("c^^x",))
    assert iti18.decode_request(iti18.encode_request(request)) == request


def test_we_do_not_send_a_query_that_would_be_refused() -> None:
    with pytest.raises(QueryError):
        iti18.request("FindDocuments", XDSDocumentEntryPatientId="1^^^&1.2&ISO")


def test_a_query_is_known_with_or_without_its_urn() -> None:
    assert stored_query("14D4DEBF-8f97-4251-9a74-a90016b0af0d").name == "FindDocuments"


@pytest.mark.kits
def test_every_query_of_the_nist_testkit_is_read_or_refused_as_its_plan_says(kits: Path) -> None:
    read = 0
    refused = set()
    for path in sorted((kits / "ihe/nist-testkit").rglob("*.xml")):
        if b"AdhocQueryRequest" not in path.read_bytes():
            continue
        root = etree.parse(str(path)).getroot()
        for element in root.iter("{urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0}AdhocQueryRequest"):
            try:
                iti18.decode_request(Payload(element=element))
                read += 1
            except QueryError as error:
                refused.add((path.parent.name, error.code))
    assert read > 100
    assert refused == set()


@pytest.mark.kits
def test_the_official_queries_of_the_dmp_are_read(kits: Path) -> None:
    for name in ("dmp-exemples/TD3.1-Recherche_de_document_requete.xml", "dmp-gabarits/template_FindDocument.xml"):
        root = etree.parse(str(kits / "ihe" / name)).getroot()
        element = next(root.iter("{urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0}AdhocQueryRequest"))
        request = iti18.decode_request(Payload(element=element))
        assert request.one("$XDSDocumentEntryPatientId") == "207058575627097^^^&1.2.250.1.213.1.4.10&ISO^NH"


@pytest.mark.kits
def test_the_unbalanced_quote_of_ipf_is_refused(kits: Path) -> None:
    element = etree.parse(str(kits / "ihe/xds-exemples/ipf_iti18request.xml")).getroot()
    with pytest.raises(QueryError):
        iti18.decode_request(Payload(element=element))
