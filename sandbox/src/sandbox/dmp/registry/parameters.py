"""Parameters of a stored query: slots of an AdhocQuery, read with the lexical rules of ITI TF-2 §3.18.4.1.2.3.4."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from esante.xds.names import rim
from lxml import etree

from sandbox.dmp.registry import rules
from sandbox.dmp.registry.problems import Problem, Rejected
from sandbox.dmp.registry.rim import Coded

_QUOTED = re.compile(r"'((?:[^']|'')*)'")
_LIST = re.compile(r"\(\s*(?:'(?:[^']|'')*'|[^'(),\s]+)(?:\s*,\s*(?:'(?:[^']|'')*'|[^'(),\s]+))*\s*\)")
_ITEM = re.compile(r"'((?:[^']|'')*)'|([^'(),\s]+)")


@dataclass(slots=True)
class Parameters:
    """`groups[name]` is a list of alternatives lists: several slots of a name are ANDed, values inside one are ORed."""

    groups: dict[str, list[list[str]]] = field(default_factory=dict)

    def __contains__(self, name: str) -> bool:
        return name in self.groups

    def values(self, name: str) -> list[str]:
        """Every value of a parameter; empty when absent."""
        return [value for group in self.groups.get(name, []) for value in group]

    def one(self, name: str) -> str:
        """The value of a parameter that has only one, or empty."""
        found = self.values(name)
        if len(found) > 1:
            raise wrong_number(f"{name} n'a qu'une valeur.")
        return found[0] if found else ""

    def codes(self, name: str) -> list[list[Coded]]:
        """Groups of codes; each must say its coding scheme."""
        groups = []
        for group in self.groups.get(name, []):
            codes = []
            for text in group:
                code, separator, scheme = text.partition("^^")
                if not (code and separator and scheme):
                    raise wrong_form(f"{name} : « {text} » n'a pas la forme code^^système.")
                codes.append(Coded(code, scheme))
            groups.append(codes)
        return groups


def read(query: etree._Element) -> Parameters:
    """Read the slots of an AdhocQuery. Raises `Rejected` on a value that follows no rule."""
    parameters = Parameters()
    for slot in query.iterchildren(rim("Slot")):
        name = slot.get("name", "")
        texts = [(value.text or "").strip() for value in slot.iter(rim("Value"))]
        parameters.groups.setdefault(name, []).append([value for text in texts for value in _values(name, text)])
    return parameters


def _values(name: str, text: str) -> list[str]:
    if text.startswith("("):
        if not _LIST.fullmatch(text):
            raise wrong_form(f"{name} : liste mal formée.")
        return [(quoted or bare).replace("''", "'") for quoted, bare in _ITEM.findall(text[1:-1])]
    found = _QUOTED.fullmatch(text)
    if found:
        return [found[1].replace("''", "'")]
    if text.isdigit():
        return [text]
    raise wrong_form(f"{name} : texte sans apostrophes.")


def wrong_form(context: str) -> Rejected:
    """A parameter is badly written."""
    return Rejected(Problem("XDSRegistryError", context, rules.PARAMETER_FORM))


def wrong_number(context: str) -> Rejected:
    """A parameter has the wrong number of values, or excludes another one."""
    return Rejected(Problem("XDSStoredQueryParamNumber", context, rules.PARAMETER))


def missing(name: str) -> Rejected:
    """A mandatory parameter is absent."""
    return Rejected(Problem("XDSStoredQueryMissingParam", f"{name} est absent.", rules.PARAMETER))
