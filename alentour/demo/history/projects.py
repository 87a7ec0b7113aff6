"""The projets personnalisés, each at its own stage: written, agreed, in force, evaluated, to be reviewed, begun again, ended."""

from __future__ import annotations

from datetime import date, timedelta

from alentour.accounts.enums import Metier
from alentour.accounts.models import Post
from alentour.demo.history import clock
from alentour.demo.history.lives import Life
from alentour.projects import rules, services
from alentour.projects.enums import (
    BilanKind,
    Decision,
    Means,
    Origin,
    Priority,
    ProjetState,
    RemarkKind,
    Result,
    SectionKind,
    Signatory,
)
from alentour.projects.models import Goal, Need, Projet

MOST_GOALS = 3
# What is done with a projet, turn by turn among the people of a house.
STAGES = ("in force", "reviewed", "begun again", "to review")
LEADERS = (Metier.EDUCATEUR, Metier.IDEC, Metier.CHEF_SERVICE, Metier.INFIRMIER, Metier.MEDECIN, Metier.PSYCHOLOGUE)
OPINION = "{D'accord avec ce qui est écrit, surtout la première idée.|« C'est bien moi. »|Voudrait qu'on le relise avec <proche>.}"
RESERVE = "Souhaite qu'on en reparle dans trois mois, surtout du rythme."
SYNTHESIS = (
    "{Des progrès visibles sur le premier objectif ; le reste demande du temps."
    "|Le rythme choisi convient ; on garde le cap et on allège le matin."
    "|Belle évolution, à confirmer au prochain point.}"
)
NEW = frozenset({"daniel", "mila", "irene", "jean"})
MINORS = frozenset({"dime", "camsp", "mecs", "aemo"})


def write(life: Life, rank: int) -> None:
    """``rank``: her place in her house, which gives the stage of her projet."""
    lead = next((post for post in life.at_work(*LEADERS) if rules.leads(post)), None)
    if lead is None:
        return
    validator = next((post for post in life.posts.values() if rules.validates(post)), None)
    stage = "in preparation" if life.resident.key in NEW or validator is None else STAGES[rank % len(STAGES)]
    first = life.begins + timedelta(days=min(9, max(1, (life.ends - life.begins).days // 3)))
    projet = _written(life, lead, first)
    if stage == "in preparation" or validator is None:
        return
    agreed = first + timedelta(days=12)
    _agreed(life, projet, lead, validator, agreed)
    if stage != "in force":
        _bilan(life, projet, lead, agreed + timedelta(days=35), late=stage == "to review")
    if stage == "begun again":
        with clock.at(life.moment(life.back(4), 11)):
            services.start(usager=life.usager, by=lead)
    if life.left:
        with clock.at(life.moment(life.left, 11)):
            services.end(projet=projet, by=validator, reason="Départ vers un autre établissement, près de sa sœur.")


def _written(life: Life, lead: Post, day: date) -> Projet:
    referent = next(
        iter(life.at_work(Metier.EDUCATEUR, Metier.AIDE_SOIGNANT, Metier.REEDUCATEUR, Metier.INFIRMIER)), lead
    )
    with clock.at(life.moment(day, 14)):
        projet = services.start(usager=life.usager, by=lead)
        services.set_frame(projet=projet, by=lead, title="Projet personnalisé", referent=referent)
        for row in life.rows("sections"):
            services.save_section(
                projet=projet, kind=SectionKind(row["kind"]), by=lead, text=life.said(row["text"]), based_on=0
            )
        rows = life.rows("goals")
        own = [row for row in rows if life.resident.profile in row["for"].split()]
        rest = [row for row in rows if row not in own]
        for rank, row in enumerate((own + rest)[:MOST_GOALS]):
            _goal(life, projet, lead, row, rank)
    with clock.at(life.moment(day + timedelta(days=1), 10, 30)):
        goal = Goal.objects.filter(projet=projet).first()
        text = life.said(
            "{Proposé hier, bien accueilli.|On commence doucement, une semaine sur deux.|<Proche> est d'accord.}"
        )
        services.remark(projet=projet, by=referent, text=text, kind=RemarkKind.OBSERVATION, goal=goal)
    return projet


def _goal(life: Life, projet: Projet, lead: Post, row: dict[str, str], rank: int) -> None:
    day = projet.created_at.date()
    whose = Origin.FAMILLE if row["words"].startswith(("Nous ", "On aimerait")) else Origin.PERSONNE
    said_by = life.speaker().relative if whose == Origin.FAMILLE else ""
    services.save_piece(
        projet=projet, kind="attente", by=lead,
        values={"origin": whose, "said_by": said_by, "said_on": day, "words": life.said(row["words"])},
    )  # fmt: skip
    need = services.save_piece(
        projet=projet, kind="besoin", by=lead, values={"code": row["code"], "description": life.said(row["need"])}
    )
    assert isinstance(need, Need)
    goal = services.save_piece(
        projet=projet, kind="objectif", by=lead, needs=[need],
        values={
            "title": life.said(row["goal"]), "expected": life.said(row["expected"]), "strategy": life.said(row["strategy"]),
            "priority": [Priority.HAUTE, Priority.MOYENNE, Priority.BASSE][rank], "due_on": day + timedelta(days=330),
            "referent": projet.referent,
        },
    )  # fmt: skip
    services.save_piece(
        projet=projet, kind="action", by=lead,
        values={
            "goal": goal, "title": life.said(row["action"]), "metier": row["metier"], "frequency": row["frequency"],
            "service_code": row["service"], "starts_on": day,
        },
    )  # fmt: skip


def _agreed(life: Life, projet: Projet, lead: Post, validator: Post, day: date) -> None:
    minor = life.resident.house in MINORS
    guardian = next((row for row in life.hers("contacts") if "G" in row["flags"]), None)
    name = f"{guardian['given']} {guardian['family'].upper()}" if guardian else ""
    decision = Decision.RESERVES if life.rng.random() < 0.15 else Decision.ACCORD
    with clock.at(life.moment(day, 15)):
        services.give_opinion(
            projet=projet, by=lead, origin=Origin.PERSONNE, means=Means.ADAPTE if minor else Means.ORAL,
            text=life.said(OPINION),
        )  # fmt: skip
        services.collect_accord(
            projet=projet, by=lead, signatory=Signatory.REPRESENTANT if name else Signatory.PERSONNE,
            decision=decision, means=Means.ECRIT, name=name,
            note=RESERVE if decision == Decision.RESERVES else "",
        )  # fmt: skip
    with clock.at(life.moment(day + timedelta(days=2), 9, 30)):
        services.validate(projet=projet, by=validator)
    projet.refresh_from_db()


def _bilan(life: Life, projet: Projet, lead: Post, day: date, *, late: bool) -> None:
    day = min(day, life.ends - timedelta(days=5))
    goals = list(Goal.objects.filter(projet=projet))
    if day <= (projet.starts_on or day) or projet.state != ProjetState.EN_COURS:
        return
    results = (Result.PARTIEL, Result.RECONDUIT, Result.ATTEINT)
    with clock.at(life.moment(day, 16)):
        services.write_bilan(
            projet=projet, by=lead, kind=BilanKind.ETAPE, done_on=day, present=f"L'équipe, {life.speaker().relative}",
            next_on=day + timedelta(days=20) if late else life.today + timedelta(days=160),
            synthesis=life.said(SYNTHESIS),
            said=life.said("{Ça va mieux qu'avant.|Je suis [content/contente].|Je veux continuer comme ça.}"),
            reviews={goal: (results[rank % 3], "") for rank, goal in enumerate(goals)},
        )  # fmt: skip
