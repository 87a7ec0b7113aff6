"""The liste blanche: who belongs to the espace de confiance. The last good copy is kept, whatever the network does."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from alentour.messaging import gateway
from alentour.messaging.models import TrustList

REFRESH = timedelta(hours=24)
RETRY = timedelta(minutes=2)
TOO_OLD = timedelta(days=7)


def current() -> TrustList | None:
    return TrustList.objects.first()


def domain_of(address: str) -> str:
    return address.rpartition("@")[2].strip().lower()


def knows(address: str) -> bool:
    """Whether the domain of an address is listed; without any list yet, nobody is."""
    copy = current()
    return copy is not None and domain_of(address) in copy.domains


def name_behind(address: str) -> str:
    """The organisation that the list names for this domain, empty when it has none."""
    copy = current()
    return str(copy.domains.get(domain_of(address), "")) if copy else ""


def refresh() -> bool:
    """Fetch the list when it is a day old (a chore of the runner); whether a new one was kept."""
    now, copy = timezone.now(), current()
    if copy and (now - copy.fetched_at < REFRESH or now - copy.checked_at < RETRY):
        return False
    try:
        content, domains = gateway.fetch_trust_list()
    except gateway.MailUnreachable as error:
        if copy:
            TrustList.objects.filter(pk=copy.pk).update(checked_at=now, trouble=str(error)[:300])
        return False
    TrustList.objects.update_or_create(
        pk=copy.pk if copy else 1,
        defaults={"fetched_at": now, "checked_at": now, "content": content, "domains": domains, "trouble": ""},
    )
    return True


def is_too_old() -> bool:
    copy = current()
    return copy is None or timezone.now() - copy.fetched_at > TOO_OLD
