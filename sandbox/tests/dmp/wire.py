"""Messages of the DMP written by hand from the official samples: envelope, VIHF, lot, CDA, multipart.

Nothing here comes from the product's packages: these bytes judge the sandbox as a stranger's would.
"""

from __future__ import annotations

import ssl
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from uuid import uuid4
from xml.sax.saxutils import escape, quoteattr

import httpx
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from lxml import etree
from sandbox.ca import KeyPair
from sandbox.environment import secret
from sandbox.runtime import Sandbox
from signxml import SignatureConstructionMethod, XMLSigner

SSIAD, CABINET, PHARMACY = "1350009999", "381234567800013", "1350009981"
IRENE = "238033523800188^^^&1.2.250.1.213.1.4.10&ISO^NH"
MARCEL = "141093523801474^^^&1.2.250.1.213.1.4.10&ISO^NH"
YVONNE = "252023504702251^^^&1.2.250.1.213.1.4.10&ISO^NH"
JEAN = "133072207000910^^^&1.2.250.1.213.1.4.10&ISO^NH"
INES, AICHA, MARTIN, PETIT, KARIM = (f"8101000000{tail}" for tail in ("24", "16", "32", "40", "57"))
REPOSITORY = "1.2.250.1.213.4.1.1.1.2"
NS = {
    "s": "http://www.w3.org/2003/05/soap-envelope",
    "rim": "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0",
    "rs": "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0",
    "query": "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0",
    "lcm": "urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0",
    "x": "urn:ihe:iti:xds-b:2007",
    "v3": "urn:hl7-org:v3",
    "wsa": "http://www.w3.org/2005/08/addressing",
}
PROFESSIONS, ROLES = "1.2.250.1.71.1.2.7", "1.2.250.1.213.1.6.1.107"


@dataclass(frozen=True, kw_only=True)
class Token:
    """What a VIHF says; a test changes what it wants to lie about."""

    mode: str = "INDIRECTE"
    name_id: str = INES
    subject: str = "MOREAU Inès"
    structure: str = SSIAD
    patient: str = IRENE
    purpose: str = "normal"
    reason: str = ""
    roles: tuple[tuple[str, str], ...] = (("60", PROFESSIONS),)
    version: str = "3.0"
    decl: str = ""
    issuer: str | None = None
    issued: datetime | None = None
    homologation: str | None = None
    sector: str = "SA41^1.2.250.1.71.4.2.4"
    urn: str = "urn:dmp"


FEED = Token()
READ = Token(mode="INDIRECTE_RENFORCEE", decl="CONF_EXI_PGSSIS")
READ_MARTIN = replace(
    READ,
    name_id=MARTIN,
    subject="MARTIN Paul",
    structure=CABINET,
    roles=(("10", PROFESSIONS), ("SM26", "1.2.250.1.71.4.2.5")),
    sector="SA07^1.2.250.1.71.4.2.4",
)
FEED_MARTIN = replace(READ_MARTIN, mode="INDIRECTE", decl="")
READ_PETIT = replace(
    READ,
    name_id=PETIT,
    subject="PETIT Claire",
    structure=PHARMACY,
    roles=(("21", PROFESSIONS),),
    sector="SA33^1.2.250.1.71.4.2.4",
)


def _attribute(name: str, *values: str) -> str:
    inner = "".join(f"<saml2:AttributeValue>{value}</saml2:AttributeValue>" for value in values)
    return f'<saml2:Attribute Name="{name}">{inner}</saml2:Attribute>'


def vihf(token: Token, homologation: str, issuer: str) -> etree._Element:
    """The assertion, unsigned."""
    now = (token.issued or datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%SZ")
    roles = [f'<Role xmlns="urn:hl7-org:v3" xsi:type="CE" code="{c}" codeSystem="{s}"/>' for c, s in token.roles]
    purpose = (
        f'<PurposeOfUse xmlns="urn:hl7-org:v3" xsi:type="CE" code="{token.purpose}"'
        ' codeSystem="1.2.250.1.213.1.1.4.248" codeSystemName="mode acces VIHF 2.0"/>'
    )
    decl = f"<saml2:AuthnContextDecl>{token.decl}</saml2:AuthnContextDecl>" if token.decl else ""
    attributes = [
        _attribute("Identifiant_Structure", token.structure),
        _attribute("Secteur_Activite", token.sector),
        _attribute("urn:oasis:names:tc:xspa:1.0:subject:subject-id", token.subject),
        _attribute("urn:oasis:names:tc:xacml:2.0:subject:role", *roles),
        _attribute("VIHF_Version", token.version),
        _attribute("Authentification_mode", token.mode),
        _attribute("Ressource_URN", token.urn),
        _attribute("urn:oasis:names:tc:xspa:1.0:subject:purposeofuse", purpose),
        _attribute("LPS_ID", "01.01"),
        _attribute("LPS_Nom", "LPS de test"),
        _attribute("LPS_Version", "1"),
        _attribute("LPS_ID_HOMOLOGATION_DMP", token.homologation or homologation),
    ]
    if token.patient:
        attributes.append(_attribute("urn:oasis:names:tc:xacml:2.0:resource:resource-id", escape(token.patient)))
    if token.reason:
        attributes.append(_attribute("Mode_Acces_Raison", token.reason))
    text = f"""<saml2:Assertion xmlns:saml2="urn:oasis:names:tc:SAML:2.0:assertion"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ID="_{uuid4()}" IssueInstant="{now}" Version="2.0"><saml2:Issuer
 Format="urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName">{escape(token.issuer or issuer)}</saml2:Issuer><ds:Signature
 xmlns:ds="http://www.w3.org/2000/09/xmldsig#" Id="placeholder"/><saml2:Subject><saml2:NameID>{token.name_id}</saml2:NameID>
</saml2:Subject><saml2:AuthnStatement AuthnInstant="{now}"><saml2:AuthnContext><saml2:AuthnContextClassRef>
urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified</saml2:AuthnContextClassRef>{decl}</saml2:AuthnContext></saml2:AuthnStatement>
<saml2:AttributeStatement>{"".join(attributes)}</saml2:AttributeStatement></saml2:Assertion>"""
    return etree.fromstring(text)


def envelope(action: str, body: str | etree._Element, token: etree._Element | None) -> bytes:
    content = body if isinstance(body, str) else etree.tostring(body, encoding="unicode")
    security = "" if token is None else etree.tostring(token, encoding="unicode")
    return f"""<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope" xmlns:wsa="http://www.w3.org/2005/08/addressing">
<soap:Header><wsa:Action soap:mustUnderstand="true">{action}</wsa:Action><wsa:MessageID>urn:uuid:{uuid4()}</wsa:MessageID>
<wsa:To/><wsa:ReplyTo><wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address></wsa:ReplyTo>
<wsse:Security xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd">{security}
</wsse:Security></soap:Header><soap:Body>{content}</soap:Body></soap:Envelope>""".encode()


def multipart(root: bytes, action: str, parts: dict[str, bytes]) -> tuple[str, bytes]:
    """Content-Type and body of an MTOM message."""
    chunks = [
        b'--B\r\nContent-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"\r\n'
        b"Content-Transfer-Encoding: binary\r\nContent-ID: <root@x>\r\n\r\n" + root
    ]
    for identifier, data in parts.items():
        head = f"\r\n--B\r\nContent-Type: text/xml\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <{identifier}>\r\n\r\n"
        chunks += [head.encode(), data]
    chunks.append(b"\r\n--B--\r\n")
    kind = (
        'multipart/related; boundary="B"; type="application/xop+xml"; start="<root@x>"; '
        f'start-info="application/soap+xml"; action="{action}"'
    )
    return kind, b"".join(chunks)


def new_oid() -> str:
    return f"1.2.250.1.999.1.{uuid4().int % 10**20}"


@dataclass(kw_only=True)
class Paper:
    """A clinical document and what its metadata say; `marks` are its visibility codes."""

    unique_id: str = field(default_factory=new_oid)
    title: str = "Ordonnance"
    type_code: str = "57833-6"
    class_code: str = "42"
    patient: str = IRENE
    author: str = f"{MARTIN}^MARTIN^Paul^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS"
    place: str = f"Cabinet médical du Mail^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^{CABINET}"
    specialty: str = "G15_10/SM26^Médecin^1.2.250.1.213.1.1.4.5"
    at: str = "20261123143000"
    marks: tuple[str, ...] = ()
    replaces: str = ""
    text: str = "paracétamol"

    @property
    def cda(self) -> bytes:
        matricule, _, rest = self.patient.partition("^^^&")
        replaced = (
            f'<relatedDocument typeCode="RPLC"><parentDocument><id root="{self.replaces}"/></parentDocument></relatedDocument>'
            if self.replaces
            else ""
        )
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<ClinicalDocument xmlns="urn:hl7-org:v3"><id root="{self.unique_id}"/><code code="{self.type_code}"
 codeSystem="2.16.840.1.113883.6.1"/><title>{self.title}</title><effectiveTime value="{self.at}+0000"/><confidentialityCode
 code="N" codeSystem="2.16.840.1.113883.5.25"/><languageCode code="fr-FR"/><recordTarget><patientRole><id
 extension="{matricule}" root="{rest.partition("&")[0]}"/></patientRole></recordTarget>{replaced}<component><nonXMLBody>
<text>{self.text}</text></nonXMLBody></component></ClinicalDocument>""".encode()

    def entry(self, identifier: str = "Document01", extra: str = "", slots: str = "") -> str:
        """The ExtrinsicObject."""
        marks = "".join(
            _code(_ENTRY["confidentiality"], mark, "1.2.250.1.213.1.1.4.13", identifier) for mark in self.marks
        )
        return f"""<rim:ExtrinsicObject id="{identifier}" mimeType="text/xml" {extra}
 objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1">{_slot("creationTime", self.at)}{_slot("languageCode", "fr-FR")}
{_slot("legalAuthenticator", self.author)}{_slot("serviceStartTime", self.at)}{_slot("serviceStopTime", self.at)}
{_slot("sourcePatientId", "42^^^&1.2.250.1.999.2&ISO^PI")}
{_slot("sourcePatientInfo", "PID-5|DUPONT^IRENE^^^^^L", "PID-7|19380312", "PID-8|F")}{slots}{_name(self.title)}
{_author(_ENTRY["author"], identifier, self.author, self.place, self.specialty)}
{_code(_ENTRY["class"], self.class_code, "1.2.250.1.213.1.1.4.1", identifier)}
{_code(_ENTRY["type"], self.type_code, "2.16.840.1.113883.6.1", identifier)}
{_code(_ENTRY["confidentiality"], "N", "2.16.840.1.113883.5.25", identifier)}{marks}
{_code(_ENTRY["format"], "urn:ihe:iti:xds-sd:pdf:2008", "1.3.6.1.4.1.19376.1.2.3", identifier)}
{_code(_ENTRY["facility"], "SA07", "1.2.250.1.71.4.2.4", identifier)}
{_code(_ENTRY["practice"], "AMBULATOIRE", "1.2.250.1.213.1.1.4.9", identifier)}
{_external(_ENTRY["patient"], self.patient, "XDSDocumentEntry.patientId", identifier)}
{_external(_ENTRY["unique"], self.unique_id, "XDSDocumentEntry.uniqueId", identifier)}</rim:ExtrinsicObject>"""


_ENTRY = {
    "author": "93606bcf-9494-43ec-9b4e-a7748d1a838d",
    "class": "41a5887f-8865-4c09-adf7-e362475b143a",
    "type": "f0306f51-975f-434e-a61c-c59651d33983",
    "confidentiality": "f4f85eac-e6cb-4883-b524-f2705394840f",
    "format": "a09d5840-386c-46f2-b5ad-9c3699a4309d",
    "facility": "f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1",
    "practice": "cccf5598-8b07-4b77-a05e-ae952c785ead",
    "patient": "58a6f841-87b3-4a3e-92fd-a8ffeff98427",
    "unique": "2e82c1f6-a085-4c72-9da3-8640a32e42ab",
}


def _slot(name: str, *values: str) -> str:
    inner = "".join(f"<rim:Value>{escape(value)}</rim:Value>" for value in values)
    return f'<rim:Slot name="{name}"><rim:ValueList>{inner}</rim:ValueList></rim:Slot>'


def _name(text: str) -> str:
    return f'<rim:Name><rim:LocalizedString charset="UTF-8" value={quoteattr(text)} xml:lang="FR"/></rim:Name>'


def _code(scheme: str, code: str, system: str, owner: str) -> str:
    return (
        f'<rim:Classification id="c{uuid4().hex}" classificationScheme="urn:uuid:{scheme}" classifiedObject="{owner}"'
        f' nodeRepresentation="{code}">{_slot("codingScheme", system)}{_name(code)}</rim:Classification>'
    )


def _author(scheme: str, owner: str, person: str, place: str, specialty: str) -> str:
    return (
        f'<rim:Classification id="a{uuid4().hex}" classificationScheme="urn:uuid:{scheme}" classifiedObject="{owner}"'
        f' nodeRepresentation="">{_slot("authorPerson", person)}{_slot("authorInstitution", place)}'
        f"{_slot('authorSpecialty', specialty)}</rim:Classification>"
    )


def _external(scheme: str, value: str, name: str, owner: str) -> str:
    return (
        f'<rim:ExternalIdentifier id="e{uuid4().hex}" identificationScheme="urn:uuid:{scheme}" registryObject="{owner}"'
        f" value={quoteattr(value)}>{_name(name)}</rim:ExternalIdentifier>"
    )


def association(kind: str, source: str, target: str, **slots: str) -> str:
    inner = "".join(_slot(name, value) for name, value in slots.items())
    return (
        f'<rim:Association id="l{uuid4().hex}" associationType="{kind}" sourceObject="{source}" targetObject="{target}"'
        f' objectType="urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject:Association">{inner}</rim:Association>'
    )


HAS_MEMBER = "urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember"
RPLC = "urn:ihe:iti:2007:AssociationType:RPLC"
UPDATE = "urn:ihe:iti:2010:AssociationType:UpdateAvailabilityStatus"
APPROVED = "urn:oasis:names:tc:ebxml-regrep:StatusType:Approved"
DEPRECATED = "urn:oasis:names:tc:ebxml-regrep:StatusType:Deprecated"
ARCHIVED = "urn:asip:ci-sis:2010:StatusType:Archived"
DELETED = "urn:asip:ci-sis:2010:StatusType:Deleted"


def lot(*objects: str, patient: str = IRENE, structure: str = CABINET, unique_id: str = "") -> str:
    """A SubmitObjectsRequest: the submission set, then the objects given."""
    place = f"Structure^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^{structure}"
    author = _author(
        "a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d", "SubmissionSet01", Paper().author, place, Paper().specialty
    )
    return f"""<lcm:SubmitObjectsRequest xmlns:lcm="{NS["lcm"]}" xmlns:rim="{NS["rim"]}"><rim:RegistryObjectList>
<rim:RegistryPackage id="SubmissionSet01">{_slot("submissionTime", "20261123143100")}{_name("Lot")}{author}
{_code("aa543740-bdda-424e-8c96-df4873be8500", "07", "1.2.250.1.213.2.2", "SubmissionSet01")}
<rim:Classification id="n1" classificationNode="urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd" classifiedObject="SubmissionSet01"/>
{_external("6b5aea1a-874d-4603-a4bc-96a0a7b38446", patient, "XDSSubmissionSet.patientId", "SubmissionSet01")}
{_external("554ac39e-e3fe-47fe-b233-965d2a147832", "1.2.250.1.999.9", "XDSSubmissionSet.sourceId", "SubmissionSet01")}
{_external("96fdda7c-d067-4183-912e-bf5ee74998a8", unique_id or new_oid(), "XDSSubmissionSet.uniqueId", "SubmissionSet01")}
</rim:RegistryPackage>{"".join(objects)}</rim:RegistryObjectList></lcm:SubmitObjectsRequest>"""


def member(identifier: str = "Document01", **slots: str) -> str:
    return association(HAS_MEMBER, "SubmissionSet01", identifier, SubmissionSetStatus="Original", **slots)


@dataclass
class Dmp:
    """A software in front of the DMP of the sandbox."""

    sandbox: Sandbox

    def client(self, structure: str, pair: KeyPair | None = None) -> httpx.Client:
        authority = self.sandbox.context.authority
        chosen = pair or authority.structure(structure, "auth_cli")
        context = ssl.create_default_context(cafile=str(authority.trust))
        context.load_cert_chain(chosen.certificate, chosen.key)
        return httpx.Client(verify=context, timeout=20)

    def signed(self, token: Token, *, role: str = "sign", signer: str = "") -> etree._Element:
        """A VIHF signed with a certificate of a structure (its own unless `signer` names another)."""
        pair = self.sandbox.context.authority.structure(signer or token.structure, role)
        certificate = x509.load_pem_x509_certificate(pair.certificate.read_bytes())
        key = serialization.load_pem_private_key(pair.key.read_bytes(), None)
        homologation = secret(self.sandbox.settings, "dmp-homologation")
        assertion = vihf(token, homologation, certificate.subject.rfc4514_string())
        signing = XMLSigner(
            method=SignatureConstructionMethod.enveloped,
            c14n_algorithm="http://www.w3.org/2001/10/xml-exc-c14n#",
        )
        return signing.sign(
            assertion, key=key, cert=[certificate], reference_uri=f"#{assertion.get('ID')}", id_attribute="ID"
        )

    def post(
        self,
        endpoint: str,
        action: str,
        body: str | etree._Element,
        token: etree._Element | None,
        *,
        structure: str = SSIAD,
        parts: dict[str, bytes] | None = None,
    ) -> httpx.Response:
        root = envelope(action, body, token)
        kind, content = f'application/soap+xml; charset=UTF-8; action="{action}"', root
        if parts is not None:
            kind, content = multipart(root, action, parts)
        address = self.sandbox.settings.url("dmp", f"/si-dmp-server/v2/services/{endpoint}")
        with self.client(structure) as http:
            return http.post(address, content=content, headers={"Content-Type": kind})

    # --- transactions

    def submit(self, request: str, token: Token, documents: dict[str, bytes], **signing: str) -> httpx.Response:
        inner = "".join(
            f'<x:Document id="{name}"><xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:{name}%40x"/></x:Document>'
            for name in documents
        )
        body = f'<x:ProvideAndRegisterDocumentSetRequest xmlns:x="{NS["x"]}">{request}{inner}</x:ProvideAndRegisterDocumentSetRequest>'
        action = "urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"
        parts = {f"{name}@x": data for name, data in documents.items()}
        signed = self.signed(token, **signing)
        return self.post("repository", action, body, signed, structure=token.structure, parts=parts)

    def feed(self, paper: Paper, token: Token = FEED_MARTIN, *more: str, unique_id: str = "") -> httpx.Response:
        """TD2.1 of one document."""
        request = lot(
            paper.entry(), member(), *more, patient=paper.patient, structure=token.structure, unique_id=unique_id
        )
        return self.submit(request, token, {"Document01": paper.cda})

    def query(self, name: str, token: Token, returned: str = "LeafClass", **slots: str) -> httpx.Response:
        """TD3.1; slot names without their dollar."""
        identifier = {
            "FindDocuments": "14d4debf-8f97-4251-9a74-a90016b0af0d",
            "FindSubmissionSets": "f26abbcb-ac74-4422-8a30-edb644bbc1a9",
            "GetAll": "10b545ea-725c-446d-9b95-8aeb444eddf3",
            "GetDocuments": "5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4",
            "GetAssociations": "a7ae438b-4bc2-4642-93e9-be891f7bb155",
            "GetDocumentsAndAssociations": "bab9529a-4a10-40b3-a01f-f68a615d247a",
            "Unknown": str(uuid4()),
        }[name]
        inner = "".join(_slot(f"${slot}", value) for slot, value in slots.items())
        body = (
            f'<query:AdhocQueryRequest xmlns:query="{NS["query"]}" xmlns:rim="{NS["rim"]}"><query:ResponseOption'
            f' returnComposedObjects="true" returnType="{returned}"/><rim:AdhocQuery id="urn:uuid:{identifier}">{inner}'
            "</rim:AdhocQuery></query:AdhocQueryRequest>"
        )
        signed = self.signed(token)
        return self.post("registry", "urn:ihe:iti:2007:RegistryStoredQuery", body, signed, structure=token.structure)

    def find(self, token: Token, status: str = APPROVED, **slots: str) -> list[etree._Element]:
        """Documents found for the person of the token."""
        criteria = {
            "XDSDocumentEntryPatientId": f"'{token.patient}'",
            "XDSDocumentEntryStatus": f"('{status}')",
        } | slots
        answer = xml(self.query("FindDocuments", token, **criteria))
        assert status_of(answer) == "Success", problems(answer)
        return answer.findall(".//rim:ExtrinsicObject", NS)

    def entry_of(self, paper: Paper, token: Token = FEED_MARTIN) -> etree._Element:
        """The registered entry of a document, its last version."""
        answer = xml(self.query("GetDocuments", token, XDSDocumentEntryUniqueId=f"('{paper.unique_id}')"))
        return answer.findall(".//rim:ExtrinsicObject", NS)[-1]

    def retrieve(self, token: Token, *unique_ids: str, repository: str = REPOSITORY) -> httpx.Response:
        """TD3.2."""
        inner = "".join(
            f"<x:DocumentRequest><x:RepositoryUniqueId>{repository}</x:RepositoryUniqueId><x:DocumentUniqueId>{one}"
            "</x:DocumentUniqueId></x:DocumentRequest>"
            for one in unique_ids
        )
        body = f'<x:RetrieveDocumentSetRequest xmlns:x="{NS["x"]}">{inner}</x:RetrieveDocumentSetRequest>'
        action = "urn:ihe:iti:2007:RetrieveDocumentSet"
        return self.post("repository", action, body, self.signed(token), structure=token.structure, parts={})

    def update(self, token: Token, *objects: str, patient: str = IRENE) -> httpx.Response:
        """TD3.3."""
        body = lot(*objects, patient=patient, structure=token.structure)
        action = "urn:ihe:iti:2010:UpdateDocumentSet"
        return self.post("registry", action, body, self.signed(token), structure=token.structure)

    def set_status(self, token: Token, identifier: str, original: str, new: str) -> httpx.Response:
        return self.update(
            token, association(UPDATE, "SubmissionSet01", identifier, OriginalStatus=original, NewStatus=new)
        )

    def set_marks(self, token: Token, paper: Paper, *marks: str, previous: str = "1") -> httpx.Response:
        """A new version of a document's metadata, with other visibility marks."""
        lid = self.entry_of(paper).get("lid")
        entry = replace(paper, marks=marks).entry("Nouveau01", f'lid="{lid}"')
        return self.update(token, entry, member("Nouveau01", PreviousVersion=previous))

    def rule(self) -> str:
        exchange = self.sandbox.context.journal.list(service="dmp", limit=1)[0]
        return exchange.rule.code if exchange.rule else ""


def xml(response: httpx.Response) -> etree._Element:
    """The SOAP envelope of an answer, multipart or not."""
    content = response.content
    if response.headers["Content-Type"].startswith("multipart/related"):
        content = content[content.index(b"\r\n\r\n") + 4 :]
        content = content[: content.index(b"Envelope>", content.index(b"Body>") + 5) + 9]
    return etree.fromstring(content)


def attachment(response: httpx.Response, number: int = 1) -> bytes:
    """The bytes of an attached document."""
    boundary = response.headers["Content-Type"].partition('boundary="')[2].partition('"')[0].encode()
    part = response.content.split(b"--" + boundary)[1 + number]
    return part[part.index(b"\r\n\r\n") + 4 : -2]


def status_of(answer: etree._Element) -> str:
    for found in answer.iter():
        if found.get("status", "").partition("ResponseStatusType:")[2]:
            return found.get("status", "").rpartition(":")[2]
    return ""


def problems(answer: etree._Element) -> list[str]:
    return [found.get("errorCode", "") for found in answer.iterfind(".//rs:RegistryError", NS)]


def fault(answer: etree._Element) -> str:
    return (answer.findtext(".//s:Subcode/s:Value", namespaces=NS) or "").removeprefix("soap:")
