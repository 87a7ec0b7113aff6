"""What a record shows around itself: the header of the person, her tabs, the lines of the lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, cast

from django.urls import reverse

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.identity.models import Usager, titled
from alentour.identity.presenters import ins_chip
from alentour.record import panels, rules, selectors
from alentour.record.enums import AlertKind, ConsentObject, Decision
from alentour.record.models import Alert, Consent, Contact
from alentour.ui import words
from alentour.ui.shapes import PersonAlert, PersonHeader, Tone

HEADER_CONTACTS = 2


def person_header(usager: Usager, post: Post) -> PersonHeader:
    """The header of the record as ``post`` may see it: three queries at most. In a list, use :func:`person_line`."""
    stay = selectors.current_stay(usager)
    return _shape(usager, place=stay.place if stay else "", alerts=(*_alerts(usager, post), *_contacts(usager, post)))


def person_line(usager: Usager, post: Post | None = None) -> PersonHeader:
    """The person in a list, without a query; alerts and place only if ``selectors.with_stay_and_alerts`` brought them."""
    stays = getattr(usager, "stay_now", [])
    reads = post is not None and rights.can(post, Act.READ, DataClass.SANTE)
    alerts = [_alert(alert) for alert in getattr(usager, "alerts_now", [])] if reads else []
    return _shape(usager, place=stays[0].place if stays else "", alerts=tuple(alerts))


def _shape(usager: Usager, *, place: str, alerts: tuple[PersonAlert, ...]) -> PersonHeader:
    used_name = usager.used_name and usager.used_name.upper() != usager.birth_name.upper()
    used_first = usager.used_given_name and not usager.used_given_name_is_the_first
    return PersonHeader(
        name=usager.display_name,
        birth_date=usager.birth_date or usager.birth_date_text,
        sex=cast(Literal["F", "M", "I"], usager.sex or "I"),
        ins=ins_chip(usager, reverse("identity:card", args=[usager.id])),
        birth_name=usager.birth_name.upper() if used_name else "",
        birth_given_name=titled(usager.first_given_name) if used_first else "",
        url=reverse("record:synthesis", args=[usager.id]),
        photo_url=reverse("record:photo", args=[usager.id]) if usager.photo_id else "",
        place=place,
        age=usager.age,
        alerts=alerts,
    )


def _alerts(usager: Usager, post: Post) -> list[PersonAlert]:
    if not rights.can(post, Act.READ, DataClass.SANTE):
        return []
    return [_alert(alert) for alert in selectors.alerts_of(usager)]


def _alert(alert: Alert) -> PersonAlert:
    tone: Tone = "danger" if alert.kind == AlertKind.ALLERGIE else "attention"
    return PersonAlert(text=alert.label, icon="triangle-alert", tone=tone)


def _contacts(usager: Usager, post: Post) -> list[PersonAlert]:
    """The legal measure for those who read rights; then who is trusted or called first."""
    contacts = list(selectors.contacts_of(usager))
    shown = [_measure(one) for one in contacts if one.measure and rights.can(post, Act.READ, DataClass.DROITS)]
    trusted = [one for one in contacts if one.is_trusted or one.is_emergency]
    return shown + [_trusted(one) for one in trusted[:HEADER_CONTACTS]]


def _measure(contact: Contact) -> PersonAlert:
    return PersonAlert(text=f"{contact.measure} : {contact.display_name}", icon="flag", tone="attention")


def _trusted(contact: Contact) -> PersonAlert:
    words = "Personne de confiance" if contact.is_trusted else "À prévenir"
    phone = f" {contact.phone}" if contact.phone else ""
    return PersonAlert(text=f"{words} : {contact.display_name}{phone}", icon="heart", tone="neutral")


def around(post: Post, usager: Usager, current: str, **context: Any) -> dict[str, Any]:
    """The context of a page that extends ``record/page.html``: person, tabs, and its own ``context``."""
    return {
        "usager": usager,
        "person": person_header(usager, post),
        "tabs": panels.tabs(post, usager, current),
        **context,
    }


@dataclass(frozen=True, slots=True)
class ConsentLine:
    """A decision in words. ``ended`` says why it does not hold any more; ``may_withdraw`` offers the gesture."""

    consent: Consent
    said: str
    agreed: bool
    in_force: bool
    ended: str
    may_withdraw: bool


def consent_lines(post: Post, consents: Iterable[Consent]) -> list[ConsentLine]:
    """The decisions, the last first; a later one on the same object takes the place of the former."""
    seen: set[str] = set()
    lines = []
    for consent in consents:
        replaced = consent.object in seen
        seen.add(consent.object)
        lines.append(_consent_line(post, consent, replaced=replaced))
    return lines


def _consent_line(post: Post, consent: Consent, *, replaced: bool) -> ConsentLine:
    object = ConsentObject(consent.object)
    in_force = consent.is_in_force and not replaced
    who = consent.get_given_by_display() + (f" ({consent.given_by_name})" if consent.given_by_name else "")
    if consent.withdrawn_at:
        ended = f"retirée le {words.full(consent.withdrawn_at)}"
    elif replaced:
        ended = "remplacée par une décision plus récente"
    else:
        ended = "" if in_force else f"terminée le {words.day(consent.until)}" if consent.until else ""
    return ConsentLine(
        consent=consent,
        said=f"{consent.get_means_display()}, par {who}",
        agreed=consent.decision == Decision.ACCORD,
        in_force=in_force,
        ended=ended,
        may_withdraw=in_force and rules.may_collect(post, object),
    )
