"""Emptying the mailboxes of whoever is present. A mailbox nobody can open says so on its line; the others go on."""

from __future__ import annotations

from django.utils import timezone

from alentour.accounts.gateway import PscUnreachable
from alentour.accounts.models import PscSession
from alentour.core import rls
from alentour.exchanges.enums import Service
from alentour.exchanges.outcomes import Accepted, Refused, Unreachable
from alentour.exchanges.services import note_service
from alentour.messaging import gateway
from alentour.messaging.models import Mailbox
from alentour.messaging.services import inbox
from alentour.messaging.services.sending import token_for


def fetch_all() -> bool:
    """A chore of the runner: every mailbox one of whose members is connected; whether something came."""
    present = PscSession.objects.filter(refresh_expires_at__gt=timezone.now()).values("professional_id")
    with rls.across("the mailboxes of whoever is present"):
        boxes = list(Mailbox.objects.filter(members__professional__in=present).select_related("structure").distinct())
    return sum([_fetch_within(box) for box in boxes]) > 0


def _fetch_within(box: Mailbox) -> int:
    with rls.within(box.structure_id):
        return fetch(box)


def fetch(box: Mailbox) -> int:
    """Take what is new in one mailbox; returns how many messages came."""
    try:
        token = token_for(box)
        if token is None:
            return 0
        batch = gateway.fetch(box=box, token=token, since=box.last_uid, uidvalidity=box.uidvalidity)
    except PscUnreachable as error:
        return _trouble(box, error.sentence)
    except gateway.MailUnreachable as error:
        note_service(structure_id=box.structure_id, service=Service.MSS, outcome=Unreachable(sentence=error.sentence))
        return _trouble(box, error.sentence)
    except gateway.MailRefused as error:
        note_service(
            structure_id=box.structure_id,
            service=Service.MSS,
            outcome=Refused(code=error.code, sentence=error.sentence),
        )
        return _trouble(box, error.sentence)
    for item in batch.messages:
        inbox.receive(box=box, uidvalidity=batch.uidvalidity, uid=item.uid, raw=item.data)
        Mailbox.objects.filter(pk=box.pk).update(last_uid=item.uid, uidvalidity=batch.uidvalidity)
    if box.trouble or batch.messages or box.synced_at is None:
        note_service(structure_id=box.structure_id, service=Service.MSS, outcome=Accepted())
    Mailbox.objects.filter(pk=box.pk).update(synced_at=timezone.now(), trouble="", uidvalidity=batch.uidvalidity)
    return len(batch.messages)


def _trouble(box: Mailbox, sentence: str) -> int:
    Mailbox.objects.filter(pk=box.pk).update(trouble=sentence[:300])
    return 0
