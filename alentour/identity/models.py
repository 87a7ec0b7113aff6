"""The persons a structure follows: their traits, their INS and its history, and what proves them."""

from __future__ import annotations

import re
from datetime import date
from typing import Any, ClassVar

from django.db import models

from alentour.accounts.models import Post, StructureOwned
from alentour.core.fields import SealedJSONField
from alentour.core.models import Dated, StoredFile
from alentour.identity import rules
from alentour.identity.enums import MatriculeState, Sexe, StatutIns
from alentour.identity.mapping import normalise


class Usager(StructureOwned, Dated):
    """A person as one structure knows her; another structure has its own row.

    ``birth_date_text`` is YYYY-MM-DD and may be a « lunar » date (day or month 00); ``birth_date`` is the day of the calendar,
    when there is one, for sorting. ``birth_place`` is a COG code. ``nom_n`` and ``prenom_n`` hold the names as they are searched
    and sorted: those in use first.
    """

    birth_name = models.CharField("nom de naissance", max_length=100)
    given_names = models.CharField("prénoms de naissance", max_length=100, blank=True)
    first_given_name = models.CharField("premier prénom de naissance", max_length=100)
    used_name = models.CharField("nom utilisé", max_length=100, blank=True)
    used_given_name = models.CharField("prénom utilisé", max_length=100, blank=True)
    birth_date_text = models.CharField("date de naissance", max_length=10)
    birth_date = models.DateField(null=True, blank=True, editable=False)
    birth_date_uncertain = models.BooleanField("date de naissance incertaine", default=False)
    sex = models.CharField("sexe", max_length=1, choices=Sexe, blank=True)
    birth_place = models.CharField("code du lieu de naissance (COG)", max_length=5, blank=True)
    matricule = models.CharField("matricule INS", max_length=15, blank=True)
    ins_oid = models.CharField("autorité de l'INS", max_length=30, blank=True)
    statut = models.CharField("statut", max_length=10, choices=StatutIns, default=StatutIns.PROVISOIRE)
    homonyme = models.BooleanField("identité homonyme", default=False)
    douteux = models.BooleanField("identité douteuse", default=False)
    fictif = models.BooleanField("identité fictive", default=False)
    # names of the traits on which INSi disagreed with a validated identity; a task until somebody settles it
    discrepancies = models.CharField("écarts avec INSi", max_length=120, blank=True)
    ipp = models.CharField("identifiant local", max_length=20)
    phone = models.CharField("téléphone", max_length=20, blank=True)
    email = models.EmailField("courriel", blank=True)
    address = models.CharField("adresse", max_length=200, blank=True)
    postal_code = models.CharField("code postal", max_length=5, blank=True)
    city = models.CharField("commune", max_length=80, blank=True)
    photo = models.ForeignKey(StoredFile, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    nom_n = models.CharField(max_length=201, editable=False)
    prenom_n = models.CharField(max_length=201, editable=False)
    is_active = models.BooleanField("suivie actuellement", default=True)

    class Meta:
        verbose_name = "personne"
        ordering: ClassVar = ["nom_n", "prenom_n"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["structure", "ipp"], name="identity_one_ipp")]
        indexes: ClassVar = [
            models.Index(fields=["structure", "nom_n", "prenom_n"], name="identity_by_name"),
            models.Index(fields=["structure", "prenom_n"], name="identity_by_given_name"),
            models.Index(fields=["structure", "birth_date_text"], name="identity_by_birth"),
            models.Index(fields=["structure", "matricule"], name="identity_by_ins"),
            models.Index(fields=["structure", "statut", "is_active"], name="identity_by_status"),
        ]

    def __str__(self) -> str:
        return self.display_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = (self.nom_n, self.prenom_n)
        self.birth_date = calendar_day(self.birth_date_text)
        self.nom_n = " ".join(dict.fromkeys(filter(None, (normalise(self.used_name), normalise(self.birth_name)))))
        names = (self.used_given_name, self.given_names or self.first_given_name)
        self.prenom_n = " ".join(dict.fromkeys(filter(None, map(normalise, names))))
        super().save(*args, **kwargs)
        if before != (self.nom_n, self.prenom_n):
            from alentour.identity.names import turn_the_page

            turn_the_page(self.structure_id)

    @property
    def display_name(self) -> str:
        """« Irène DUPONT »: the names in use, or those of birth."""
        return f"{titled(self.used_given_name or self.first_given_name)} {(self.used_name or self.birth_name).upper()}"

    @property
    def used_given_name_is_the_first(self) -> bool:
        """« Irène » in use is IRENE of birth: the same name, better written."""
        return normalise(self.used_given_name) == normalise(self.first_given_name)

    @property
    def age(self) -> int | None:
        """Whole years; ``None`` when the birth date is no day of the calendar."""
        if self.birth_date is None:
            return None
        today = date.today()
        return (
            today.year
            - self.birth_date.year
            - ((today.month, today.day) < (self.birth_date.month, self.birth_date.day))
        )

    @property
    def ins_is_usable(self) -> bool:
        """Whether the matricule may leave the house: qualifiée, of an accepted authority, neither douteux nor fictif."""
        return rules.ins_is_usable(self)


class IppSequence(StructureOwned):
    """The last local identifier given by a structure; its row lock gives each number once.

    ``names``: the edition of the list of names (see :mod:`alentour.identity.names`).
    """

    last = models.PositiveIntegerField(default=0)
    names = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["structure"], name="identity_one_sequence")]

    def __str__(self) -> str:
        return str(self.last)


class InsMatricule(StructureOwned, Dated):
    """A matricule this person has or had: the history given by INSi, and those invalidated here (specs/dmp-ins §1.8)."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="matricules")
    matricule = models.CharField(max_length=15)
    oid = models.CharField(max_length=30)
    state = models.CharField(max_length=10, choices=MatriculeState)
    starts_on = models.CharField(max_length=10, blank=True)
    ends_on = models.CharField(max_length=10, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["structure", "matricule"], name="identity_former_ins")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["usager", "matricule", "oid"], name="identity_one_line_a_matricule")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class DocumentCheck(StructureOwned):
    """An identity document was seen: which kind, when, by whom. Neither its number nor its image are kept (specs/dmp-ins §1.10)."""

    usager = models.ForeignKey(Usager, on_delete=models.PROTECT, related_name="checks")
    document = models.CharField(max_length=30)
    pairing = models.CharField(max_length=30, blank=True)
    checked_by = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    is_void = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ["-at"]

    def __str__(self) -> str:
        return self.document


class InsiProposal(StructureOwned):
    """What INSi answered, kept sealed only until a person accepts or declines it (at most fifteen minutes)."""

    usager = models.OneToOneField(Usager, on_delete=models.CASCADE, related_name="proposal")
    asked_by = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(auto_now=True)
    content = SealedJSONField(default=dict)

    def __str__(self) -> str:
        return str(self.pk)


def calendar_day(text: str) -> date | None:
    """The day that ``YYYY-MM-DD`` names; ``None`` for a lunar date, which is never bent into a real one."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def titled(name: str) -> str:
    """« Jean-Marie » for « JEAN-MARIE »; a name already in mixed case is kept as it was written."""
    if name != name.upper():
        return name
    return re.sub(r"[^\W\d_]+", lambda word: word[0].capitalize(), name)
