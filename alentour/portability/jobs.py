"""The long work of the transfers, done by the runner a few seconds at a time, so that messages never wait behind an establishment.

A job is taken under a lease. The work is a generator held in memory between two turns; if its process dies, the lease passes and
another takes the job: an export begins again whole, an import goes on where it was (each person is written in one transaction).
"""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from alentour.core import rls
from alentour.core.faults import where
from alentour.portability.enums import JobState
from alentour.portability.models import Export, Import
from alentour.portability.services import exports, imports

log = logging.getLogger("alentour.portability")
LEASE = timedelta(seconds=120)
SLICE = 3.0
Work = Callable[[Any], Iterator[None]]
KINDS: tuple[tuple[Any, Work], ...] = ((Export, exports.run), (Import, imports.run))
_running: dict[uuid.UUID, tuple[Any, Iterator[None]]] = {}
BROKEN = "Une erreur d'Alentour a interrompu ce travail. Rien n'est perdu ; demandez-le à nouveau."


def turn(seconds: float = SLICE) -> bool:
    """A few seconds of work; whether there was any."""
    until = time.monotonic() + seconds
    busy = False
    while time.monotonic() < until:
        job = _next()
        if job is None:
            break
        busy = True
        with rls.within(job.structure_id):
            _advance(job, until)
    return busy


def _next() -> Any:
    for held, _ in _running.values():
        return held
    with rls.across("the transfers of every structure have one queue"):
        for model, _ in KINDS:
            job = _claim(model)
            if job is not None:
                return job
    return None


def _claim(model: Any) -> Any:
    now = timezone.now()
    due = Q(state=JobState.QUEUED) | Q(state=JobState.RUNNING, lease_until__lt=now)
    pk = model.objects.filter(due).order_by("created_at").values_list("pk", flat=True).first()
    if pk is None:
        return None
    with transaction.atomic():
        taken = model.objects.filter(due, pk=pk).update(state=JobState.RUNNING, lease_until=now + LEASE)
    if not taken:
        return None
    return model.objects.select_related("structure", "by__professional", "by__structure", "vault").get(pk=pk)


def _advance(job: Any, until: float) -> None:
    work = dict(KINDS)[type(job)]
    if job.pk not in _running:
        _running[job.pk] = (job, work(job))
    steps = _running[job.pk][1]
    try:
        for _ in steps:
            if not _keep(job):
                _running.pop(job.pk, None)
                return
            if time.monotonic() >= until:
                return
    except Exception as error:
        log.error("transfer %s failed: %s", job.pk, where(error))
        type(job).objects.filter(pk=job.pk).update(
            state=JobState.FAILED, sentence=BROKEN, lease_until=None, ended_at=timezone.now()
        )
    _running.pop(job.pk, None)


def _keep(job: Any) -> bool:
    """Say how far one is and keep the lease; ``False`` when somebody stopped the job."""
    rows = type(job).objects.filter(pk=job.pk, state=JobState.RUNNING)
    return bool(rows.update(done=job.done, total=job.total, lease_until=timezone.now() + LEASE))


def drain(limit: int = 50) -> int:
    """Everything that waits, in this very thread (tests, demonstration)."""
    turns = 0
    while turns < limit and turn(60.0):
        turns += 1
    return turns


def tidy() -> bool:
    """Forget the files whose time has passed, in each structure."""
    with rls.across("which structures keep a file that must go"):
        rows = Export.objects.filter(state=JobState.READY, expires_at__lt=timezone.now())
        structures = set(rows.values_list("structure_id", flat=True))
        structures |= set(exports.unfinished_vaults().values_list("structure_id", flat=True))
    for structure_id in structures:
        with rls.within(structure_id):
            exports.forget_expired()
    return bool(structures)


def forget_running() -> None:
    """As if the process had died: what was held in memory is lost, the leases pass."""
    _running.clear()
