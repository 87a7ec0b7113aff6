"""What a record shows around itself: the header of the person, her tabs, her line in a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast

from django.urls import reverse

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.core.gather import Asks, alone, together
from alentour.identity.models import Usager, titled
from alentour.identity.presenters import ins_chip
from alentour.record import panels, selectors
from alentour.record.enums import AlertKind, AlertTopic, ProtectionKind
from alentour.record.models import Alert, Contact
from alentour.record.selectors.health import known
from alentour.record.selectors.lines import standing
from alentour.record.selectors.stays import where
from alentour.ui.shapes import PersonAlert, PersonHeader

HEADER_CONTACTS = 2


@dataclass(frozen=True, slots=True)
class Held:
    """What the header is made of, for a page that shows it too: where she is, what to know (``None`` when closed), who is around."""

    now: selectors.Whereabouts
    known: selectors.Known | None
    contacts: tuple[Contact, ...]


def ask_hold(usager: Usager, post: Post) -> Asks[Held]:
    """Three questions at most, in one trip."""
    stays, contacts, alerts = selectors.stays_of(usager), selectors.contacts_of(usager), standing(Alert, usager)
    knows = rights.knows_alerts(post)
    yield [stays, contacts, alerts] if knows else [stays, contacts]
    return Held(where(usager, list(stays)), known(alerts) if knows else None, tuple(contacts))


def hold(usager: Usager, post: Post) -> Held:
    return alone(ask_hold(usager, post))


def person_header(usager: Usager, post: Post, held: Held | None = None) -> PersonHeader:
    """The header of the record as ``post`` may see it: one query at most. In a list, use :func:`person_line`."""
    held = held or hold(usager, post)
    alerts = (*_place(held.now), *_alerts(held.known), *_contacts(held.contacts, post))
    return _shape(usager, place=held.now.home, alerts=alerts)


def person_line(usager: Usager, post: Post | None = None) -> PersonHeader:
    """The person in a list, without a query; alerts and place only if ``selectors.with_stay_and_alerts`` brought them."""
    stays = getattr(usager, "stay_now", [])
    now = selectors.situation(usager, stays[0]) if stays else selectors.Whereabouts(state="none")
    reads = post is not None and rights.knows_alerts(post)
    alerts = [_alert(alert) for alert in getattr(usager, "alerts_now", [])] if reads else []
    return _shape(usager, place=now.home, alerts=(*(_place(now) if now.state == "absent" else ()), *alerts))


PLACE_ICONS = {"absent": "door-open", "planned": "calendar-clock", "present": "calendar-clock"}


def _place(now: selectors.Whereabouts) -> list[PersonAlert]:
    """Where the person is, when she is not simply there."""
    if not now.sentence:
        return []
    icon = "hospital" if now.hospitalised else PLACE_ICONS.get(now.state, "milestone")
    return [PersonAlert(text=now.sentence, icon=icon, tone="attention" if now.state == "absent" else "neutral")]


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


def _alerts(known: selectors.Known | None) -> list[PersonAlert]:
    """The alerts of those who read health; « aucune allergie connue » and « non renseignées » are not the same words."""
    if known is None:
        return []
    shown = [_alert(alert) for alert in known.alerts]
    if known.none_known is not None:
        shown.append(PersonAlert(text="Aucune allergie connue", icon="shield-check", tone="neutral"))
    elif not known.allergies:
        shown.append(PersonAlert(text="Allergies non renseignées", icon="circle-question-mark", tone="neutral"))
    return shown


def _alert(alert: Alert) -> PersonAlert:
    if alert.kind == AlertKind.ALLERGIE:
        return PersonAlert(text=alert.label, icon="triangle-alert", tone="danger")
    return PersonAlert(text=alert_words(alert), icon="triangle-alert", tone="attention")


def alert_words(alert: Alert) -> str:
    """« Risque de chute : la nuit »; the topic alone, or the label alone."""
    if not alert.topic or alert.topic == AlertTopic.AUTRE:
        return alert.label
    topic = AlertTopic(alert.topic).label
    return f"{topic} : {alert.label}" if alert.label and alert.label.lower() != topic.lower() else topic


def _contacts(contacts: Sequence[Contact], post: Post) -> list[PersonAlert]:
    """Whom not to inform, for everybody; the legal measure for those who read rights; then who is trusted or called first."""
    shown = [_barred(one) for one in contacts if one.is_barred]  # type: ignore[attr-defined]
    shown += [_address_kept(one) for one in contacts if one.address_kept]  # type: ignore[attr-defined]
    if rights.can(post, Act.READ, DataClass.DROITS):
        shown += [_measure(one) for one in contacts if measure_of(one)]
    trusted = [one for one in contacts if (one.is_trusted or one.is_emergency) and selectors.may_inform(one)]
    return shown + [_trusted(one) for one in trusted[:HEADER_CONTACTS]]


def measure_of(contact: Contact) -> str:
    """« Curatelle renforcée »: the measure this contact exercises; parental authority is not an alert."""
    kind = getattr(contact, "protection", None)
    if kind is None:
        return contact.measure
    said = ProtectionKind(kind)
    return "" if said == ProtectionKind.AUTORITE_PARENTALE else said.label[:1].upper() + said.label[1:]


def _barred(contact: Contact) -> PersonAlert:
    return PersonAlert(text=f"Ne pas informer : {contact.display_name}", icon="ban", tone="danger")


def _address_kept(contact: Contact) -> PersonAlert:
    return PersonAlert(text=f"Adresse à taire à {contact.display_name}", icon="lock", tone="danger")


def _measure(contact: Contact) -> PersonAlert:
    return PersonAlert(text=f"{measure_of(contact)} : {contact.display_name}", icon="flag", tone="attention")


def _trusted(contact: Contact) -> PersonAlert:
    words = "Personne de confiance" if contact.is_trusted else "À prévenir"
    phone = f" {contact.phone}" if contact.phone else ""
    return PersonAlert(text=f"{words} : {contact.display_name}{phone}", icon="heart", tone="neutral")


def around(post: Post, usager: Usager, current: str, **context: Any) -> dict[str, Any]:
    """The context of a page that extends ``record/page.html``: person, tabs, and its own ``context``.

    One query; ``held`` and ``tabs``, when the page has them, spare it.
    """
    held = context.pop("held", None) or ask_hold(usager, post)
    tabs = context.pop("tabs", None) or panels.ask_tabs(post, usager, current)
    held, tabs = together(held, tabs)
    return {"usager": usager, "person": person_header(usager, post, held), "tabs": tabs, **context}
