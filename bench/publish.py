"""Documents deposited in the DMP per second, by one runner: compose the lot, sign the VIHF, MTOM over mutual TLS, settle."""

from __future__ import annotations

import os
import sys

from bench.ingest import run_inside
from e2e.browser import open_browser, seat
from e2e.instance import Instance

SCRIPT = """
import sys, time
from alentour.accounts.models import Post
from alentour.dmp import services as dmp
from alentour.documents.services import Line, create_ordonnance, validate
from alentour.exchanges.models import Exchange
from alentour.exchanges.runner import drain
from alentour.identity.models import Usager

count = int(sys.argv[1])
martin = Post.objects.get(professional__idnps="810100000032")
irene = Usager.objects.get(structure=martin.structure, birth_name="DUPONT")
dmp.inform(usager=irene, by=martin)
started = time.perf_counter()
documents = []
for number in range(count):
    draft = create_ordonnance(post=martin, usager=irene, lines=[Line(text=f"Pansement {number}", posology="1 par jour", duration="1 mois")])
    documents.append(validate(document=draft, by=martin))
made = time.perf_counter() - started
for document in documents:
    dmp.publish(document=document, by=martin)
started = time.perf_counter()
drain(limit=10_000)
sent = time.perf_counter() - started
accepted = Exchange.objects.filter(kind="dmp.publish", state="accepted").count()
print(f"written and signed (PDF/A + CDA)  {count / made:7.1f} documents per second")
print(f"deposited, {accepted} of {count} accepted  {count / sent:7.1f} documents per second")
"""


def main() -> None:
    print(f"load {os.getloadavg()[0]:.1f}")
    os.environ["ALENTOUR_EMBEDDED_RUNNER"] = "non"
    with Instance() as instance, open_browser() as browser:
        seat(browser, instance.url, "martin").signs_in("Paul Martin")
        run_inside(instance, SCRIPT, sys.argv[1] if len(sys.argv) > 1 else "50")


if __name__ == "__main__":
    main()
