"""``./run manage load_demo``: the people and the houses of the journeys, identities qualified over the wire."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from alentour.accounts.models import Structure
from alentour.core import rls
from alentour.demo.loading import load


class Command(BaseCommand):
    help = "Charge la démonstration : structures, professionnels et personnes fictives, INS qualifiées auprès d'INSi."

    def handle(self, *args: Any, **options: Any) -> None:
        if Structure.objects.exists():
            raise CommandError("Des structures existent déjà : la démonstration ne se charge que dans une base vide.")
        with rls.across("the houses of the demonstration"):
            loaded = load(self.stdout.write, everybody=settings.DEMO_HISTORY)
        for sentence in loaded.missed:
            self.stdout.write(f"Non fait : {sentence}")
