"""The secret address of a feed: opened, renewed, revoked, read."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.agenda.models import Feed
from alentour.agenda.services.locks import hold
from alentour.core import rls, trace


def digest_of(secret: str) -> str:
    """A secret of 256 random bits needs no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def open_feed(*, by: Post, with_initials: bool = False) -> tuple[Feed, str]:
    """A new address, whose secret is given here and nowhere else; the former one answers no more."""
    hold(by)
    _revoke(by)
    secret = secrets.token_urlsafe(32)
    feed = Feed.objects.create(
        structure_id=by.structure_id, post=by, digest=digest_of(secret), with_initials=with_initials
    )  # fmt: skip
    trace.record("agenda.feed_opened", by=by, target=feed, initials=with_initials)
    return feed, secret


@transaction.atomic
def revoke_feed(*, by: Post) -> bool:
    hold(by)
    revoked = _revoke(by)
    if revoked:
        trace.record("agenda.feed_revoked", by=by)
    return revoked


def _revoke(by: Post) -> bool:
    return bool(Feed.objects.for_post(by).filter(post=by, revoked_at=None).update(revoked_at=timezone.now()))


def feed_of(post: Post) -> Feed | None:
    feed: Feed | None = Feed.objects.for_post(post).filter(post=post, revoked_at=None).first()
    return feed


def read_feed(*, post_id: UUID, secret: str) -> Feed | None:
    """The feed of this address, and the trace that it was read; ``None`` for a wrong, revoked or ended one.

    Nobody is logged in: the caller goes on within the structure of the feed (``core.rls``).
    """
    with rls.across("the post whose secret address is asked"):
        post = Post.objects.select_related("professional", "structure").filter(pk=post_id).first()
    if post is None or not post.is_current or not post.professional.is_active:
        return None
    with rls.within(post.structure_id), transaction.atomic():
        feed = feed_of(post)
        if feed is None or not hmac.compare_digest(feed.digest, digest_of(secret)):
            return None
        feed.post, feed.read_at = post, timezone.now()
        feed.save(update_fields=["read_at"])
        trace.record("agenda.feed_read", by=post, target=feed)
    return feed
