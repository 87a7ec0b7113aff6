"""``./run manage check_rls``: whether PostgreSQL itself keeps the structures apart; exit 1 when a rule is missing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection

from alentour.core.policies import faults, guards


class Command(BaseCommand):
    help = "Vérifie que la base cloisonne les structures : règles de chaque table, droits du rôle d'Alentour."

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            self.stdout.write("SQLite ne cloisonne pas : la porte des écrans est seule. En production : PostgreSQL.")
            return
        try:
            found = faults()
        except DatabaseError as error:
            raise CommandError(f"La base ne se laisse pas ouvrir par le rôle d'Alentour : {error}") from None
        if found:
            raise CommandError("Le cloisonnement ne tient pas :\n" + "\n".join(f"  - {fault}" for fault in found))
        self.stdout.write(f"{len(guards())} tables cloisonnées, règles forcées, rôle sans pouvoir sur elles.")
