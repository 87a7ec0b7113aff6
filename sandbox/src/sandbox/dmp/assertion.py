"""Reading a VIHF: the attributes of its SAML assertion. Nothing is trusted here: see `signature` and `token`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from lxml import etree

from sandbox.dmp.refusal import invalid_token
from sandbox.dmp.rules import TOKEN

SAML = "{urn:oasis:names:tc:SAML:2.0:assertion}"
HL7 = "{urn:hl7-org:v3}"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
X509_NAME = "urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName"
_ORDER = ("Issuer", "Signature", "Subject", "Conditions", "AuthnStatement", "AttributeStatement")

SUBJECT_ID = "urn:oasis:names:tc:xspa:1.0:subject:subject-id"
ROLE = "urn:oasis:names:tc:xacml:2.0:subject:role"
RESOURCE_ID = "urn:oasis:names:tc:xacml:2.0:resource:resource-id"
PURPOSE = "urn:oasis:names:tc:xspa:1.0:subject:purposeofuse"


@dataclass(frozen=True, slots=True)
class Role:
    """A coded role: profession, savoir-faire, role of care."""

    code: str
    system: str
    label: str


class Assertion:
    """A view on `saml2:Assertion`."""

    def __init__(self, element: etree._Element) -> None:
        self.element = element

    def check_shape(self) -> None:
        """Version, ID, order of the children. Raises a refusal."""
        if self.element.tag != f"{SAML}Assertion" or self.element.get("Version") != "2.0" or not self.element.get("ID"):
            raise invalid_token("Le jeton n'est pas une assertion SAML 2.0 identifiée.", TOKEN)
        names = [etree.QName(child).localname for child in self.element.iterchildren("{*}*")]
        known = [_ORDER.index(name) for name in names if name in _ORDER]
        mandatory = {"Issuer", "Subject", "AuthnStatement", "AttributeStatement"}
        if len(known) != len(names) or known != sorted(known) or not mandatory <= set(names):
            raise invalid_token(f"Contenu de l'assertion : {', '.join(_ORDER)}, dans cet ordre.", TOKEN)

    @property
    def issuer(self) -> str:
        """Text of Issuer, when its format is a certificate's name; empty otherwise."""
        found = self.element.find(f"{SAML}Issuer")
        return (found.text or "").strip() if found is not None and found.get("Format") == X509_NAME else ""

    @property
    def name_id(self) -> str:
        """National or local identifier of the user."""
        return self._text(f"{SAML}Subject/{SAML}NameID")

    @property
    def authn_class(self) -> str:
        """AuthnContextClassRef."""
        return self._text(f"{SAML}AuthnStatement/{SAML}AuthnContext/{SAML}AuthnContextClassRef")

    @property
    def authn_decl(self) -> str:
        """AuthnContextDecl (or its reference)."""
        path = f"{SAML}AuthnStatement/{SAML}AuthnContext/{SAML}"
        return self._text(f"{path}AuthnContextDecl") or self._text(f"{path}AuthnContextDeclRef")

    def _text(self, path: str) -> str:
        return (self.element.findtext(path) or "").strip()

    def _values(self, name: str) -> Iterator[etree._Element]:
        for attribute in self.element.iter(f"{SAML}Attribute"):
            if attribute.get("Name", "").lower() == name.lower():
                yield from attribute.iterchildren(f"{SAML}AttributeValue")

    def attribute(self, name: str) -> str:
        """Text of the first value of an attribute; names are compared without case (samples disagree on it)."""
        return next(((value.text or "").strip() for value in self._values(name)), "")

    def coded(self, name: str, tag: str) -> list[Role]:
        """Coded values (`Role` or `PurposeOfUse`) of an attribute; only those of HL7's type CE count."""
        found = []
        for value in self._values(name):
            for element in value.iterchildren(f"{HL7}{tag}"):
                if element.get(XSI_TYPE, "").rpartition(":")[2] == "CE":
                    code, system = element.get("code", ""), element.get("codeSystem", "")
                    found.append(Role(code, system, element.get("displayName", "")))
        return found

    def instants(self) -> tuple[datetime, datetime | None, datetime | None]:
        """IssueInstant, then NotBefore and NotOnOrAfter when present. Raises a refusal on an unreadable one."""
        conditions = self.element.find(f"{SAML}Conditions")
        start, end = (
            ("", "") if conditions is None else (conditions.get("NotBefore", ""), conditions.get("NotOnOrAfter", ""))
        )
        issued = _instant(self.element.get("IssueInstant", ""))
        if issued is None:
            raise invalid_token("IssueInstant absent ou illisible.", TOKEN)
        return issued, _instant(start), _instant(end)


def _instant(text: str) -> datetime | None:
    if not text:
        return None
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid_token(f"Date illisible dans le jeton : {text}.", TOKEN) from error
    if read.tzinfo is None:
        raise invalid_token(f"Date sans fuseau dans le jeton : {text}.", TOKEN)
    return read
