"""Somebody settles what a phone brought and the record did not take at once."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.accounts.rights import require
from alentour.care import services as care
from alentour.care.enums import Category
from alentour.care.selectors import writable
from alentour.core import files, trace
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.tournee.enums import Gesture, Outcome, Settlement
from alentour.tournee.gesture import Sent
from alentour.tournee.models import PendingConflict, SyncedOperation
from alentour.tournee.selectors.consigne import consigne_of
from alentour.tournee.selectors.review import sees_record
from alentour.tournee.services import gestures
from alentour.tournee.services.consigne import write_consigne
from alentour.tournee.services.gestures.clash import Clash, side
from alentour.tournee.services.gestures.consigne import both_fields, changes_of, lines
from alentour.ui.words import full

ALREADY = "Ce geste est déjà tranché."
# What is said once and moves no more, unless it still waits in this state.
SAID_ONCE = {Gesture.DOSE: "suspendue", Gesture.TASK: "reporte"}
CHANGED = "Le dossier a encore changé depuis : relisez les deux versions avant de choisir."


@transaction.atomic
def settle(*, operation: SyncedOperation, by: Post, choice: Settlement, reason: str = "") -> SyncedOperation:
    """Settle a conflict (``THEIRS``, ``MINE``, ``BOTH``) or a refused gesture (``WRITTEN``, ``ASIDE`` with its reason), once.

    Written late, a gesture may meet a newer word of the record: it is then a conflict, and waits for another choice.
    Raises :class:`Refused` when it is settled already, or when the service that owns the data says no; ``ClosedDoor`` for a métier
    that does not write this kind of data.
    """
    row = (
        SyncedOperation.objects.select_for_update(of=("self",))
        .select_related("post__professional", "usager")
        .get(pk=operation.pk)
    )
    if row.outcome == Outcome.APPLIED or row.settled_at is not None:
        raise Refused(ALREADY)
    if choice not in choices(row):
        raise Refused("Ce choix n'est pas possible pour ce geste.")
    if choice in {Settlement.MINE, Settlement.BOTH, Settlement.WRITTEN}:
        _require_person(row, by)
        if not _put(row, by, choice):
            return row
    elif choice == Settlement.ASIDE and not reason.strip():
        raise Refused("Dites en un mot pourquoi ce geste est mis de côté : il restera lisible.")
    row.settlement, row.settled_by, row.settled_at = choice, by, timezone.now()
    row.settle_reason = reason.strip()[:1000]
    row.save()
    trace.record("tournee.settled", by=by, usager_id=row.usager_id, target=row, choice=choice, gesture=row.gesture)
    return row


def choices(row: SyncedOperation) -> list[Settlement]:
    """What makes sense for this gesture: the two versions of a dose cannot both be its state, but both can be told to the team."""
    if row.outcome == Outcome.REFUSED:
        return [Settlement.WRITTEN, Settlement.ASIDE] if row.usager_id else [Settlement.ASIDE]
    if row.gesture in SAID_ONCE and row.conflict.version.split(":")[1:2] != [SAID_ONCE[Gesture(row.gesture)]]:
        return [Settlement.THEIRS, Settlement.BOTH]
    return [Settlement.THEIRS, Settlement.MINE, Settlement.BOTH]


def _require_person(row: SyncedOperation, by: Post) -> None:
    if not sees_record(by, row):
        raise Refused("Vous ne suivez pas cette personne : ce geste peut être inscrit par un collègue de son équipe.")
    require(by, Act.WRITE, gestures.kind_of(row.gesture, row.content))


def _put(row: SyncedOperation, by: Post, choice: Settlement) -> bool:
    """Write it; False when the record has changed and the two versions must be compared first."""
    usager = row.usager
    if usager is None:
        raise Refused(ALREADY)
    if row.outcome == Outcome.CONFLICT and row.gesture == Gesture.CONSIGNE:
        _put_consigne(row, usager, by, choice)
        return True
    if choice == Settlement.BOTH:
        _tell_both(row, usager, by)
        return True
    return _put_again(row, usager, by, sure=choice == Settlement.MINE or row.gesture not in SAID_ONCE)


def _put_again(row: SyncedOperation, usager: Usager, by: Post, *, sure: bool) -> bool:
    told = str(row.post.professional) if row.post_id != by.id else ""
    try:
        with transaction.atomic():
            target = gestures.write(
                sent=sent_of(row, usager), usager=usager, by=by, done_at=row.done_at, told=told, sure=sure
            )
    except Clash as clash:
        row.outcome = Outcome.CONFLICT
        row.sentence = clash.warning or CHANGED
        row.save()
        versions = {"theirs": clash.theirs, "mine": clash.mine, "version": clash.version}
        PendingConflict.objects.update_or_create(
            operation=row, defaults={"structure_id": row.structure_id, "usager": usager, **versions}
        )
        return False
    row.target_type, row.target_id = target._meta.label_lower, str(target.pk)
    return True


def sent_of(row: SyncedOperation, usager: Usager) -> Sent:
    """The gesture again, as the phone sent it."""
    photo = files.read(row.photo) if row.photo else None
    return Sent(
        key=f"tournee-{row.pk}",
        gesture=Gesture(row.gesture),
        person=usager.id,
        content=row.content,
        made_at=row.made_at,
        offset=timedelta(milliseconds=row.offset_ms),
        photo=photo,
    )


def _put_consigne(row: SyncedOperation, usager: Usager, by: Post, choice: Settlement) -> None:
    current, mine = consigne_of(usager), changes_of(row.content)
    if current is None or str(current.number) != row.conflict.version:
        raise Refused(CHANGED)
    if choice == Settlement.BOTH:
        mine = {name: _joined(getattr(current, name), text) for name, text in mine.items()}
    written = write_consigne(usager=usager, by=by, based_on=current.number, changes=mine)
    row.target_type, row.target_id = written._meta.label_lower, str(written.pk)


def _joined(theirs: str, mine: str) -> str:
    return theirs if not mine or mine in theirs else f"{theirs}\n{mine}".strip()


def _tell_both(row: SyncedOperation, usager: Usager, by: Post) -> None:
    """Both words about a dose or a soin go to the team, to be read first."""
    mine, theirs = row.conflict.mine, row.conflict.theirs
    target, labels = TOLD[Gesture(row.gesture)]
    drug, dose, state = (dict(map(tuple, mine["words"])).get(label, "") for label in labels)
    other = dict(map(tuple, theirs["words"])).get(labels[2], "")
    category = Category.SOIN if Category.SOIN in writable(by) else next(iter(writable(by)), None)
    if category is None:
        raise Refused("Votre métier n'écrit pas de transmission : demandez à l'infirmière de trancher.")
    written = care.write(
        usager=usager,
        by=by,
        category=category,
        target=target,
        data=f"{drug} ({dose}) : le dossier dit « {other} » ({theirs['who']}) ; {mine['who']} a noté « {state} », {full(row.done_at)}.",
        priority=True,
        key=f"tournee-{row.pk}",
    )
    row.target_type, row.target_id = written._meta.label_lower, str(written.pk)


TOLD = {
    Gesture.DOSE: ("Prise de médicament", ("Médicament", "Prise", "Ce qui s'est passé")),
    Gesture.TASK: ("Soin", ("Soin", "Passage", "Ce qui s'est passé")),
}


@transaction.atomic
def compare_again(*, conflict: PendingConflict) -> PendingConflict:
    """Show the record as it is now beside a pending consigne; the first comparison is in the traces."""
    row = conflict.operation
    current = consigne_of(conflict.usager) if row.gesture == Gesture.CONSIGNE else None
    if current is not None and row.settled_at is None and str(current.number) != conflict.version:
        conflict.theirs = side(current.author, current.done_at, lines(both_fields(current)))
        conflict.version = str(current.number)
        conflict.save(update_fields=["theirs", "version"])
    return conflict


__all__ = ["choices", "compare_again", "sent_of", "settle"]
