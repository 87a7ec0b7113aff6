"""What an administrator of accounts does: open an account and its posts, invite, reset a lost factor; never for themselves.

No right comes from here but through the table of habilitations, and no administrator sees a secret nor a record (specs/product §3.4,
rules 1 and 2).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from alentour.accounts import factors, rights, trials
from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.local_models import Invitation
from alentour.accounts.models import Post, Professional
from alentour.core import trace
from alentour.core.doors import Refused

LIFE = timedelta(hours=72)
# JDV_J01 code of the métiers when the account does not come with one.
PROFESSIONS = {
    Metier.MEDECIN: "G15_10", Metier.IDEC: "G15_60", Metier.INFIRMIER: "G15_60", Metier.AIDE_SOIGNANT: "313",
    Metier.PHARMACIEN: "G15_21", Metier.REEDUCATEUR: "G15_70", Metier.PSYCHOLOGUE: "93", Metier.EDUCATEUR: "326",
    Metier.ANIMATEUR: "345", Metier.ASSISTANT_SOCIAL: "41", Metier.AIDE_DOMICILE: "350", Metier.HOTELIER: "338",
    Metier.SECRETAIRE: "331", Metier.CHEF_SERVICE: "345", Metier.DIRECTEUR: "359", Metier.DPO: "344", Metier.ADMIN: "340",
}  # fmt: skip


def people_of(by: Post) -> QuerySet[Professional]:
    """The professionals who have or had a post in the structure of ``by``, with those posts."""
    posts = Post.objects.filter(structure_id=by.structure_id).order_by("-starts_on")
    rows = Professional.objects.filter(posts__structure_id=by.structure_id).distinct()
    return rows.prefetch_related(Prefetch("posts", posts, to_attr="posts_here")).order_by("family_name", "given_name")


def _require(by: Post, person: Professional) -> None:
    """The right to write accounts, in one's structure, and never one's own (no self-promotion)."""
    rights.require(by, Act.WRITE, DataClass.COMPTES)
    if person.pk == by.professional_id:
        trace.record("account.self_refused", by=by, result="refused")
        raise Refused("On ne change pas ses propres droits : demandez-le à un autre administrateur.")


@transaction.atomic
def open_account(
    *,
    by: Post,
    given_name: str,
    family_name: str,
    metier: Metier,
    username: str = "",
    rpps: str = "",
    civility: str = "",
    label: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Post:
    """A professional, without a password, and their first post in the structure of ``by``."""
    rights.require(by, Act.WRITE, DataClass.COMPTES)
    person = Professional(
        given_name=given_name, family_name=family_name, civility=civility, username=username or None,
        idnps=f"8{rpps}" if rpps else None,
    )  # fmt: skip
    person.set_unusable_password()
    person.save()
    trace.record("professional.created", by=by, target=person)
    return open_post(by=by, person=person, metier=metier, label=label, starts_on=starts_on, ends_on=ends_on)


def open_post(
    *,
    by: Post,
    person: Professional,
    metier: Metier,
    label: str = "",
    starts_on: date | None = None,
    ends_on: date | None = None,
) -> Post:
    """Give a post in the structure of ``by``; a closed one of the same métier opens again."""
    _require(by, person)
    with transaction.atomic():
        first = starts_on or timezone.localdate()
        held = Post.objects.filter(professional=person, structure_id=by.structure_id, metier=metier).first()
        if held is not None and held.ends_on is None:
            raise Refused(f"{person.display_name} a déjà ce poste.")
        post = held or Post(professional=person, structure_id=by.structure_id, metier=metier)
        post.profession_code = post.profession_code or PROFESSIONS[metier]
        post.label, post.starts_on, post.ends_on = label.strip() or post.label, first, ends_on
        post.save()
        trace.record("post.opened", by=by, target=post, metier=metier, professional=person.pk)
        return post


def close_post(*, by: Post, post: Post) -> Post:
    """Its rights end at once: the last day it held is yesterday."""
    _require(by, post.professional)
    with transaction.atomic():
        if post.structure_id != by.structure_id:
            raise Refused("Ce poste n'est pas de votre structure.")
        post.ends_on = timezone.localdate() - timedelta(days=1)
        post.save(update_fields=["ends_on", "updated_at"])
        trace.record("post.closed", by=by, target=post, metier=post.metier, professional=post.professional_id)
        return post


def invite(*, by: Post, person: Professional) -> str:
    """A link for one use within 72 hours, shown once; the former ones serve no more. Returns its secret part."""
    _require(by, person)
    with transaction.atomic():
        if not person.username:
            raise Refused("Ce compte s'ouvre avec Pro Santé Connect : il n'a pas besoin d'invitation.")
        person.invitations.filter(used_at=None).update(expires_at=timezone.now())
        secret = secrets.token_urlsafe(32)
        Invitation.objects.create(
            professional=person, digest=_digest(secret), made_by=by, expires_at=timezone.now() + LIFE
        )
        trace.record("account.invited", by=by, target=person)
        return secret


def invitation(secret: str) -> Invitation | None:
    """The live invitation of this link."""
    found = Invitation.objects.select_related("professional").filter(digest=_digest(secret)).first()
    return found if found and found.is_live and found.professional.is_active else None


@transaction.atomic
def accept(*, secret: str, password: str) -> Professional | None:
    """Spend the invitation and set the password; ``None`` when it was spent or expired meanwhile."""
    held = Invitation.objects.select_for_update().filter(digest=_digest(secret)).select_related("professional").first()
    if held is None or not held.is_live:
        return None
    held.used_at = timezone.now()
    held.save(update_fields=["used_at", "updated_at"])
    person = held.professional
    person.set_password(password)
    person.save(update_fields=["password"])
    trace.record("account.accepted", professional_id=person.pk)
    return person


def reset(*, by: Post, person: Professional) -> str:
    """A lost telephone, a forgotten password: everything that proved the account is forgotten, its sessions end, a link is given.

    The administrator sees no secret but the link, which opens nothing without a new password and a new second factor.
    """
    _require(by, person)
    with transaction.atomic():
        if not person.username:
            raise Refused("Ce compte s'ouvre avec Pro Santé Connect : rien à réinitialiser ici.")
        factors.forget_all(person)
        person.set_unusable_password()
        person.save(update_fields=["password"])
        trials.succeeded(person)
        trace.record("account.reset", by=by, target=person)
        return invite(by=by, person=person)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
