"""``kill -9`` at random points between any two writes: what was decided leaves once, what arrived is kept once.

    python -m e2e.killing [RUNS]

Each run writes a message, hands it to an operator, and takes in what the operator delivers, in a child process killed at a random
moment. Then the product "restarts" (a new process, the leases of the dead released) and finishes. The operator of this script is a
file: it keeps what it was handed, once per (Message-ID, recipient), as the real ones do, and may fall with its client before answering.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

FOLDER = Path(tempfile.mkdtemp(prefix="alentour-killing-"))
os.environ.update(
    ALENTOUR_DATA=str(FOLDER),
    ALENTOUR_INS_MODE="test",
    ALENTOUR_MSS_NIL="DEV000001",
    DJANGO_SETTINGS_MODULE="alentour.config.settings",
)
SPOOL = FOLDER / "operator.jsonl"
SENDER, RECEIVER = "aicha.benali@ssiad-ajoncs.mssante.test", "ines.moreau@ssiad-ajoncs.mssante.test"


def submit(*, box: Any, token: str, recipients: list[str], raw: bytes, envelope_id: str) -> Any:
    """Keep, then answer: between the two, anybody may die."""
    from alentour.messaging.mapping import Sent

    with SPOOL.open("a", encoding="utf-8") as spool:
        spool.write(json.dumps({"id": envelope_id, "to": recipients, "raw": raw.decode("latin-1")}) + "\n")
        spool.flush()
        os.fsync(spool.fileno())
    time.sleep(random.random() / 50)
    return Sent(accepted=tuple(recipients))


def delivered() -> list[bytes]:
    """What the operator puts in the mailbox: each Message-ID once, whole lines only."""
    seen: dict[str, bytes] = {}
    for line in SPOOL.read_text(encoding="utf-8").splitlines() if SPOOL.exists() else []:
        try:
            item = json.loads(line)
        except ValueError:
            continue
        seen.setdefault(item["id"], item["raw"].encode("latin-1"))
    return list(seen.values())


def fetch(*, box: Any, token: str, since: int, uidvalidity: int, limit: int = 50) -> Any:
    from alentour.messaging.mapping import Batch, Fetched

    found = delivered() if box.address == RECEIVER else []
    return Batch(uidvalidity=7, messages=tuple(Fetched(uid=n, data=d) for n, d in enumerate(found, 1) if n > since))


def prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from alentour.accounts import tokens
    from alentour.demo import loading
    from alentour.messaging import gateway
    from alentour.messaging.models import TrustList

    call_command("migrate", verbosity=0)
    gateway.submit, gateway.fetch, gateway.keep_copy = submit, fetch, lambda **_: True  # type: ignore[assignment]
    tokens.access_token = lambda professional_id: "token"  # type: ignore[assignment]
    loading.load(lambda sentence: None)
    TrustList.objects.create(
        fetched_at=timezone.now(),
        checked_at=timezone.now(),
        content=b"<x/>",
        domains={"ssiad-ajoncs.mssante.test": "SSIAD"},
    )


def gesture(number: int) -> None:
    """Aïcha writes to Inès; the runner sends; Inès's mailbox is taken in."""
    from alentour.accounts.models import Post
    from alentour.messaging.models import Mailbox
    from alentour.messaging.services import outbox

    box = Mailbox.objects.get(address=SENDER)
    post = Post.objects.get(mailboxes=box)
    draft = outbox.start_draft(by=post, mailbox=box, subject=f"Essai {number}")
    outbox.save_draft(draft=draft, by=post, body=f"message numéro {number}", recipients=[(RECEIVER, "Inès", "")])
    outbox.send(draft=draft, by=post)
    (FOLDER / "decided").open("a").write(f"{draft.id}\n")
    work()


def work() -> None:
    from alentour.exchanges.runner import drain
    from alentour.messaging.models import Mailbox
    from alentour.messaging.services import fetching

    drain()
    fetching.fetch(Mailbox.objects.select_related("structure").get(address=RECEIVER))


def in_child(action: Any, *, killed_after: float | None = None) -> None:
    from django.db import connections

    connections.close_all()
    child = os.fork()
    if child == 0:
        random.seed()
        action()
        os._exit(0)
    if killed_after is not None:
        time.sleep(killed_after)
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def restart() -> None:
    from alentour.exchanges.runner import release_dead_leases

    release_dead_leases()
    work()


def verdict(runs: int) -> int:
    """Everything that was decided has left and arrived, once."""
    from collections import Counter

    from alentour.audit.models import ChainHead
    from alentour.audit.services import verify_chain
    from alentour.messaging.models import Delivery, Message

    sent = Message.objects.exclude(state="brouillon")
    lost = sent.exclude(state="accepte").count()
    arrived = Counter(Delivery.objects.values_list("message_id", flat=True))
    missing = sum(arrived[pk] == 0 for pk in sent.values_list("pk", flat=True))
    doubled = sum(count > 1 for count in arrived.values()) + (
        Message.objects.count() - Message.objects.values("message_id").distinct().count()
    )
    strangers = Message.objects.filter(state="recu").count()
    broken = sum(verify_chain(head.structure_id).broken_at is not None for head in ChainHead.objects.all())
    decided = len((FOLDER / "decided").read_text().split()) if (FOLDER / "decided").exists() else 0
    sys.stdout.write(
        f"{runs} kills: {sent.count()} messages decided ({decided} said so), {lost} not sent, {missing} not arrived, "
        f"{doubled} doubled, {strangers} unknown, {broken} broken chains\n"
    )
    return int(any((lost, missing, doubled, strangers, broken)) or sent.count() < decided)


def main(runs: int) -> int:
    prepare()
    for number in range(runs):
        in_child(lambda number=number: gesture(number), killed_after=random.uniform(0.005, 0.25))
        if number % 5 == 4:
            in_child(restart)
    in_child(restart)
    return verdict(runs)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 50))
