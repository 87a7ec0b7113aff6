"""``rs:RegistryResponse``: the outcome of ITI-41, 42, 57, and the first part of ITI-18 and 43 answers (dmp-ins §3.4)."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from esante.xds.errors import RegistryError, UnreadableMetadata
from esante.xds.names import RS, ResponseStatus, Severity

_TAG = f"{{{RS}}}RegistryResponse"
_LIST = f"{{{RS}}}RegistryErrorList"
_ERROR = f"{{{RS}}}RegistryError"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryResponse:
    """An outcome and its errors. A success may carry warnings."""

    status: ResponseStatus
    errors: tuple[RegistryError, ...] = ()

    @property
    def succeeded(self) -> bool:
        """Whether everything asked was done."""
        return self.status is ResponseStatus.SUCCESS

    @classmethod
    def of(cls, errors: tuple[RegistryError, ...] = ()) -> RegistryResponse:
        """Failure as soon as one error is not a warning, success otherwise."""
        failed = any(not error.is_warning for error in errors)
        return cls(status=ResponseStatus.FAILURE if failed else ResponseStatus.SUCCESS, errors=errors)


def encode_response(response: RegistryResponse) -> etree._Element:
    """The element alone, as ITI-41 and ITI-57 answer it."""
    element = etree.Element(_TAG, nsmap={"rs": RS})
    encode_outcome(element, response)
    return element


def encode_outcome(element: etree._Element, response: RegistryResponse) -> None:
    """Put status and errors on an element of type RegistryResponseType."""
    element.set("status", response.status.value)
    if not response.errors:
        return
    worst = Severity.WARNING if all(error.is_warning for error in response.errors) else Severity.ERROR
    listed = etree.SubElement(element, _LIST, {"highestSeverity": worst.value}, nsmap={"rs": RS})
    for error in response.errors:
        attributes = {"codeContext": error.context, "errorCode": error.code, "severity": error.severity}
        if error.location:
            attributes["location"] = error.location
        etree.SubElement(listed, _ERROR, attributes)


def decode_response(element: etree._Element) -> RegistryResponse:
    """Read the element alone. Raises :class:`UnreadableMetadata` when it is something else."""
    if etree.QName(element).localname != "RegistryResponse":
        raise UnreadableMetadata(f"Un RegistryResponse était attendu, et non {etree.QName(element).localname}.")
    return decode_outcome(element)


def decode_outcome(element: etree._Element) -> RegistryResponse:
    """Read status and errors. An unknown status is a failure; severities lose their prefix when they have none."""
    status = element.get("status", "")
    known = next((each for each in ResponseStatus if each.value == status), ResponseStatus.FAILURE)
    errors = tuple(
        RegistryError(
            code=found.get("errorCode", "").rpartition(":")[2],
            context=found.get("codeContext", "") or (found.text or "").strip(),
            severity=found.get("severity", Severity.ERROR.value),
            location=found.get("location", ""),
        )
        for found in element.iterfind("{*}RegistryErrorList/{*}RegistryError")
    )
    return RegistryResponse(status=known, errors=errors)
