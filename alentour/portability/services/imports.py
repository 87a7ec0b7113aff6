"""Taking records over: received, compared, decided by people, written person by person, taken back as long as nothing was built on it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from django.db import IntegrityError, transaction
from django.utils import timezone

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.core import trace
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager
from alentour.portability import checking, undoing, vault
from alentour.portability.enums import Choice, JobState, Stage, Standing
from alentour.portability.gateway import Unreadable, opened
from alentour.portability.models import Arriving, Conflict, Import
from alentour.portability.tables import BY_NAME

LARGEST = 4 * 1024 * 1024 * 1024
PIECE = 256 * 1024


def receive(*, by: Post, key: str, stream: BinaryIO, name: str) -> Import:
    """Keep the file received, sealed, and ask for its check. The same ``key`` gives back the same import."""
    found = Import.objects.for_post(by).filter(key=key).first()
    if found is not None:
        return found
    held = vault.open_new(by.structure_id)
    try:
        with vault.Writing(held) as out:
            while piece := stream.read(PIECE):
                out.write(piece)
                if out.tell() > LARGEST:
                    raise Refused("Ce fichier dépasse 4 Go : demandez-le en plusieurs archives.")
            out.finish()
        if held.size == 0:
            raise Refused("Ce fichier est vide.")
        return _ask(by, key, held, name)
    except (Refused, IntegrityError) as stopped:
        vault.remove(held)
        held.delete()
        if isinstance(stopped, Refused):
            raise
        return Import.objects.for_post(by).get(key=key)


@transaction.atomic
def _ask(by: Post, key: str, held: Any, name: str) -> Import:
    job: Import = Import.objects.create(
        structure=by.structure,
        by=by,
        key=key,
        vault=held,
        name=f".{name.rpartition('.')[2]}"[:10] if "." in name else "",
    )
    trace.record("import.received", by=by, target=job, size=held.size)
    return job


def run(job: Import) -> Iterator[None]:
    """The work of the stage: each person in one transaction, so that a killed process goes on where it was."""
    steps = {Stage.CHECK: _check, Stage.APPLY: _apply, Stage.UNDO: undoing.undo_all}[Stage(job.stage)]
    try:
        yield from steps(job)
    except Unreadable as error:
        _end(job, JobState.FAILED, error.sentence)
        return
    _end(job, JobState.READY, "")


def _end(job: Import, state: JobState, sentence: str) -> None:
    job.state, job.sentence, job.ended_at, job.lease_until = state, sentence[:500], timezone.now(), None
    fields = ["state", "sentence", "ended_at", "lease_until", "done", "total", "source", "report", "updated_at"]
    if job.stage == Stage.APPLY and state == JobState.READY:
        job.applied_at = timezone.now()
    if job.stage == Stage.UNDO and state == JobState.READY:
        job.undone_at = timezone.now()
    job.save(update_fields=[*fields, "applied_at", "undone_at"])
    trace.record("import.ended", by=job.by, target=job, stage=job.stage, state=state)


def _check(job: Import) -> Iterator[None]:
    assert job.vault is not None
    with opened(job.vault) as received:
        job.source = received.source
        broken = [one for one in received.remarks() if one.severity == "error"]
        if broken:
            raise Unreadable(broken[0].sentence)
        paths = received.paths()
        if not paths:
            raise Unreadable("Ce fichier ne contient aucun dossier.")
        job.total, job.done = len(paths), 0
        known = set(job.people.values_list("path", flat=True))
        for position, path in enumerate(paths):
            if path[:300] not in known:
                checking.check(job, received, path, position)
            job.done += 1
            yield


def _apply(job: Import) -> Iterator[None]:
    assert job.vault is not None
    waiting = list(job.people.filter(state=Standing.READY).select_related("usager"))
    job.total, job.done = len(waiting), 0
    with opened(job.vault) as received:
        for arriving in waiting:
            checking.take_over(job, received, arriving)
            job.done += 1
            yield


@transaction.atomic
def identify(*, arriving: Arriving, by: Post, usager: Usager | None) -> None:
    """A person said who it is: somebody we know (``usager``), or somebody new. The comparison is made again."""
    _still_open(arriving)
    arriving.usager, arriving.is_new, arriving.decided_by = usager, usager is None, by
    arriving.state = Standing.READY
    arriving.save(update_fields=["usager", "is_new", "decided_by", "state"])
    checking.compare_again(arriving)
    trace.record("import.identified", by=by, usager_id=usager.pk if usager else None, target=arriving)


@transaction.atomic
def skip(*, arriving: Arriving, by: Post) -> None:
    """This person is left aside; asked again, she comes back."""
    _still_open(arriving)
    if arriving.state == Standing.SKIPPED:
        arriving.state = Standing.READY if arriving.usager_id or arriving.is_new else Standing.DOUBT
    else:
        arriving.state = Standing.SKIPPED
    arriving.save(update_fields=["state"])
    trace.record("import.skipped", by=by, target=arriving, state=arriving.state)


@transaction.atomic
def choose(*, conflict: Conflict, by: Post, choice: Choice) -> None:
    """Ours, theirs, or both; by who may write that kind of data."""
    _still_open(conflict.arriving)
    kind = conflict.content.get("kind", "")
    if not can(by, Act.WRITE, kind):
        raise ClosedDoor("décider de ces lignes", ())
    if choice == Choice.BOTH and not BY_NAME[conflict.table].both:
        raise Refused("Une seule de ces deux lignes peut valoir : gardez la vôtre ou prenez la leur.")
    conflict.choice, conflict.chosen_by = choice, by
    conflict.save(update_fields=["choice", "chosen_by"])
    trace.record("import.chosen", by=by, usager_id=conflict.arriving.usager_id, target=conflict, choice=choice)


def _still_open(arriving: Arriving) -> None:
    if arriving.job.is_open or arriving.state in {Standing.APPLIED, Standing.UNDONE, Standing.FAILED}:
        raise Refused("Ce dossier a déjà été traité, ou il est en cours de reprise.")


@transaction.atomic
def apply(*, job: Import, by: Post) -> None:
    """Write the persons that are ready; those in doubt wait, and may be taken over later."""
    if job.is_open or job.stage == Stage.UNDO or job.vault_id is None:
        raise Refused("Ce transfert est déjà en cours, ou terminé.")
    if not job.people.filter(state=Standing.READY).exists():
        raise Refused("Aucun dossier n'est prêt : dites d'abord de qui il s'agit.")
    _again(job, Stage.APPLY, by)


@transaction.atomic
def undo(*, job: Import, by: Post) -> None:
    """Take back what this import wrote; what changed since is listed and stays."""
    if job.is_open or job.applied_at is None:
        raise Refused("Rien n'a encore été repris de ce fichier.")
    _again(job, Stage.UNDO, by)


def _again(job: Import, stage: Stage, by: Post) -> None:
    job.stage, job.state, job.sentence, job.done = stage, JobState.QUEUED, "", 0
    job.save(update_fields=["stage", "state", "sentence", "done", "updated_at"])
    trace.record("import.asked", by=by, target=job, stage=stage)


@transaction.atomic
def discard(*, job: Import, by: Post) -> None:
    """The file is destroyed; what was taken over stays, with where it came from."""
    if job.is_open:
        raise Refused("Ce transfert est en cours : attendez qu'il se termine.")
    held, job.vault = job.vault, None
    if job.applied_at is None:
        job.people.all().delete()
        job.state = JobState.DELETED
    job.save(update_fields=["vault", "state", "updated_at"])
    if held is not None:
        held.delete()
        transaction.on_commit(lambda: vault.remove(held))
    trace.record("import.deleted", by=by, target=job)
