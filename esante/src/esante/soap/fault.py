"""SOAP 1.2 Fault ⇄ :class:`SoapFault` (SOAP 1.2 Part 1 §5.4), with the details our partners add."""

from __future__ import annotations

from typing import Final

from lxml import etree

from esante.soap.errors import FaultDetail, SoapFault
from esante.soap.names import SIRAM, SOAP, SOAP_11, XML, soap

_CODES_11: Final = {"Client": "Sender", "Server": "Receiver"}
_ERREUR: Final = f"{{{SIRAM}}}Erreur"


def encode_fault(fault: SoapFault) -> etree._Element:
    """The ``soap:Fault`` element. A DMP subcode is written in the SOAP namespace, as the DMP does."""
    element = etree.Element(soap("Fault"), nsmap={"soap": SOAP})
    code = etree.SubElement(element, soap("Code"))
    etree.SubElement(code, soap("Value")).text = f"soap:{fault.code}"
    if fault.subcode:
        prefix = "soap:" if fault.subcode.startswith("DMP") else ""
        etree.SubElement(etree.SubElement(code, soap("Subcode")), soap("Value")).text = prefix + fault.subcode
    reason = etree.SubElement(etree.SubElement(element, soap("Reason")), soap("Text"), {f"{{{XML}}}lang": "fr"})
    reason.text = fault.reason
    if fault.detail:
        _encode_detail(etree.SubElement(element, soap("Detail")), fault.detail)
    return element


def _encode_detail(holder: etree._Element, detail: FaultDetail) -> None:
    attributes = {"severite": detail.severity, "code": detail.code}
    if detail.message_id:
        attributes["messageID"] = detail.message_id
    etree.SubElement(holder, _ERREUR, attributes, nsmap={"siram": SIRAM}).text = detail.text


def decode_fault(element: etree._Element) -> SoapFault | None:
    """The fault an element is, or None if it is something else. SOAP 1.1 faults are read too."""
    name = etree.QName(element)
    if name.localname != "Fault" or name.namespace not in (SOAP, SOAP_11):
        return None
    if name.namespace == SOAP_11:
        code = _local(element.findtext("faultcode"))
        return SoapFault(_CODES_11.get(code, code), "", _clean(element.findtext("faultstring")), _detail(element))
    code = _local(element.findtext(f"{soap('Code')}/{soap('Value')}"))
    subcode = _local(element.findtext(f"{soap('Code')}/{soap('Subcode')}/{soap('Value')}"))
    reason = _clean(element.findtext(f"{soap('Reason')}/{soap('Text')}"))
    return SoapFault(code, subcode, reason, _detail(element))


def _detail(element: etree._Element) -> FaultDetail | None:
    found = next(element.iter(_ERREUR), None)
    if found is None:
        return None
    return FaultDetail(
        code=found.get("code", ""),
        severity=found.get("severite", ""),
        message_id=found.get("messageID", ""),
        text=_clean(found.text),
    )


def _local(qname: str | None) -> str:
    return _clean(qname).rpartition(":")[2]


def _clean(text: str | None) -> str:
    return " ".join((text or "").split())
