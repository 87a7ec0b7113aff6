"""Writes of the accounts: log-in, choice of a post, creation of structures, professionals and posts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest

from alentour.accounts.enums import Metier, StructureKind
from alentour.accounts.models import Post, Professional, Structure
from alentour.core import rls, trace


@transaction.atomic
def create_structure(*, name: str, kind: StructureKind, idnst: str, ipp_oid: str, **details: str) -> Structure:
    structure = Structure.objects.create(name=name, kind=kind, idnst=idnst, ipp_oid=ipp_oid, **details)
    trace.record("structure.created", structure_id=structure.id, target=structure)
    return structure


@transaction.atomic
def create_professional(
    *, family_name: str, given_name: str, password: str | None = None, **details: Any
) -> Professional:
    person = Professional(family_name=family_name, given_name=given_name, **details)
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save()
    trace.record("professional.created", professional_id=person.id, target=person)
    return person


@transaction.atomic
def open_post(
    *, professional: Professional, structure: Structure, metier: Metier, profession_code: str, label: str = ""
) -> Post:
    """Give a professional a post; rights begin at once."""
    post = Post.objects.create(
        professional=professional, structure=structure, metier=metier, profession_code=profession_code, label=label
    )
    trace.record("post.opened", by=post, target=post, metier=metier)
    return post


def account_of_session(user_id: Any) -> Professional | None:
    """The account that a session names, if it is still open, with its posts: one query for the two."""
    with rls.across("the posts of one person, to choose where they work"):
        rows = Post.objects.filter(Post.current(), professional_id=user_id, professional__is_active=True)
        posts = list(rows.select_related("structure", "professional"))
    person = posts[0].professional if posts else Professional.objects.filter(pk=user_id, is_active=True).first()
    for post in posts:
        post.professional = person  # type: ignore[assignment]
    if person is not None:
        person.held_posts = posts  # type: ignore[attr-defined]
    return person


def current_posts(professional: Professional) -> list[Post]:
    """The posts in force, those that came with the account of the session if it is one."""
    held: list[Post] | None = getattr(professional, "held_posts", None)
    if held is not None:
        return held
    with rls.across("the posts of one person, to choose where they work"):
        return list(professional.posts.filter(Post.current()).select_related("structure", "professional"))


def post_of_session(request: HttpRequest) -> Post | None:
    """The post chosen in this session, or the only one; ``None`` when a choice is needed or nothing is open."""
    posts = current_posts(request.user)  # type: ignore[arg-type]
    chosen = request.session.get("post")
    for post in posts:
        if str(post.id) == chosen:
            return post
    return posts[0] if len(posts) == 1 else None


@transaction.atomic
def choose_post(request: HttpRequest, *, post_id: UUID) -> Post | None:
    """Enter one's post for this session; ``None`` if it is not one's own or is over."""
    for post in current_posts(request.user):  # type: ignore[arg-type]
        if post.id == post_id:
            request.session["post"] = str(post.id)
            trace.record("session.post", by=post)
            return post
    return None
