"""SAML 2.0 assertion → Vihf, leniently: every attribute may be absent, both spellings of the mode are read.

Official samples have defects kept readable here: ISO-8859-1 without a declaration, and UTF-8 encoded twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from lxml import etree

from esante.cisis import Code, XmlError, safe_xml
from esante.vihf import names
from esante.vihf.errors import NotAVihf
from esante.vihf.model import Mode, Purpose, Software, Vihf
from esante.vihf.names import saml


@dataclass(frozen=True, slots=True)
class Decoded:
    """A token found in bytes, and what its encoding had wrong (empty when it is well-formed UTF-8)."""

    element: etree._Element
    encoding_defect: str = ""


def decode(data: bytes) -> Decoded:
    """Find the assertion in ``data``: the token alone, or a SOAP message that carries it. Raises :class:`NotAVihf`."""
    defect = ""
    try:
        root = safe_xml.parse(data)
    except XmlError as error:
        text = data.decode("iso-8859-1")
        if "encoding=" in text[:100] or not text.lstrip().startswith("<"):
            raise NotAVihf(error.why) from error
        defect = "Le jeton est en ISO-8859-1 sans le déclarer."
        try:
            root = safe_xml.parse(text.encode())
        except XmlError:
            raise NotAVihf(error.why) from error
    if not defect and "Ã©".encode() in data:
        defect = "Le jeton est encodé deux fois en UTF-8."
    found = next(root.iter(saml("Assertion")), None)
    if found is None:
        raise NotAVihf("Ce document ne contient pas d'assertion SAML 2.0.")
    return Decoded(found, defect)


def read(element: etree._Element) -> Vihf:
    """What an assertion says, without judging it. Raises :class:`NotAVihf` when it is not a VIHF at all."""
    if element.tag != saml("Assertion"):
        raise NotAVihf("Ce n'est pas une assertion SAML 2.0.")
    values = _attributes(element)
    context = f"{saml('AuthnStatement')}/{saml('AuthnContext')}"
    return Vihf(
        mode=_mode(values),
        assertion_id=element.get("ID", ""),
        issued_at=_moment(element.get("IssueInstant")),
        issuer=_clean(element.findtext(saml("Issuer"))),
        name_id=_clean(element.findtext(f"{saml('Subject')}/{saml('NameID')}")),
        structure_id=_first(values, names.STRUCTURE),
        sector=_sector(_first(values, names.SECTOR)),
        roles=tuple(_code(value) for value in _coded(values, names.ROLE)),
        software=_software(values),
        subject_name=_first(values, names.SUBJECT),
        patient=_first(values, names.PATIENT),
        purpose=_purpose(values),
        access_reason=_first(values, names.REASON),
        confidentiality=_first(values, names.CONFIDENTIALITY),
        version=_first(values, names.VERSION),
        resource=_first(values, names.RESOURCE),
        authn_class=_clean(element.findtext(f"{context}/{saml('AuthnContextClassRef')}")),
        authn_decl=_clean(element.findtext(f"{context}/{saml('AuthnContextDecl')}")),
        authn_at=_at(element, "AuthnStatement", "AuthnInstant"),
        not_before=_at(element, "Conditions", "NotBefore"),
        not_on_or_after=_at(element, "Conditions", "NotOnOrAfter"),
    )


def _attributes(element: etree._Element) -> Mapping[str, list[etree._Element]]:
    """AttributeValue elements by attribute name in lower case."""
    found: dict[str, list[etree._Element]] = {}
    for attribute in element.iterfind(f"{saml('AttributeStatement')}/{saml('Attribute')}"):
        values = list(attribute.iterchildren(saml("AttributeValue")))
        found.setdefault(attribute.get("Name", "").lower(), []).extend(values)
    return found


def _first(values: Mapping[str, list[etree._Element]], name: str) -> str:
    found = values.get(name.lower())
    return _clean(found[0].text) if found else ""


def _coded(values: Mapping[str, list[etree._Element]], name: str) -> list[etree._Element]:
    held = [next(value.iterchildren("{*}*"), None) for value in values.get(name.lower(), [])]
    return [element for element in held if element is not None]


def _code(element: etree._Element) -> Code:
    return Code(element.get("code", ""), element.get("codeSystem", ""), element.get("displayName", ""))


def _mode(values: Mapping[str, list[etree._Element]]) -> Mode:
    text = _first(values, names.AUTHENTICATION)
    try:
        return Mode(text.upper())
    except ValueError:
        raise NotAVihf("Le mode d'authentification du jeton est absent ou inconnu.") from None


def _purpose(values: Mapping[str, list[etree._Element]]) -> Purpose | None:
    code = next((element.get("code", "") for element in _coded(values, names.PURPOSE)), "")
    return next((purpose for purpose in Purpose if purpose.value == code), None)


def _sector(text: str) -> Code | None:
    code, _, system = text.partition("^")
    return Code(code, system) if code else None


def _software(values: Mapping[str, list[etree._Element]]) -> Software:
    return Software(
        id=_first(values, names.LPS_ID),
        name=_first(values, names.LPS_NAME),
        version=_first(values, names.LPS_VERSION),
        homologation=_first(values, names.LPS_HOMOLOGATION),
    )


def _at(element: etree._Element, child: str, attribute: str) -> datetime | None:
    found = element.find(saml(child))
    return None if found is None else _moment(found.get(attribute))


def _moment(text: str | None) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _clean(text: str | None) -> str:
    return " ".join((text or "").split())
