"""A person enters a house: her traits, her stay, her relatives, who protects her, her health, her habits, her rights."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from alentour.accounts.enums import DataClass, Metier, Scope
from alentour.accounts.models import Post
from alentour.accounts.rights import scope_of
from alentour.demo.history import clock
from alentour.demo.history.lives import Life
from alentour.demo.loading import circle_line
from alentour.identity.services import create_usager
from alentour.record import models as record
from alentour.record import services
from alentour.record.enums import (
    AlertKind,
    AlertTopic,
    Authority,
    Certainty,
    CircleRole,
    ConsentObject,
    CoverageKind,
    Decision,
    DirectiveState,
    EntitlementKind,
    EntitlementStatus,
    EntryMode,
    ExitMode,
    HabitTheme,
    InformationObject,
    Means,
    MovementKind,
    ProblemKind,
    ProtectionKind,
    Relation,
    RestrictionKind,
    Severity,
    StayKind,
    TeamRole,
)
from alentour.record.rules import may_collect

MONTH = timedelta(days=30)
REFERENTS = (Metier.EDUCATEUR, Metier.AIDE_SOIGNANT, Metier.ANIMATEUR, Metier.REEDUCATEUR)


def enter(life: Life) -> None:
    """Everything but the daily life; a person of the guided journey is already there, with her relatives."""
    with clock.at(life.moment(life.begins, 10, 30)):
        _team(life)
        _circle(life)
        _health(life)
        _habits(life)
        _rights(life)
        _contacts(life)
        _decisions(life)


def welcome(life: Life) -> None:
    """Her record is opened, she is admitted; the stays of long ago keep their first day."""
    resident, clerk, row = life.resident, life.clerk(), life.hers("stays")[0]
    house = life.structure
    with clock.at(life.moment(life.begins, 9, 40)):
        life.usager = create_usager(
            structure=house, by=clerk, birth_name=resident.birth_name, given_names=resident.given_names,
            first_given_name=resident.given_names.split()[0], used_given_name=resident.used_given_name,
            used_name=resident.used_name.upper(), birth_date_text=resident.birth_date, sex=resident.sex,
            birth_place=resident.birth_place, address=house.address, postal_code=house.postal_code, city=house.city,
            phone=f"029900{life.rng.randrange(1000, 9999)}",
        )  # fmt: skip
        services.admit(
            usager=life.usager, by=clerk, kind=StayKind(row["kind"]), starts_on=life.entered, unit=row["unit"],
            place=row["place"], entry_mode=EntryMode(row["entry_mode"]), origin=row["origin"],
            admitted_on=life.entered - timedelta(days=12),
        )  # fmt: skip


def move(life: Life) -> None:
    """Her absences and, for one of them, her departure."""
    stay = record.Stay.objects.get(usager=life.usager)
    by = life.clerk()
    for row in life.hers("moves"):
        out = life.moment(life.back(int(row["out"])), 10, 30)
        back = (
            life.moment(life.back(int(row["back"])), 16 if row["out"] != row["back"] else 20, 40)
            if row["back"]
            else None
        )
        with clock.at(back or out + timedelta(minutes=20)):
            services.go_out(
                stay=stay, by=by, kind=MovementKind(row["kind"]), at=out, back_at=back, where=row["where"], why=row["why"],
                back_note=row["note"] if back else "",
            )  # fmt: skip
    if life.left:
        with clock.at(life.moment(life.left, 14)):
            services.discharge(
                stay=stay, by=by, ends_on=life.left, reason="Rapprochement de sa sœur", exit_mode=ExitMode.ETABLISSEMENT,
                destination="EHPAD de Saint-Malo",
            )  # fmt: skip


def _team(life: Life) -> None:
    referent = next((post for metier in REFERENTS for post in life.at_work(metier)), None)
    held = set(record.CareTeamMember.objects.filter(usager=life.usager).values_list("post_id", flat=True))
    for post in life.posts.values():
        if scope_of(post) == Scope.TEAM and post.pk not in held:
            role = TeamRole.REFERENT if post is referent else _role(post)
            services.add_to_team(usager=life.usager, post=post, by=life.clerk(), role=role, starts_on=life.begins)


def _circle(life: Life) -> None:
    """Those from outside: the médecin traitant and the pharmacie of the guided journey, the school of the children."""
    if record.CirclePro.objects.filter(usager=life.usager).exists():
        return
    doctor = circle_line("martin")
    services.add_to_circle(usager=life.usager, by=life.clerk(), role=CircleRole.MEDECIN_TRAITANT, **doctor)
    if life.resident.house in {"ehpad", "ssiad", "residence", "foyer"}:
        services.add_to_circle(
            usager=life.usager, by=life.clerk(), role=CircleRole.PHARMACIE, **circle_line("pharmacie")
        )
    if life.resident.house in {"dime", "mecs", "aemo"}:
        services.add_to_circle(
            usager=life.usager, by=life.clerk(), role=CircleRole.AUTRE, name="Collège des Tilleuls", town="Rennes",
            profession="Vie scolaire", phone="0299000140",
        )  # fmt: skip


def _role(post: Post) -> TeamRole:
    if post.metier in {Metier.EDUCATEUR, Metier.ANIMATEUR, Metier.HOTELIER, Metier.PSYCHOLOGUE}:
        return TeamRole.ACCOMPAGNEMENT
    return TeamRole.ADMINISTRATIF if post.metier == Metier.ASSISTANT_SOCIAL else TeamRole.SOINS


def _contacts(life: Life) -> None:
    trusted_on = life.begins - timedelta(days=life.rng.randrange(1, 300))
    made: dict[str, record.Contact] = {}
    for rank, row in enumerate(life.hers("contacts"), 1):
        if row["flags"] == "have":
            continue
        details: dict[str, Any] = {
            "given_name": row["given"], "phone": f"063998{life.rng.randrange(1000, 9999)}", "call_order": rank,
            "is_trusted": "T" in row["flags"], "is_emergency": "E" in row["flags"], "is_guardian": "G" in row["flags"],
            "comment": row["comment"], "trusted_on": trusted_on if "T" in row["flags"] else None,
        }  # fmt: skip
        contact = services.save_contact(
            usager=life.usager,
            by=life.clerk(),
            family_name=row["family"],
            relation=Relation(row["relation"]),
            **details,
        )
        made[row["given"]] = contact
        if "B" in row["flags"]:
            services.write(
                record.Restriction, usager=life.usager, by=life.clerk(), contact=contact, kind=RestrictionKind.INTERDICTION,
                court="Tribunal pour enfants de Rennes", decided_on=life.begins - 3 * timedelta(days=1),
                starts_on=life.begins - 3 * timedelta(days=1), ends_on=life.begins + 12 * MONTH,
                note="Aucun contact, ni téléphone ni courrier, jusqu'à l'audience.",
            )  # fmt: skip
    for row in life.hers("protections"):
        _protect(life, row, made[row["contact"]])


def _protect(life: Life, row: dict[str, str], contact: record.Contact) -> None:
    decided, until = _span(life, row)
    services.protect(
        usager=life.usager, by=life.clerk(), contact=contact, kind=ProtectionKind(row["kind"]), on_goods=bool(row["goods"]),
        on_person=bool(row["person"]), court=row["court"], decided_on=decided, starts_on=decided, ends_on=until,
        review_on=until - 2 * MONTH if until else None, note=row["note"],
    )  # fmt: skip


def _span(life: Life, row: dict[str, str]) -> tuple[date, date | None]:
    """From the months past and the months ahead of a line."""
    first = life.today - int(row["past"]) * MONTH
    return min(first, life.begins), life.today + int(row["ahead"]) * MONTH if row["ahead"] else None


def _health(life: Life) -> None:
    by = life.writer(DataClass.SANTE, Metier.MEDECIN, Metier.INFIRMIER) or life.clerk()
    for row in life.rows("health"):
        if row["what"] == "problem":
            services.write(
                record.Problem, usager=life.usager, by=by, kind=ProblemKind(row["kind"]), label=row["label"],
                code=row["more"], since=row["since"],
            )  # fmt: skip
        else:
            topic = AlertTopic(row["topic"]) if row["topic"] else ""
            services.raise_alert(
                usager=life.usager,
                by=by,
                kind=AlertKind(row["kind"]),
                topic=topic,
                label=row["label"],
                since=life.begins,
            )
    allergies = life.hers("allergies")
    for row in allergies:
        services.raise_alert(
            usager=life.usager, by=by, kind=AlertKind.ALLERGIE, label=row["label"], reaction=row["reaction"],
            severity=Severity(row["severity"]), certainty=Certainty(row["certainty"]), since=life.begins,
        )  # fmt: skip
    if not allergies and not record.Alert.objects.filter(usager=life.usager, kind=AlertKind.ALLERGIE).exists():
        services.state_no_allergy(usager=life.usager, by=by)


def _habits(life: Life) -> None:
    by = life.writer(DataClass.TRANSMISSIONS_VIE, Metier.EDUCATEUR, Metier.AIDE_SOIGNANT, Metier.ANIMATEUR)
    told = {row["theme"]: life.said(row["text"]) for row in life.rows("habits")}
    for theme, text in told.items():
        services.write(record.Habit, usager=life.usager, by=by, theme=HabitTheme(theme), text=text)


def _rights(life: Life) -> None:
    by = life.writer(DataClass.SOCIAL) or life.clerk()
    services.write(
        record.Coverage, usager=life.usager, by=by, kind=CoverageKind.AMO, organism="CPAM d'Ille-et-Vilaine",
        regime="general", ald=life.resident.house in {"ehpad", "ssiad"}, starts_on=life.begins - 12 * MONTH,
    )  # fmt: skip
    for row in life.rows("rights"):
        decided, until = _span(life, row)
        asked = row["status"] == EntitlementStatus.DEMANDE
        services.write(
            record.Entitlement, usager=life.usager, by=by, kind=EntitlementKind(row["kind"]), label=row["label"],
            authority=Authority(row["authority"]), organism=row["organism"], status=EntitlementStatus(row["status"]),
            asked_on=decided - 2 * MONTH, decided_on=None if asked else decided, starts_on=None if asked else decided,
            ends_on=until, rate=row["rate"] or None,
        )  # fmt: skip


def _decisions(life: Life) -> None:
    """What she was given on arrival, what she agrees to; the directives of the old."""
    clerk = life.clerk()
    for told in (InformationObject.LIVRET, InformationObject.CHARTE, InformationObject.DONNEES):
        services.write(
            record.Information, usager=life.usager, by=clerk, object=told, told_on=life.begins, means=Means.ECRIT
        )  # fmt: skip
    for wanted, decision in ((ConsentObject.IMAGE, Decision.ACCORD), (ConsentObject.SORTIES, Decision.ACCORD)):
        if may_collect(clerk, wanted):
            refused = wanted == ConsentObject.IMAGE and life.rng.random() < 0.2
            services.collect_consent(
                usager=life.usager, object=wanted, decision=Decision.REFUS if refused else decision, by=clerk
            )
    if life.resident.house in {"ehpad", "ssiad", "residence"}:
        state = life.rng.choice((DirectiveState.EXISTENT, DirectiveState.AUCUNE, DirectiveState.NE_SOUHAITE_PAS))
        wishes = "Rester ici, entouré[/e], sans douleur." if state == DirectiveState.EXISTENT else ""
        services.write(
            record.Directive, usager=life.usager, by=life.writer(DataClass.SANTE, Metier.INFIRMIER), state=state,
            written_on=life.begins - 5 * MONTH if wishes else None, kept_where="Avec sa personne de confiance" if wishes else "",
            trusted_informed=bool(wishes), wishes=life.said(wishes),
        )  # fmt: skip
