"""The liste blanche: the domains allowed to exchange in the espace de confiance (specs/mss §4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from esante.cisis import XmlError, safe_xml
from esante.mssante.addresses import domain_of
from esante.mssante.errors import BadWhitelist

# Older than this, the list no longer proves anything: alarm, and senders are no longer trusted by it.
MAX_AGE = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain:
    """One domain of the list. ``operator`` is the O of the operator's certificate; ``updated`` a date as written."""

    name: str
    description: str = ""
    operator: str = ""
    certificate_dn: str = ""
    contact: str = ""
    support: str = ""
    updated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Whitelist:
    """The list held: domains by comparable name, and when it was generated (None when the list does not say)."""

    domains: Mapping[str, Domain]
    generated: datetime | None = None

    def lookup(self, address: str) -> Domain | None:
        """The domain of an address (or the domain itself); case and accents in their two writings do not count."""
        return self.domains.get(domain_of(address))

    def __contains__(self, address: str) -> bool:
        return self.lookup(address) is not None

    def vouches_for(self, address: str, now: datetime, limit: timedelta = MAX_AGE) -> bool:
        """Whether an address may be trusted today: listed, by a list that still proves something."""
        return address in self and not self.is_stale(now, limit)

    def is_stale(self, now: datetime, limit: timedelta = MAX_AGE) -> bool:
        """True when the list is too old to prove anything, or does not say its age."""
        return self.generated is None or now - self.generated > limit


def read_whitelist(data: bytes) -> Whitelist:
    """Read a list, elements by name whatever the root and the order.

    Raises BadWhitelist on anything that is not a list with at least one domain: an empty list would cut everybody off.
    """
    try:
        root = safe_xml.parse(data)
    except XmlError as error:
        raise BadWhitelist(f"La liste blanche reçue n'est pas lisible : {error.why}") from error
    domains = [_domain(element) for element in root.iter("{*}Domaine")]
    held = {domain_of(domain.name): domain for domain in domains if domain.name}
    if not held:
        raise BadWhitelist("La liste blanche reçue ne contient aucun domaine.")
    return Whitelist(domains=held, generated=_moment(root))


def renewed(held: Whitelist | None, received: bytes) -> Whitelist:
    """The list to use after a download: the received one, else the one held (ECO: never emptied by a failure).

    Raises BadWhitelist only when there is nothing to keep.
    """
    try:
        fresh = read_whitelist(received)
    except BadWhitelist:
        if held is None:
            raise
        return held
    if held and held.generated and fresh.generated and fresh.generated < held.generated:
        return held
    return fresh


def _domain(element: safe_xml.Element) -> Domain:
    texts = {_local(child): " ".join("".join(child.itertext()).split()) for child in element.iterchildren("{*}*")}
    dn = texts.get("DNCertificatOperateur", "")
    parts = dict(part.strip().partition("=")[::2] for part in dn.split(","))
    return Domain(
        name=texts.get("Nom", "").lower(),
        description=texts.get("Description", ""),
        operator=parts.get("O", ""),
        certificate_dn=dn,
        contact=texts.get("ResponsableContact", ""),
        support=texts.get("SupportContact", ""),
        updated=texts.get("DateMAJ", ""),
    )


def _local(element: safe_xml.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _moment(root: safe_xml.Element) -> datetime | None:
    text = next((one.text or "" for one in root.iter("{*}DateDeGeneration")), "").strip()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
