"""News of what was sent: delivered, read, integrated, refused; and the news that we give to others."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.exchanges.enums import Service
from alentour.exchanges.models import Exchange
from alentour.exchanges.outcomes import Accepted, Outcome, Refused, Unreachable, Waiting
from alentour.exchanges.services import enqueue
from alentour.messaging import gateway
from alentour.messaging.enums import RoadState
from alentour.messaging.mapping import Incoming
from alentour.messaging.models import Delivery, Mailbox, Message, Recipient
from alentour.messaging.services.outbox import advance
from alentour.messaging.services.sending import token_for


def apply(incoming: Incoming, *, box: Mailbox) -> int:
    """Move the roads that this receipt speaks of; one about an unknown message is kept in the journal and moves nothing."""
    moved = 0
    for receipt in incoming.receipts:
        message = Message.objects.filter(structure=box.structure, message_id=receipt.about).first()
        if message is None:
            continue
        recipients = message.recipients.all()
        if receipt.recipient:
            recipients = recipients.filter(address__iexact=receipt.recipient)
        for recipient in recipients:
            advance(
                recipient,
                RoadState(receipt.step),
                receipt.at or incoming.at,
                code=receipt.code,
                sentence=receipt.sentence,
            )
            moved += 1
    return moved


def delivered_here(message: Message, box: Mailbox) -> None:
    """A message between two mailboxes of the same house has visibly arrived."""
    for recipient in Recipient.objects.filter(message=message, address__iexact=box.address):
        advance(recipient, RoadState.DELIVERED, timezone.now())


@transaction.atomic
def read_by(message: Message, post: Post) -> None:
    """The first explicit reading in a mailbox answers the receipt that the sender asked for, once per mailbox (specs/mss §2.9)."""
    for recipient in Recipient.objects.filter(message=message, address__in=post.mailboxes.values("address")):
        advance(recipient, RoadState.READ, timezone.now())
    if not message.receipt_to or message.quarantined:
        return
    for delivery in message.deliveries.select_related("mailbox").filter(
        receipt_sent=False, mailbox__in=post.mailboxes.all()
    ):
        delivery.receipt_sent = True
        delivery.save(update_fields=["receipt_sent"])
        enqueue(
            kind="messaging.receipt",
            service=Service.MSS,
            key=f"messaging.receipt:{delivery.id}",
            label="Accusé de lecture",
            structure=message.structure,
            by=post,
            subject=message,
            payload={"delivery": delivery.id},
            priority=7,
        )


def run(exchange: Exchange) -> Outcome:
    """Send the accusé de lecture of one delivery."""
    delivery = Delivery.objects.select_related("mailbox__structure", "message__raw").get(
        pk=exchange.payload["delivery"]
    )
    token = token_for(delivery.mailbox, first=exchange.by_id)
    if token is None:
        return Waiting(sentence="En attente d'une personne de cette boîte identifiée par Pro Santé Connect.")
    try:
        gateway.send_read_receipt(delivery=delivery, token=token, at=exchange.created_at)
    except gateway.MailUnreachable as error:
        return Unreachable(sentence=error.sentence)
    except gateway.MailRefused as error:
        return Refused(code=error.code, sentence=error.sentence, permanent=error.permanent)
    return Accepted()
