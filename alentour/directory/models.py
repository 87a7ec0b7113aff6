"""A local copy of what the Annuaire Santé answered: public data about professionals, shared by all the structures."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from alentour.core.models import UUIDModel
from alentour.directory.enums import MailboxKind
from alentour.directory.words import searchable


class Listing(UUIDModel):
    """A professional at a place, or a structure, with one mailbox or none (specs/mss §4.3).

    ``idnps`` (8 + RPPS) is empty for a structure; ``idnst`` is 1 + FINESS or 3 + SIRET. ``fetched_at`` is when the Annuaire said so.
    """

    idnps = models.CharField("identifiant du professionnel", max_length=30, blank=True)
    idnst = models.CharField("identifiant de la structure", max_length=20, blank=True)
    name = models.CharField("nom", max_length=160)
    profession_code = models.CharField(max_length=20, blank=True)
    profession = models.CharField("profession", max_length=120, blank=True)
    place = models.CharField("lieu d'exercice", max_length=160, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    town = models.CharField("commune", max_length=80, blank=True)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    mailbox_address = models.CharField("adresse de messagerie sécurisée", max_length=120, blank=True)
    mailbox_kind = models.CharField("type de boîte", max_length=3, choices=MailboxKind, blank=True)
    service = models.CharField("service ou usage de la boîte", max_length=160, blank=True)
    fetched_at = models.DateTimeField()
    words_n = models.CharField(max_length=700, editable=False)

    class Meta:
        ordering: ClassVar = ["name", "place", "mailbox_address"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["idnps", "idnst", "mailbox_address"], name="directory_one_line")
        ]
        indexes: ClassVar = [
            models.Index(fields=["mailbox_address"], name="directory_by_address"),
            models.Index(fields=["idnst"], name="directory_by_structure"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.index()
        super().save(*args, **kwargs)

    def index(self) -> None:
        """Refresh the words the line is found by (``bulk_create`` does not call ``save``)."""
        numbers = (self.postal_code, self.idnps[1:], self.idnst[1:])
        self.words_n = searchable(
            self.name, self.profession, self.place, self.town, *numbers, self.mailbox_address, self.service
        )

    @property
    def is_structure(self) -> bool:
        return not self.idnps
