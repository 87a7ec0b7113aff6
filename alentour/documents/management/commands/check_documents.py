"""`./run manage check_documents`: every kind of document × every person, judged; prints kind, count, errors. Nothing is kept."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from alentour.accounts.models import Post
from alentour.core import rls
from alentour.documents.services.proving import Tally, prove
from alentour.identity.models import Usager


class Command(BaseCommand):
    help = "Établit chaque document possible pour chaque personne de la démonstration, le juge, et l'efface."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--personnes", type=int, default=0, help="les premières seulement (toutes sinon)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO and not options["personnes"]:
            raise CommandError("Ce contrôle est fait pour la démonstration. Ailleurs, dites combien : --personnes 1.")
        judge = (
            "le kit de l'ANS et nos règles"
            if settings.CDA_KIT
            else "nos règles seules (ALENTOUR_CDA_KIT n'est pas dit)"
        )
        self.stdout.write(f"Jugés par {judge}.")
        tallies: dict[str, Tally] = {}
        with rls.across("check of the documents"):
            people = list(Usager.objects.select_related("structure").order_by("structure__name", "nom_n", "prenom_n"))
        people = people[: options["personnes"]] if options["personnes"] else people
        for number, usager in enumerate(people, 1):
            with rls.within(usager.structure_id):
                rows = Post.objects.filter(Post.current(), structure_id=usager.structure_id)
                posts = list(rows.select_related("professional", "structure").order_by("metier"))
                for name in prove(usager, posts, tallies):
                    self._progress(f"{number}/{len(people)} {name}")
        self._progress("")
        errors = sum(self._line(name, tally) for name, tally in sorted(tallies.items()))
        made = sum(tally.made for tally in tallies.values())
        self.stdout.write(f"{made} documents pour {len(people)} personnes, {errors} erreurs.")
        if errors:
            raise CommandError("Des documents seraient refusés : voir ci-dessus.")

    def _progress(self, words: str) -> None:
        if self.stdout.isatty():
            self.stdout.write(f"\r{words:<72.72}\r", ending="")

    def _line(self, name: str, tally: Tally) -> int:
        count = sum(tally.errors.values())
        nobody = f", {tally.nobody} sans personne pour l'établir" if tally.nobody else ""
        empty = f", {tally.empty} sans rien à dire" if tally.empty else ""
        self.stdout.write(f"{name:<40} {tally.made:>5} établis, {count} erreurs{nobody}{empty}")
        for sentence, times in tally.errors.most_common(5):
            self.stdout.write(f"    {times} × {sentence}")
        return count
