"""The transactions served: where, under which action, what each does with its demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from lxml import etree

from sandbox.dmp import change, deposit, habilitations, patients, search
from sandbox.dmp.desk import Demand, Desk, Outcome

_HABILITATIONS = f"{habilitations.NS}:HabilitationsEndPoint"


@dataclass(frozen=True, slots=True)
class Transaction:
    """`code` is the DMP's (for the journal and faults), `actions` the wsa:Action accepted, `response` the answer's.

    `registry` says whether refusals are written as registry errors; `mtom` whether faults travel in a multipart.
    """

    code: str
    endpoint: str
    actions: tuple[str, ...]
    response: str
    run: Callable[[Desk, Demand], Outcome]
    registry: bool = False
    mtom: bool = False
    patient: bool = True


TRANSACTIONS: dict[str, Transaction] = {
    "{urn:hl7-org:v3}PRPA_IN201307UV02": Transaction(
        "TD0.2",
        "patients",
        ("urn:hl7-org:v3:PRPA_IN201307UV02",),
        patients.EXISTENCE_RESPONSE,
        patients.existence,
    ),
    "{urn:si-dmp-patients}patientList": Transaction(
        "TD0.4",
        "patients",
        ("urn:si-dmp-patients:PatientSpecificEndPoint:patientList",),
        patients.LIST_RESPONSE,
        patients.patient_list,
        patient=False,
    ),
    f"{{{habilitations.NS}}}setAuthorization": Transaction(
        "TD0.3",
        "habilitations",
        (f"{_HABILITATIONS}:setAuthorization", "urn:hl7-org:v3:setAuthorization"),
        habilitations.SET_RESPONSE,
        habilitations.set_authorisation,
    ),
    f"{{{habilitations.NS}}}listAuthorizationByPatient": Transaction(
        "TD1.6",
        "habilitations",
        (f"{_HABILITATIONS}:listAuthorizationByPatient", "urn:hl7-org:v3:listAuthorizationByPatient"),
        habilitations.LIST_RESPONSE,
        habilitations.list_authorisations,
    ),
    "{urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0}AdhocQueryRequest": Transaction(
        "TD3.1",
        "registry",
        ("urn:ihe:iti:2007:RegistryStoredQuery",),
        search.SEARCH_RESPONSE,
        search.search,
        registry=True,
    ),
    "{urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0}SubmitObjectsRequest": Transaction(
        "TD3.3",
        "registry",
        ("urn:ihe:iti:2010:UpdateDocumentSet",),
        change.RESPONSE,
        change.change,
        registry=True,
    ),
    "{urn:ihe:iti:xds-b:2007}ProvideAndRegisterDocumentSetRequest": Transaction(
        "TD2.1",
        "repository",
        ("urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b",),
        deposit.RESPONSE,
        deposit.deposit,
        registry=True,
        mtom=True,
    ),
    "{urn:ihe:iti:xds-b:2007}RetrieveDocumentSetRequest": Transaction(
        "TD3.2",
        "repository",
        ("urn:ihe:iti:2007:RetrieveDocumentSet",),
        search.READ_RESPONSE,
        search.read,
        registry=True,
        mtom=True,
    ),
}


def transaction_of(body: etree._Element, endpoint: str) -> Transaction | None:
    """The transaction of a body at an endpoint, or None when it is not served there."""
    found = TRANSACTIONS.get(body.tag)
    return found if found and found.endpoint == endpoint else None
