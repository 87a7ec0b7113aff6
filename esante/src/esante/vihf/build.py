"""Vihf → SAML 2.0 assertion, in the order and with the spellings of the official samples (dmp-ins §2.4)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, Final

from lxml import etree

from esante.cisis import Code
from esante.vihf import names
from esante.vihf.errors import IncompleteVihf
from esante.vihf.model import PURPOSE_SYSTEM, Vihf
from esante.vihf.names import HL7, SAML, XS, XSI, saml
from esante.vihf.rules import faults

_HL7_DEFAULT: Final[Any] = {None: HL7}


def build(vihf: Vihf) -> etree._Element:
    """The unsigned assertion. Raises :class:`IncompleteVihf` if the specification forbids it."""
    found = faults(vihf)
    if found:
        raise IncompleteVihf(tuple(fault.sentence for fault in found))
    root = etree.Element(
        saml("Assertion"),
        {"ID": vihf.assertion_id, "IssueInstant": instant(vihf.issued_at), "Version": "2.0"},
        nsmap={"saml2": SAML, "xsi": XSI, "xs": XS},
    )
    etree.SubElement(root, saml("Issuer"), {"Format": names.X509_NAME}).text = vihf.issuer
    subject = etree.SubElement(root, saml("Subject"))
    etree.SubElement(subject, saml("NameID")).text = vihf.name_id
    _conditions(root, vihf)
    _authentication(root, vihf)
    _attributes(etree.SubElement(root, saml("AttributeStatement")), vihf)
    return root


def instant(moment: datetime | None) -> str:
    """UTC, milliseconds, ``Z``: the form of the samples."""
    return (moment or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def _conditions(root: etree._Element, vihf: Vihf) -> None:
    window = {"NotBefore": vihf.not_before, "NotOnOrAfter": vihf.not_on_or_after}
    attributes = {name: instant(moment) for name, moment in window.items() if moment}
    if attributes:
        etree.SubElement(root, saml("Conditions"), attributes)


def _authentication(root: etree._Element, vihf: Vihf) -> None:
    moment = instant(vihf.authn_at or vihf.issued_at)
    statement = etree.SubElement(root, saml("AuthnStatement"), {"AuthnInstant": moment})
    context = etree.SubElement(statement, saml("AuthnContext"))
    etree.SubElement(context, saml("AuthnContextClassRef")).text = vihf.authn_class
    if vihf.authn_decl:
        etree.SubElement(context, saml("AuthnContextDecl")).text = vihf.authn_decl


def _attributes(statement: etree._Element, vihf: Vihf) -> None:
    sector = vihf.sector
    _text(statement, names.STRUCTURE, vihf.structure_id)
    _text(statement, names.SECTOR, f"{sector.code}^{sector.system}" if sector else "")
    _text(statement, names.SUBJECT, vihf.subject_name)
    _coded(statement, names.ROLE, "Role", *vihf.roles)
    _text(statement, names.VERSION, vihf.version)
    _text(statement, names.AUTHENTICATION, vihf.mode.value)
    _text(statement, names.PATIENT, vihf.patient)
    _text(statement, names.RESOURCE, vihf.resource)
    if vihf.purpose:
        purpose = Code(vihf.purpose.value, PURPOSE_SYSTEM, vihf.purpose.label)
        _coded(statement, names.PURPOSE, "PurposeOfUse", purpose, system_name="mode acces VIHF 2.0")
    _text(statement, names.REASON, vihf.access_reason)
    _text(statement, names.CONFIDENTIALITY, vihf.confidentiality)
    _text(statement, names.LPS_ID, vihf.software.id)
    _text(statement, names.LPS_NAME, vihf.software.name)
    _text(statement, names.LPS_VERSION, vihf.software.version)
    _text(statement, names.LPS_HOMOLOGATION, vihf.software.homologation)


def _text(statement: etree._Element, name: str, value: str) -> None:
    if not value:
        return
    attribute = etree.SubElement(statement, saml("Attribute"), {"Name": name})
    etree.SubElement(attribute, saml("AttributeValue"), {f"{{{XSI}}}type": "xs:string"}).text = value


def _coded(statement: etree._Element, name: str, tag: str, *codes: Code, system_name: str = "") -> None:
    attribute = etree.SubElement(statement, saml("Attribute"), {"Name": name})
    for code in codes:
        holder = etree.SubElement(attribute, saml("AttributeValue"))
        attributes = {f"{{{XSI}}}type": "CE", "code": code.code, "codeSystem": code.system}
        if system_name:
            attributes["codeSystemName"] = system_name
        attributes["displayName"] = code.label
        etree.SubElement(holder, f"{{{HL7}}}{tag}", attributes, nsmap=_HL7_DEFAULT)
