"""The liste blanche: domains of the espace de confiance, and the operator that answers for each.

Shape: XML of namespace `https://listeblanche.mssante.fr/schema`, one `Domaine` per domain. The root element's name and the
order of the elements are the project's guess (MSSanté specification of the project, § 4.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from lxml import etree

from sandbox.cast import Cast
from sandbox.mssante.mailboxes import Mailboxes

NAMESPACE = "https://listeblanche.mssante.fr/schema"
OPERATOR = "CN=mss.bac-a-sable.mssante.test,OU=318000000018,O=OPERATEUR FICTIF,ST=Ille-et-Vilaine (35),C=FR"
# A listed domain with an accent and no mailbox: comparing names without minding it is a classic mistake.
ACCENTED = "résidence-fleurie.mssante.test"


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """One listed domain. `operator` is the subject of its operator's certificate."""

    name: str
    description: str
    operator: str
    support: str
    updated: date


class WhiteList:
    """Listed domains, compared in lower case, as they are written or in their DNS form."""

    def __init__(self, domains: Iterable[Domain]) -> None:
        self.domains = tuple(domains)
        self._by_name = {_dns(domain.name): domain for domain in self.domains}

    def lists(self, name: str) -> bool:
        """Whether mail may go to that domain."""
        return _dns(name) in self._by_name

    def answers_for(self, operator: str, name: str) -> bool:
        """Whether that certificate subject is the operator of that domain."""
        domain = self._by_name.get(_dns(name))
        return domain is not None and bool(operator) and domain.operator == operator

    def is_operator(self, operator: str) -> bool:
        """Whether that certificate subject answers for some domain."""
        return bool(operator) and any(domain.operator == operator for domain in self.domains)

    def render(self, at: datetime) -> bytes:
        """The published file, dated `at`."""
        default: Any = {None: NAMESPACE}
        root = etree.Element(f"{{{NAMESPACE}}}ListeBlanche", nsmap=default)
        _child(root, "DateDeGeneration", at.isoformat(timespec="seconds"))
        for domain in self.domains:
            element = _child(root, "Domaine", "")
            _child(element, "Nom", domain.name)
            _child(element, "Description", domain.description)
            _child(element, "DNCertificatOperateur", domain.operator)
            _child(element, "ResponsableContact", domain.support)
            _child(element, "SupportContact", domain.support)
            _child(element, "DateMAJ", domain.updated.isoformat())
        published: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
        return published


def of_sandbox(mailboxes: Mailboxes, cast: Cast, *, citizens: str, citizens_operator: str) -> WhiteList:
    """Domains of the cast, the citizens' one (its operator is Mon espace santé) and an accented one."""
    names = {structure.mailbox.partition("@")[2]: structure.name for structure in cast.structures.values()}
    listed = [_domain(name, names.get(name, "Domaine national fictif"), OPERATOR) for name in sorted(mailboxes.domains)]
    listed.append(_domain(ACCENTED, "Résidence fleurie (fictive, sans boîte)", OPERATOR))
    listed.append(_domain(citizens, "Mon espace santé (usagers)", citizens_operator))
    return WhiteList(listed)


def _domain(name: str, description: str, operator: str) -> Domain:
    support = "support@operateur-fictif.test"
    return Domain(name=name, description=description, operator=operator, support=support, updated=date(2026, 4, 2))


def _child(parent: etree._Element, name: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    element.text = text or None
    return element


def _dns(name: str) -> str:
    try:
        return name.lower().encode("idna").decode("ascii")
    except UnicodeError:
        return name.lower()
