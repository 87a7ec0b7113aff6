"""One person of a file: judged, recognised, compared, then written."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from alentour.core import trace
from alentour.identity.mapping import FOUR, Ins, Traits, differing, traits_of
from alentour.identity.matching import match
from alentour.identity.models import Usager
from alentour.identity.services import create_usager
from alentour.portability import vault
from alentour.portability.comparing import Comparison, Verdict
from alentour.portability.enums import Standing
from alentour.portability.gateway import Received, Unreadable, left_over, opened
from alentour.portability.incoming import Incoming
from alentour.portability.models import Arriving, Conflict, Import, Kept, Origin
from alentour.portability.reading import incoming_of
from alentour.portability.tables import TABLES
from alentour.portability.words import sides
from alentour.portability.writing import Writer, default_of

PERSON = "identity.Usager"
DETAILS = ("used_name", "used_given_name", "phone", "email", "address", "postal_code", "city")
LENGTHS = {"email": 254, "address": 200, "city": 80, "phone": 20, "postal_code": 5}
MOST_FAULTS = 30


@transaction.atomic
def check(job: Import, received: Received, path: str, position: int) -> None:
    """Judge and compare one person; what cannot be read is told, and the others go on."""
    arriving = Arriving(job=job, structure_id=job.structure_id, path=path[:300], position=position)
    try:
        remarks = received.judge(path, today=timezone.localdate())
        transfer = received.transfer(path)
    except Unreadable as error:
        arriving.state, arriving.faults = Standing.FAILED, [{"severity": "error", "sentence": error.sentence}]
        arriving.save()
        return
    incoming = incoming_of(transfer)
    job.source = job.source or incoming.source.get("name", "")
    arriving.identity = incoming.person
    told = {one.sentence: one.severity for one in remarks}
    arriving.faults = [{"severity": kind, "sentence": said} for said, kind in list(told.items())[:MOST_FAULTS]]
    if "error" in told.values():
        arriving.state = Standing.FAILED
    else:
        _recognise(arriving, incoming)
    arriving.save()
    if arriving.state == Standing.READY:
        _compare(arriving, incoming)


def _recognise(arriving: Arriving, incoming: Incoming) -> None:
    """Certain, new, or a person decides: never filed on a doubt."""
    structure, traits = arriving.job.structure, traits_told(incoming.person)
    came = Origin.objects.filter(structure=structure, table=PERSON, origin=incoming.id).select_related("usager").first()
    if came is not None and not differing(traits_of(came.usager), traits, among=FOUR):
        arriving.usager, arriving.state, arriving.reason = (
            came.usager,
            Standing.READY,
            "déjà reprise d'un envoi précédent",
        )
        return
    found = match(structure=structure, traits=traits, ins=ins_told(incoming.person))
    arriving.reason = found.sentence[:200]
    if found.certain is not None:
        arriving.usager, arriving.state = found.certain, Standing.READY
    elif not found.candidates:
        arriving.is_new, arriving.state = True, Standing.READY
        arriving.reason = "personne d'approchant n'est connu ici : un dossier sera ouvert"
    else:
        arriving.state = Standing.DOUBT


def traits_told(person: dict[str, Any]) -> Traits:
    names = ("birth_name", "given_names", "first_given_name", "sex", "birth_place", "used_name", "used_given_name")
    told = {name: str(person.get(name) or "") for name in names}
    return Traits(**told, birth_date=str(person.get("birth_date_text") or ""))


def ins_told(person: dict[str, Any]) -> Ins | None:
    matricule, oid = str(person.get("matricule") or ""), str(person.get("ins_oid") or "")
    try:
        return Ins(matricule=matricule, oid=oid) if matricule and oid else None
    except ValueError:
        return None


def candidates_of(arriving: Arriving) -> list[Usager]:
    """Who it could be: the one already chosen first, then those the identity suggests."""
    told = arriving.identity
    found = match(structure=arriving.job.structure, traits=traits_told(told), ins=ins_told(told))
    listed = [one.usager for one in found.candidates]
    certain = [found.certain] if found.certain else []
    return list({one.pk: one for one in (*certain, *listed)}.values())


def compare_again(arriving: Arriving) -> None:
    """After a person said who it is."""
    assert arriving.job.vault is not None
    with opened(arriving.job.vault) as received:
        _compare(arriving, incoming_of(received.transfer(arriving.path)))


def _compare(arriving: Arriving, incoming: Incoming) -> None:
    counts: dict[str, dict[str, int]] = {}
    conflicts, left = [], []
    for verdict in Comparison(arriving.job.structure, arriving.usager, incoming).verdicts():
        held = counts.setdefault(verdict.table.title, {})
        held[verdict.kind] = held.get(verdict.kind, 0) + 1
        if verdict.kind == "conflict":
            conflicts.append(_conflict(arriving, verdict))
        if verdict.kind == "refused":
            left.append({"title": verdict.table.title, "why": verdict.sentence})
    arriving.conflicts.all().delete()
    Conflict.objects.bulk_create(conflicts)
    arriving.counts, arriving.left = counts, left[:MOST_FAULTS]
    arriving.save(update_fields=["counts", "left"])


def _conflict(arriving: Arriving, verdict: Verdict) -> Conflict:
    kind = verdict.table.kind_of(verdict.ours)
    content = {"kind": kind.value, "title": verdict.table.title, "lines": sides(verdict)}
    return Conflict(
        structure_id=arriving.structure_id, arriving=arriving, table=verdict.table.name, origin=verdict.origin,
        ours=verdict.ours.pk, content=content, choice=default_of(verdict.table),
    )  # fmt: skip


@transaction.atomic
def take_over(job: Import, received: Received, arriving: Arriving) -> None:
    """Write one person, whole or not at all."""
    try:
        transfer = received.transfer(arriving.path)
    except Unreadable as error:
        _failed(arriving, error.sentence)
        return
    incoming = incoming_of(transfer)
    usager = arriving.usager or _open_record(job, incoming)
    Origin.objects.get_or_create(
        structure_id=job.structure_id, usager=usager, origin=incoming.id,
        defaults={"job": job, "table": PERSON, "object_id": usager.pk, "made": arriving.usager is None},
    )  # fmt: skip
    choices = dict(arriving.conflicts.values_list("origin", "choice"))
    writer = Writer(job, usager, incoming, choices)
    writer.write()
    _keep(job, usager, incoming, transfer)
    arriving.usager, arriving.state = usager, Standing.APPLIED
    arriving.counts, arriving.left = writer.counts, writer.left[:MOST_FAULTS]
    arriving.save()
    trace.record("record.imported", by=job.by, usager_id=usager.pk, target=job)


def _failed(arriving: Arriving, sentence: str) -> None:
    arriving.state, arriving.faults = Standing.FAILED, [{"severity": "error", "sentence": sentence}]
    arriving.save(update_fields=["state", "faults"])


def _open_record(job: Import, incoming: Incoming) -> Usager:
    """A record from declared traits: provisoire; only INSi and a document qualify it (RNIV)."""
    person = incoming.person
    traits = traits_told(person)
    details: dict[str, Any] = {name: str(person.get(name) or "")[: LENGTHS.get(name, 100)] for name in DETAILS}
    return create_usager(
        structure=job.structure, by=job.by, birth_name=traits.birth_name[:100], first_given_name=traits.first_given_name[:100],
        given_names=traits.given_names[:100], birth_date_text=traits.birth_date[:10], sex=traits.sex[:1],
        birth_place=traits.birth_place[:5], **details,
    )  # fmt: skip


def _keep(job: Import, usager: Usager, incoming: Incoming, transfer: Any) -> None:
    """What has no room here: held, and given back by the next export."""
    keys = {table.name for table in TABLES if table.kept}
    tables = {name: rows for name, rows in incoming.tables.items() if name in keys and rows}
    named = {key for rows in tables.values() for row in rows for key in row.get("by", {}).values()}
    held = left_over(transfer, incoming.covered)
    if not held and not tables:
        return
    kept, made = Kept.objects.get_or_create(
        structure_id=job.structure_id, job=job, usager=usager, defaults={"source": incoming.source_name}
    )
    if not made:
        return
    others = Kept.objects.filter(structure_id=job.structure_id, usager=usager, source=kept.source).exclude(pk=kept.pk)
    for before in others:
        _forget(before)
    kept.rows = {"tables": tables, "authors": {key: incoming.authors[key] for key in named if key in incoming.authors}}
    kept.bundle = vault.keep(held, job.structure_id) if held else None
    kept.save()


def _forget(kept: Kept) -> None:
    held = kept.bundle
    kept.delete()
    if held is not None:
        held.delete()
        transaction.on_commit(lambda: vault.remove(held))


def forget_kept(job: Import, usager: Usager) -> None:
    for kept in Kept.objects.filter(structure_id=job.structure_id, job=job, usager=usager):
        _forget(kept)
