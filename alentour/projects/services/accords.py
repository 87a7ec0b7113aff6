"""Collecting what the person and those who represent her think, and what they sign or refuse."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core import files, trace
from alentour.core.doors import Refused
from alentour.core.models import StoredFile
from alentour.core.once import sent
from alentour.projects import rules
from alentour.projects.content import content_of, fingerprint
from alentour.projects.enums import Decision, Means, Origin, Signatory
from alentour.projects.models import Accord, Opinion, Projet
from alentour.projects.services.held import hold, past, require_alive, text_of

MEDIA = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"%PDF": "application/pdf"}
CLOCK = timedelta(minutes=5)


@transaction.atomic
def give_opinion(
    *,
    projet: Projet,
    by: Post,
    origin: Origin,
    text: str,
    means: Means,
    name: str = "",
    given_on: date | None = None,
    key: str = "",
) -> Opinion:
    """Write what she, or who represents her, says of the projet. The same ``key`` writes once."""
    rules.require_leader(by)
    held = hold(projet)
    already = sent(Opinion.objects.filter(structure_id=by.structure_id), key)
    if already is not None:
        return already
    require_alive(held)
    row = Opinion.objects.create(
        structure_id=held.structure_id, projet=held, origin=origin, means=means, collected_by=by, key=key,
        name=name.strip()[:120] or (held.usager.display_name if origin == Origin.PERSONNE else ""),
        text=text_of(text, needed="Écrivez l'avis, dans les mots de qui le donne."),
        given_on=past(given_on, "La date de l'avis"),
    )  # fmt: skip
    trace.record("projet.opinion", by=by, usager_id=held.usager_id, target=held, origin=origin)
    return row


@transaction.atomic
def collect_accord(
    *,
    projet: Projet,
    by: Post,
    signatory: Signatory,
    decision: Decision,
    means: Means,
    name: str = "",
    quality: str = "",
    note: str = "",
    signed_at: datetime | None = None,
    valid_until: date | None = None,
    scan: bytes = b"",
    key: str = "",
) -> Accord:
    """Write a signature or a refusal. The référent signs for themselves; the structure signs by ``life.validate``.

    The same ``key`` writes once. Raises :class:`Refused` for a date to come, a missing name, a missing image of the signature.
    """
    rules.require_leader(by)
    if signatory == Signatory.STRUCTURE:
        raise Refused("La structure signe en validant le projet.")
    held = hold(projet)
    already = sent(Accord.objects.filter(structure_id=by.structure_id), key)
    if already is not None:
        return already
    require_alive(held)
    row = sign(
        projet=held, by=by, signatory=signatory, decision=decision, means=means, note=note, key=key,
        name=_name(held, by, signatory, name), quality=quality, signed_at=signed_at, valid_until=valid_until, scan=scan,
    )  # fmt: skip
    trace.record("projet.accord", by=by, usager_id=held.usager_id, target=held, signatory=signatory, decision=decision)
    return row


def sign(
    *,
    projet: Projet,
    by: Post,
    signatory: Signatory,
    decision: Decision,
    means: Means,
    name: str,
    quality: str = "",
    note: str = "",
    signed_at: datetime | None = None,
    valid_until: date | None = None,
    scan: bytes = b"",
    key: str = "",
) -> Accord:
    """The row itself, inside the transaction and the trace of the caller."""
    at = signed_at or timezone.now()
    if at > timezone.now() + CLOCK:
        raise Refused("La date de signature est à venir : vérifiez le jour et l'heure.")
    if valid_until and valid_until < timezone.localtime(at).date():
        raise Refused("La validité ne peut pas finir avant la signature.")
    needed = {
        Decision.RESERVES: "Écrivez les réserves, pour que chacun les lise.",
        Decision.IMPOSSIBLE: "Dites comment son avis a été recherché, et ce qui l'a empêché de s'exprimer.",
    }.get(decision, "")
    mine = signatory in {Signatory.REFERENT, Signatory.STRUCTURE}
    return Accord.objects.create(
        structure_id=projet.structure_id, projet=projet, signatory=signatory, decision=decision, means=means,
        name=name[:120], quality=(quality.strip() or (by.metier_label if mine else ""))[:120], post=by if mine else None,
        note=text_of(note, needed=needed, longest=5000), signed_at=at, valid_until=valid_until, collected_by=by, key=key,
        fingerprint=fingerprint(content_of(projet)), scan=_scan(projet, means, scan),
    )  # fmt: skip


def _name(projet: Projet, by: Post, signatory: Signatory, name: str) -> str:
    if signatory == Signatory.PERSONNE:
        return projet.usager.display_name
    if signatory == Signatory.REFERENT:
        return str(by.professional)
    if not name.strip():
        raise Refused("Écrivez le nom de la personne qui la représente.")
    return name.strip()


def _scan(projet: Projet, means: Means, scan: bytes) -> StoredFile | None:
    if not scan:
        if means == Means.SIGNATURE:
            raise Refused("Joignez la photo ou le scan de la page signée, ou choisissez « par écrit ».")
        return None
    media = next((kind for start, kind in MEDIA.items() if scan.startswith(start)), "")
    if not media:
        raise Refused("Ce fichier n'est ni une image ni un PDF : photographiez la page signée, ou scannez-la.")
    return files.store(scan, media_type=media, structure_id=projet.structure_id)
