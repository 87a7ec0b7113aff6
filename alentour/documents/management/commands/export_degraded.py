"""`./run manage export_degraded`: the encrypted PDF of the degraded mode, now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from alentour.accounts.models import Structure
from alentour.core import rls
from alentour.documents.services.degraded import Outcome, export


class Command(BaseCommand):
    help = "Écrit le document de liaison d'urgence et le plan de prise de chacun, chiffrés, lisibles sans le serveur."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dossier", type=Path, help="où écrire (ALENTOUR_DEGRADED_DIR sinon)")
        parser.add_argument("--finess", help="un seul établissement")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = options["dossier"] or settings.DEGRADED_DIR
        if not folder:
            raise CommandError("Dites où écrire : --dossier CHEMIN, ou ALENTOUR_DEGRADED_DIR.")
        with rls.across("degraded export"):
            structures = list(Structure.objects.order_by("name"))
        if options["finess"]:
            structures = [one for one in structures if one.idnst[1:] == options["finess"]]
            if not structures:
                raise CommandError("Aucun établissement n'a ce FINESS.")
        for structure in structures:
            last: Outcome | None = None
            for last in export(structure, folder, settings.DEGRADED_PASSWORD):
                self.stdout.write(f"\r{structure.name} : {last.done}", ending="")
            if last and (last.done or last.left):
                self.stdout.write(f"\r{last.sentence} {', '.join(path.name for path in last.paths)}")
