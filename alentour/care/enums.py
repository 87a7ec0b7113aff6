"""Words of the care."""

from __future__ import annotations

from django.db.models import TextChoices

from alentour.accounts.enums import DataClass


class Category(TextChoices):
    """What a transmission is about; each category opens to its own métiers."""

    SOIN = "soin", "soin"
    VIE = "vie", "vie sociale et quotidien"
    PSY = "psy", "psychologue, partagé"

    @property
    def kind(self) -> DataClass:
        """The kind of data that opens it (accounts/habilitations.csv)."""
        return KINDS[self]


KINDS = {
    Category.SOIN: DataClass.TRANSMISSIONS_SOIN,
    Category.VIE: DataClass.TRANSMISSIONS_VIE,
    Category.PSY: DataClass.PSYCHOLOGUE,
}


class Source(TextChoices):
    """How a value came."""

    SAISIE = "saisie", "saisi"
    OBJET = "objet", "objet connecté"


class Side(TextChoices):
    """Which limit a value crossed."""

    LOW = "bas", "en dessous du seuil"
    HIGH = "haut", "au-dessus du seuil"


class AlertState(TextChoices):
    """An alert asks for someone until it is taken in charge, or until a newer value says otherwise."""

    OPEN = "ouverte", "à voir"
    HANDLED = "prise", "prise en charge"
    PASSED = "passee", "dépassée par une mesure plus récente"


class EvaluationState(TextChoices):
    """Complete or validated, an evaluation is a fact that never changes: a new one follows it, or corrects it."""

    DRAFT = "en_cours", "en cours"
    COMPLETE = "remplie", "remplie"
    VALIDATED = "validee", "validée"
    CORRECTED = "corrigee", "corrigée depuis"


# The states of an evaluation that counts: in the history, on the curve, for the next due date.
COUNTED = (EvaluationState.COMPLETE, EvaluationState.VALIDATED)


class Moment(TextChoices):
    """When a dose is taken."""

    MATIN = "matin", "matin"
    MIDI = "midi", "midi"
    SOIR = "soir", "soir"
    COUCHER = "coucher", "coucher"
    BESOIN = "besoin", "si besoin"


FIXED = (Moment.MATIN, Moment.MIDI, Moment.SOIR, Moment.COUCHER)


class Intake(TextChoices):
    """What came of a planned dose. ``HELD`` waits for somebody; the other three are final."""

    PLANNED = "prevue", "prévue"
    GIVEN = "donnee", "donnée"
    REFUSED = "refusee", "refusée"
    HELD = "suspendue", "suspendue"
    MISSED = "oubliee", "non prise"


TRANSITIONS: dict[Intake, frozenset[Intake]] = {
    Intake.PLANNED: frozenset({Intake.GIVEN, Intake.REFUSED, Intake.HELD, Intake.MISSED}),
    Intake.HELD: frozenset({Intake.GIVEN, Intake.REFUSED, Intake.MISSED}),
}
