"""Words of the agenda."""

from __future__ import annotations

from django.db.models import TextChoices

from alentour.accounts.enums import DataClass


class Kind(TextChoices):
    """What an entry of the agenda is (TDDUI Evenement, Transport)."""

    CONSULTATION = "consultation", "rendez-vous médical"
    SOIN = "soin", "soin, rééducation"
    INTERVENTION = "intervention", "intervention à domicile"
    VISITE = "visite", "visite"
    SORTIE = "sortie", "sortie, accompagnement"
    ENTRETIEN = "entretien", "entretien"
    TRANSPORT = "transport", "transport"
    GROUPE = "groupe", "activité de groupe"
    REUNION = "reunion", "réunion"
    AUDIENCE = "audience", "audience"
    AUTRE = "autre", "autre"

    @property
    def detail(self) -> DataClass | None:
        """The kind of data that opens its title, its note and who is met; ``None`` when whoever sees the entry reads them."""
        return DETAIL.get(self)

    @property
    def discreet(self) -> str:
        """What the others read in its place."""
        return "Rendez-vous médical" if self.detail == DataClass.SANTE else "Rendez-vous" if self.detail else ""

    @property
    def icon(self) -> str:
        return ICONS[self]


DETAIL = {Kind.CONSULTATION: DataClass.SANTE, Kind.SOIN: DataClass.SANTE, Kind.AUDIENCE: DataClass.DROITS}

ICONS = {
    Kind.CONSULTATION: "stethoscope",
    Kind.SOIN: "hand-heart",
    Kind.INTERVENTION: "house-heart",
    Kind.VISITE: "door-open",
    Kind.SORTIE: "footprints",
    Kind.ENTRETIEN: "messages-square",
    Kind.TRANSPORT: "car",
    Kind.GROUPE: "users-round",
    Kind.REUNION: "users",
    Kind.AUDIENCE: "landmark",
    Kind.AUTRE: "calendar",
}


class Status(TextChoices):
    """Where an entry stands; ``TDDUI`` gives the word of the national model (JDV_J281, évènement)."""

    PREVU = "prevu", "prévu"
    CONFIRME = "confirme", "confirmé"
    REALISE = "realise", "réalisé"
    ANNULE = "annule", "annulé"


NEXT: dict[Status, frozenset[Status]] = {
    Status.PREVU: frozenset({Status.CONFIRME, Status.REALISE, Status.ANNULE}),
    Status.CONFIRME: frozenset({Status.PREVU, Status.REALISE, Status.ANNULE}),
    Status.REALISE: frozenset({Status.PREVU}),
    Status.ANNULE: frozenset({Status.PREVU}),
}

TDDUI = {Status.PREVU: "PLANIFIE", Status.CONFIRME: "VALIDE", Status.REALISE: "TERMINE", Status.ANNULE: "ANNULE"}


class Frequency(TextChoices):
    """How an entry comes back."""

    NEVER = "", "ne se répète pas"
    DAY = "jour", "chaque jour"
    WORKDAYS = "ouvres", "du lundi au vendredi"
    WEEK = "semaine", "chaque semaine"
    MONTH = "mois", "chaque mois, à la même date"
    MONTH_RANK = "mois_rang", "chaque mois, le même jour (le 2e mardi)"


class Extent(TextChoices):
    """What a change of a repeated entry reaches."""

    THIS = "celui-ci", "celui-ci seulement"
    FOLLOWING = "suivants", "celui-ci et les suivants"


class Attendance(TextChoices):
    """Whether a person came to what was planned for her."""

    EXPECTED = "", "attendu"
    PRESENT = "present", "présent"
    ABSENT = "absent", "absent"
    EXCUSED = "excuse", "excusé"


class PlaceKind(TextChoices):
    SALLE = "salle", "salle"
    VEHICULE = "vehicule", "véhicule"
    EXTERIEUR = "exterieur", "lieu extérieur"


class Half(TextChoices):
    """A half-day: morning until 13 h, afternoon after."""

    MATIN = "matin", "matin"
    APRES_MIDI = "apres_midi", "après-midi"


class Here(TextChoices):
    """What was seen at the roll-call."""

    PRESENT = "present", "présence"
    ABSENT = "absent", "absence"


class Reason(TextChoices):
    """Why the person is away (TDDUI motifAbsence)."""

    FAMILLE = "famille", "en famille"
    HOSPITALISATION = "hospitalisation", "hospitalisation"
    VACANCES = "vacances", "vacances"
    MALADIE = "maladie", "maladie"
    EXTERIEUR = "exterieur", "rendez-vous à l'extérieur"
    STAGE = "stage", "stage, école, formation"
    IMPREVUE = "imprevue", "absence non prévue"
    AUTRE = "autre", "autre motif"


LETTERS = {
    Reason.FAMILLE: "F",
    Reason.HOSPITALISATION: "H",
    Reason.VACANCES: "V",
    Reason.MALADIE: "M",
    Reason.EXTERIEUR: "R",
    Reason.STAGE: "S",
    Reason.IMPREVUE: "I",
    Reason.AUTRE: "A",
}
