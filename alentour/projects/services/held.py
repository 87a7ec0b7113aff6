"""One hand at a time on a projet, and what is told to the one who comes late."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.projects.enums import ProjetState
from alentour.projects.models import Projet

LONGEST = 20_000


class Stale(Refused):
    """A colleague saved first. ``current`` is what is written now, ``by`` and ``at`` say who and when; nothing was overwritten."""

    def __init__(self, *, current: dict[str, Any], version: int, by: Post | None, at: datetime) -> None:
        self.current, self.version, self.by, self.at = current, version, by, at
        who = str(by.professional) if by else "Un collègue"
        super().__init__(f"{who} a enregistré entre-temps : rien n'est écrasé, voici les deux textes.")


def hold(projet: Projet) -> Projet:
    """Inside a transaction: the row as it is now; the other writers about this person wait for its end."""
    Usager.objects.select_for_update(of=("self",)).filter(pk=projet.usager_id).values_list("pk", flat=True).first()
    held: Projet = Projet.objects.select_related("usager__structure", "referent").get(pk=projet.pk)
    return held


def require_open(projet: Projet) -> None:
    if not projet.is_open:
        raise Refused("Ce projet n'est plus en préparation : pour en changer le texte, préparez une nouvelle version.")


def require_alive(projet: Projet) -> None:
    if projet.state == ProjetState.TERMINE:
        raise Refused("Ce projet est terminé : il se lit, il ne change plus.")


def text_of(value: str, *, needed: str = "", longest: int = LONGEST) -> str:
    """The text without its margins; ``needed`` is the sentence said when it is empty."""
    text = value.strip().replace("\r\n", "\n")
    if needed and not text:
        raise Refused(needed)
    if len(text) > longest:
        raise Refused(f"Ce texte est trop long ({len(text)} caractères) : {longest} au plus, ou joignez un document.")
    return text


def past(day: date | None, what: str) -> date:
    """``day``, or today. Refuses a day to come."""
    today = timezone.localdate()
    if day and day > today:
        raise Refused(f"{what} est à venir : vérifiez-la.")
    return day or today
