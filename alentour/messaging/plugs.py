"""Where the messaging shows itself in the floors below and around: navigation, record, documents, runner."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.urls import reverse

from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.documents import destinations
from alentour.documents.models import Document
from alentour.exchanges.handlers import register, register_chore
from alentour.messaging import selectors, trust
from alentour.messaging.models import Recipient
from alentour.messaging.presenters import road
from alentour.messaging.services import fetching, receipts, sending
from alentour.record import panels
from alentour.ui import nav
from alentour.ui.shapes import Road


def plug() -> None:
    register("messaging.send", sending.run, settled=sending.settled)
    register("messaging.receipt", receipts.run)
    register_chore("messaging.trust", trust.refresh, every=5)
    register_chore("messaging.fetch", fetching.fetch_all, every=2)
    nav.register("Messages", "messaging:inbox", "mail", badge=unread, order=30, key="m", phone=3, shown=has_messaging)
    nav.register_quick("Photo", "messaging:photo", "camera", order=10, shown=may_take_photos)
    nav.register_quick("Message", "messaging:new", "mail-plus", order=40, shown=has_messaging)
    panels.register("messages", "Messages", "messaging:of-usager", kind=DataClass.MESSAGERIE, order=60)
    destinations.register("mss", offers=offer, roads=roads, order=10)


def _post(request: HttpRequest) -> Post | None:
    return getattr(request, "post", None)


def has_messaging(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and can(post, Act.READ, DataClass.MESSAGERIE)


def may_take_photos(request: HttpRequest) -> bool:
    post = _post(request)
    return post is not None and can(post, Act.WRITE, DataClass.SOINS) and has_messaging(request)


def unread(request: HttpRequest) -> int:
    post = _post(request)
    return selectors.unread_count(post) if post else 0


def offer(document: Document, post: Post) -> destinations.Offer | None:
    """« Envoyer par messagerie sécurisée », to the métiers that write messages."""
    if not can(post, Act.WRITE, DataClass.MESSAGERIE):
        return None
    url = f"{reverse('messaging:new')}?usager={document.usager_id}&document={document.id}"
    return destinations.Offer(label="Envoyer par messagerie sécurisée", url=url, icon="send")


def roads(document: Document) -> Sequence[Road]:
    """Where this document went by message."""
    found = (
        Recipient.objects.filter(message__attachments__document=document, message__author__isnull=False)
        .exclude(message__state="brouillon")
        .select_related("message")
        .distinct()
    )
    return [road(recipient, recipient.message) for recipient in found]
