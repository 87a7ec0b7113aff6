"""``./run manage verify_traces``: read every chain again and say whether it holds."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from alentour.audit.models import ChainHead
from alentour.audit.services import verify_chain
from alentour.core import rls


class Command(BaseCommand):
    help = "Relit les traces d'accès et vérifie qu'aucune n'a été changée ni retirée."

    def handle(self, *args: Any, **options: Any) -> None:
        with rls.across("every chain is read again"):
            broken = self._read_again()
        if broken:
            raise CommandError(f"{broken} chaîne(s) rompue(s).")

    def _read_again(self) -> int:
        broken = 0
        for head in ChainHead.objects.order_by("structure_id"):
            result = verify_chain(head.structure_id)
            verdict = "intacte" if result.broken_at is None else f"rompue au maillon {result.broken_at}"
            broken += result.broken_at is not None
            self.stdout.write(f"{head.structure_id} : {result.links} traces, chaîne {verdict}")
        return broken
