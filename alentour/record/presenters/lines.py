"""Each line of the record in words: a title, a few facts, a note, how old and by whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from alentour.accounts import rights
from alentour.accounts.enums import Act, DataClass
from alentour.accounts.models import Post
from alentour.record import models, rules
from alentour.record.enums import AlertKind, DirectiveState, EntitlementStatus, HabitTheme, MovementKind
from alentour.record.kinds import Kind, kind_of
from alentour.record.presenters.header import alert_words
from alentour.ui import words
from alentour.ui.shapes import Tone

SOON = 183


@dataclass(frozen=True, slots=True, kw_only=True)
class LineWords:
    """``facts`` are short; ``note`` is the free text. ``mark`` is a chip (« échéance dans 2 mois ») with its tone and icon.

    ``dated`` is ``author`` for paper.
    """

    title: str
    facts: tuple[str, ...] = ()
    note: str = ""
    mark: str = ""
    tone: Tone = "neutral"
    icon: str = ""
    author: str = ""
    dated: str = ""
    url: str = ""
    history_url: str = ""
    ended: str = ""


Said = dict[str, Any]


def say(line: models.Line, post: Post | None = None) -> LineWords:
    """A line in words; with ``post``, the address that corrects it when this post may."""
    found = _SAY[type(line)](line)
    facts = tuple(fact for fact in (*found.pop("facts", ()), *_for_some(line, post)) if fact)
    kind = None if isinstance(line, models.Movement) else kind_of(line)
    return LineWords(
        facts=facts,
        author=written(line),
        dated=dated(line),
        url=_address(line, kind, post) if kind and post else "",
        history_url=reverse("record:line-history", args=[line.usager_id, kind.slug, line.pk]) if kind and line.version > 1 else "",
        ended=ended(line),
        **found,
    )  # fmt: skip


def _for_some(line: models.Line, post: Post | None) -> tuple[str, ...]:
    """What only those who bill, or who read money, are shown of a line that others read too."""
    if post is None:
        return ()
    if isinstance(line, models.Coverage) and line.insured_nir and rights.can(post, Act.READ, DataClass.FACTURATION):
        nir = line.insured_nir
        return (f"n° de l'assuré {nir[:1]} {nir[1:3]} {nir[3:5]} {nir[5:7]} {nir[7:10]} {nir[10:13]} {nir[13:]}",)
    if isinstance(line, models.Resource) and rules.reads_money(post):
        amount = f"{plain(line.amount)} € par {line.get_per_display()}" if line.amount is not None else ""
        return (amount, line.comment)
    return ()


def said(lines: Iterable[models.Line], post: Post | None = None) -> list[LineWords]:
    return [say(line, post) for line in lines]


def written(line: models.Line) -> str:
    """« il y a 3 jours, Inès MOREAU »"""
    when = age(timezone.localdate(line.created_at))
    return f"{when}, {line.written_by.professional.display_name}" if line.written_by else when


def dated(line: models.Line) -> str:
    """« 24/11/2026, Inès MOREAU »: what paper says, where « aujourd'hui » would soon be false."""
    when = words.birth(timezone.localdate(line.created_at))
    return f"{when}, {line.written_by.professional.display_name}" if line.written_by else when


def age(day: date) -> str:
    """« aujourd'hui », « il y a 3 jours », « il y a 2 mois »: how old what one reads is."""
    days = (timezone.localdate() - day).days
    if days <= 0:
        return "aujourd'hui"
    if days == 1:
        return "hier"
    if days < 60:
        return f"il y a {days} jours"
    return f"il y a {days // 30} mois" if days < 730 else f"il y a {days // 365} ans"


def ended(line: models.Line) -> str:
    if line.ended_at is None:
        return ""
    who = f" par {line.ended_by.professional.display_name}" if line.ended_by else ""
    why = f" : {line.end_reason}" if line.end_reason else ""
    return f"{line.get_end_kind_display()} le {words.day(timezone.localdate(line.ended_at))}{who}{why}"


def _address(line: models.Line, kind: Kind, post: Post) -> str:
    return reverse("record:line", args=[line.usager_id, kind.slug, line.pk]) if kind.may_write(post) else ""


def partial(text: str) -> str:
    """« 12/03/2012 », « 03/2012 » or « 2012 »."""
    return "/".join(reversed(text.split("-"))) if text else ""


def span(start: date | None, end: date | None) -> str:
    """« du 1er mars 2024 au 28 févr. 2027 »"""
    if start and end:
        return f"du {words.birth(start)} au {words.birth(end)}"
    if start:
        return f"depuis le {words.birth(start)}"
    return f"jusqu'au {words.birth(end)}" if end else ""


def due(day: date | None, *, soon: int = SOON) -> Said:
    """The chip of what ends: over, soon, or nothing to say."""
    if day is None:
        return {}
    left = (day - timezone.localdate()).days
    if left < 0:
        return {"mark": f"échu le {words.birth(day)}", "tone": "danger", "icon": "clock-alert"}
    if left <= soon:
        when = "aujourd'hui" if left == 0 else f"dans {left} jours" if left < 60 else f"dans {left // 30} mois"
        return {"mark": f"échéance {when}", "tone": "attention", "icon": "clock"}
    return {}


def _label(text: str, value: object) -> str:
    return f"{text} {value}" if value else ""


def _alert(line: models.Alert) -> Said:
    facts: tuple[str, ...] = (f"depuis le {words.birth(line.since)}",)
    if line.kind != AlertKind.ALLERGIE:
        tone = "neutral" if line.kind == AlertKind.SANS_ALLERGIE else "attention"
        return {"title": alert_words(line), "facts": facts, "mark": line.get_kind_display(), "tone": tone}
    severity = _label("réaction", line.get_severity_display()) if line.severity else ""
    coded = f"{line.code} ({line.code_system})" if line.code_system else line.code
    facts = (line.reaction, severity, line.get_certainty_display(), *facts, coded)
    return {"title": line.label, "facts": facts, "mark": "Allergie", "tone": "danger", "icon": "triangle-alert"}


def _problem(line: models.Problem) -> Said:
    facts = (_label("depuis", partial(line.since)), _label("jusqu'à", partial(line.until)), _label("CIM-10", line.code))
    tone = "attention" if line.kind == "actif" else "neutral"
    return {"title": line.label, "facts": facts, "note": line.note, "mark": line.get_kind_display(), "tone": tone}


def _vaccination(line: models.Vaccination) -> Said:
    facts = (_label("fait en", partial(line.done_on)), line.dose, _label("lot", line.lot),
             _label("rappel le", words.birth(line.due_on)) if line.due_on else "")  # fmt: skip
    return {"title": line.vaccine, "facts": facts, **due(line.due_on, soon=60)}


def _device(line: models.Device) -> Said:
    facts = (line.label, _label("depuis", partial(line.since)))
    return {"title": line.get_kind_display(), "facts": facts, "note": line.note}


def _habit(line: models.Habit) -> Said:
    return {"title": HabitTheme(line.theme).label, "note": line.text}


def _directive(line: models.Directive) -> Said:
    state = DirectiveState(line.state)
    title = (
        "Directives anticipées rédigées"
        if state == DirectiveState.EXISTENT
        else f"Directives anticipées : {state.label}"
    )
    facts = (
        _label("le", words.birth(line.written_on)) if line.written_on else "",
        _label("conservées :", line.kept_where),
        "la personne de confiance est informée" if line.trusted_informed else "",
    )
    note = "\n".join(filter(None, (line.content, _label("Souhaits :", line.wishes))))
    return {"title": title, "facts": facts, "note": note}


def _information(line: models.Information) -> Said:
    name = line.get_object_display()
    to = f"à {line.get_told_to_display()}" + (f" ({line.told_name})" if line.told_name else "")
    facts = (line.detail, to, line.get_means_display(), f"le {words.birth(line.told_on)}")
    return {"title": name[:1].upper() + name[1:], "facts": facts, "note": line.note, **due(line.until, soon=30)}


def _protection(line: models.Protection) -> Said:
    label = line.get_kind_display()
    scope = " et ".join(name for name, on in (("la personne", line.on_person), ("les biens", line.on_goods)) if on)
    decided = _label("décidée le", words.birth(line.decided_on)) if line.decided_on else ""
    review = _label("révision le", words.birth(line.review_on)) if line.review_on else ""
    facts = (
        _label("exercée par", line.who),
        _label("porte sur", scope),
        line.court,
        decided,
        span(line.starts_on, line.ends_on),
        review,
    )
    chip = due(min(filter(None, (line.review_on, line.ends_on)), default=None), soon=60)
    return {"title": label[:1].upper() + label[1:], "facts": facts, "note": line.note, **chip}


def _restriction(line: models.Restriction) -> Said:
    label = line.get_kind_display()
    facts = (
        line.court,
        _label("décidée le", words.birth(line.decided_on)) if line.decided_on else "",
        span(line.starts_on, line.ends_on),
    )
    if not line.holds:
        return {
            "title": f"{line.contact.display_name} : {label}",
            "facts": facts,
            "note": line.note,
            "mark": "hors délai",
            "icon": "clock",
        }
    said = {"mark": "peut être informé", "tone": "attention", "icon": "info"}
    if line.bars_information:
        said = {"mark": "ne pas informer", "tone": "danger", "icon": "ban"}
    return {"title": f"{line.contact.display_name} : {label}", "facts": facts, "note": line.note, **said}


def _administrative(line: models.Administrative) -> Said:
    facts = (
        line.get_family_situation_display(), _label("vit", line.get_household_display()), _label("nationalité :", line.nationality),
        _label("parle", line.languages), _label("interprète :", line.interpreter), line.profession, line.school,
        line.school_level, _label("référent scolaire :", line.school_contact), _label("n° MDPH", line.mdph_number),
    )  # fmt: skip
    return {"title": "Situation", "facts": facts, "note": line.comment}


def _where(line: models.Address) -> Said:
    kind = line.get_kind_display()
    town = " ".join(filter(None, (line.postal_code, line.city)))
    lines = ", ".join(filter(None, (_label("chez", line.recipient), line.line, town, line.country)))
    return {"title": kind[:1].upper() + kind[1:], "facts": (lines, span(line.starts_on, line.ends_on))}


def _coverage(line: models.Coverage) -> Said:
    facts = (
        line.get_regime_display(), _label("code", line.organism_code),
        _label("assuré :", line.insured_name), _label("contrat", line.contract), "C2S" if line.is_c2s else "",
        _label("ALD 100 %", span(None, line.ald_until)) if line.ald else "", span(line.starts_on, line.ends_on),
    )  # fmt: skip
    chip = due(min(filter(None, (line.ends_on, line.ald_until)), default=None), soon=60)
    return {"title": f"{line.get_kind_display()} : {line.organism}", "facts": facts, **chip}


def _entitlement(line: models.Entitlement) -> Said:
    amount = (
        f"{plain(line.quota)} {line.get_quota_unit_display()} par {line.get_per_display()}"
        if line.quota is not None
        else ""
    )
    facts = (
        line.label, line.get_status_display(), line.organism or line.get_authority_display(), _label("n°", line.number),
        line.get_nature_display(), span(line.starts_on, line.ends_on), f"{plain(line.rate)} %" if line.rate is not None else "",
        amount, line.care_mode, _label("désignés :", line.designated), "PAG" if line.has_pag else "",
        "amendement Creton" if line.is_creton else "",
    )  # fmt: skip
    chip = due(line.ends_on) if line.status == EntitlementStatus.ACCORDE else {"mark": line.get_status_display()}
    return {"title": line.get_kind_display(), "facts": facts, "note": line.comment, **chip}


def _resource(line: models.Resource) -> Said:
    """The amount is added for those who read money."""
    return {"title": line.get_kind_display(), "facts": (line.organism, span(line.starts_on, line.ends_on))}


def _movement(line: models.Movement) -> Said:
    if line.kind == MovementKind.CHAMBRE:
        home = ", ".join(filter(None, (line.unit, line.place)))
        return {"title": f"Installation : {home}", "facts": (words.full(line.at),), "icon": "bed"}
    back = f"retour {words.full(line.back_at)}" if line.back_at else ""
    expected = f"retour prévu le {words.day(line.expected_on)}" if line.expected_on and not line.back_at else ""
    facts = (f"départ {words.full(line.at)}", back, expected, line.where, line.phone)
    icon = "hospital" if line.kind == MovementKind.HOSPITALISATION else "door-open"
    return {"title": line.get_kind_display(), "facts": facts, "note": line.back_note, "icon": icon}


def plain(value: Any) -> str:
    """« 12 », « 4,5 »: a decimal as people write it."""
    return f"{value.normalize():f}".replace(".", ",")


_SAY: dict[type[models.Line], Callable[[Any], Said]] = {
    models.Alert: _alert,
    models.Problem: _problem,
    models.Vaccination: _vaccination,
    models.Device: _device,
    models.Habit: _habit,
    models.Directive: _directive,
    models.Information: _information,
    models.Protection: _protection,
    models.Restriction: _restriction,
    models.Administrative: _administrative,
    models.Address: _where,
    models.Coverage: _coverage,
    models.Entitlement: _entitlement,
    models.Resource: _resource,
    models.Movement: _movement,
}
