"""The XML of registry answers: success, failure with its errors, partial success."""

from __future__ import annotations

from collections.abc import Iterable

from esante.xds.names import RS, ResponseStatus, Severity
from lxml import etree

from sandbox.dmp.registry.problems import Problem


def registry_response(problems: Iterable[Problem] = ()) -> etree._Element:
    """`rs:RegistryResponse`, a success when there is no problem."""
    listed = list(problems)
    status = ResponseStatus.FAILURE if listed else ResponseStatus.SUCCESS
    root = etree.Element(f"{{{RS}}}RegistryResponse", {"status": status.value}, nsmap={"rs": RS})
    if listed:
        root.append(error_list(listed))
    return root


def error_list(problems: Iterable[Problem]) -> etree._Element:
    """`rs:RegistryErrorList`."""
    listed = etree.Element(f"{{{RS}}}RegistryErrorList", {"highestSeverity": Severity.ERROR.value}, nsmap={"rs": RS})
    for problem in problems:
        etree.SubElement(
            listed,
            f"{{{RS}}}RegistryError",
            {
                "codeContext": problem.context,
                "errorCode": problem.code,
                "severity": Severity.ERROR.value,
                "location": problem.location,
            },
        )
    return listed
