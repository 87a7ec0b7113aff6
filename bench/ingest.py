"""Taking messages in, beside a bare IMAP fetch of the same mailbox (the same bytes, over the same TLS).

A mailbox is filled with N messages, one in two with an archive. Then: a bare fetch; and the product's own
fetching, which journals, reads, verifies, proposes and files each.
"""

from __future__ import annotations

import os
import subprocess
import sys

from e2e.browser import open_browser, seat
from e2e.instance import ROOT, Instance

SCRIPT = """
import sys, time
from alentour.accounts.models import PscSession
from alentour.documents.models import Document
from alentour.documents.services import Line, create_ordonnance, validate
from alentour.identity.models import Usager
from alentour.messaging import gateway, trust
from alentour.messaging.models import Mailbox, Message
from alentour.messaging.services import fetching, sending, outbox
from bench.filling import fill

count = int(sys.argv[1]) if len(sys.argv) > 1 else 300
box = Mailbox.objects.select_related("structure").get(address="paul.martin@medecin.mssante.test")
token = sending.token_for(box)
martin = box.members.get()
irene = Usager.objects.get(structure=martin.structure, birth_name="DUPONT")
validate(document=create_ordonnance(post=martin, usager=irene, lines=[Line(text="Pansement", posology="1", duration="1 mois")]), by=martin)
fill(box, token, count)
started = time.perf_counter()
since, seen = 0, 0
while True:
    batch = gateway.fetch(box=box, token=token, since=since, uidvalidity=0 if since == 0 else validity)
    validity = batch.uidvalidity
    if not batch.messages:
        break
    since, seen = batch.messages[-1].uid, seen + len(batch.messages)
bare = time.perf_counter() - started
trust.refresh()
started = time.perf_counter()
taken = 0
while True:
    box.refresh_from_db()
    n = fetching.fetch(box)
    if not n:
        break
    taken += n
whole = time.perf_counter() - started
print(f"bare IMAP fetch   {seen} messages, {seen / bare:7.1f} per second")
print(f"taken in          {taken} messages, {taken / whole:7.1f} per second, {Document.objects.count()} documents known")
print(f"ratio             {bare / whole:.2f}")
"""


def main() -> None:
    count = sys.argv[1] if len(sys.argv) > 1 else "300"
    print(f"load {os.getloadavg()[0]:.1f}")
    os.environ["ALENTOUR_EMBEDDED_RUNNER"] = "non"
    with Instance() as instance, open_browser() as browser:
        seat(browser, instance.url, "martin").signs_in("Paul Martin")
        run_inside(instance, SCRIPT, count)


def run_inside(instance: Instance, script: str, *arguments: str) -> None:
    """Run a script with the product's settings of this instance."""
    env = {**instance.env, **instance.connectors(), "DJANGO_SETTINGS_MODULE": "alentour.config.settings"}
    code = "import django; django.setup()\n" + script
    subprocess.run([sys.executable, "-c", code, *arguments], cwd=ROOT, env=env, check=True)


if __name__ == "__main__":
    main()
