"""Evaluations on paper: data of ``typst/evaluation.typ`` for the page of the house."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils import timezone

from alentour.care.enums import EvaluationState
from alentour.care.mapping import ALL_VARIABLES, GRID, illustrative_of, judge
from alentour.care.models import Evaluation
from alentour.care.presenters import scales as shown
from alentour.care.scales import current, find
from alentour.core.typesetting import compile_pdf
from alentour.identity import paper
from alentour.identity.models import Usager
from alentour.ui import words

TEMPLATE = Path(__file__).with_name("typst") / "evaluation.typ"
LAST = 10
KINDS = {"danger": "danger", "attention": "look", "action": "good", "neutral": "note"}
GIR_AXIS = (6.0, 1.0)


def evaluation_pdf(evaluation: Evaluation, usager: Usager, points: Sequence[Evaluation]) -> bytes:
    """The PDF/A of one evaluation; ``points`` are those that count, oldest first."""
    filled = evaluation.state != EvaluationState.DRAFT
    data = paper.page_data(
        usager, usager.structure, _title(evaluation), subtitle=_subtitle(evaluation), author=evaluation.author,
        made_at=evaluation.validated_at or evaluation.completed_at or evaluation.updated_at, draft=not filled,
    ) | {
        "done_at": _day(evaluation),
        "entered_at": paper.dated(evaluation.entered_at),
        "evaluator": f"{evaluation.author.professional}, {evaluation.author.metier_label}",
        "validated": _validated(evaluation),
        "replaces": f"l'évaluation n° {evaluation.replaces.number}" if evaluation.replaces else "",
        "note": evaluation.note,
        "signed": _signed(evaluation) if filled else [],
        "history": [_told(one) for one in reversed(points[-LAST:])],
        "drawn": _drawn(evaluation.grid, points),
    }  # fmt: skip
    return compile_pdf(TEMPLATE, data | (_aggir(evaluation) if evaluation.grid == GRID else _scale(evaluation)))


def _title(evaluation: Evaluation) -> str:
    return "Évaluation AGGIR" if evaluation.grid == GRID else f"Évaluation {shown.name_of(evaluation)}"


def _subtitle(evaluation: Evaluation) -> str:
    about = "Autonomie" if evaluation.grid == GRID else find(evaluation.grid, evaluation.grid_version).about
    state = f", {evaluation.get_state_display()}" if evaluation.state == EvaluationState.CORRECTED else ""
    return f"{about} · évaluation n° {evaluation.number}{state}"


def _validated(evaluation: Evaluation) -> str:
    if not evaluation.validated_at or not evaluation.validated_by:
        return ""
    return f"{paper.dated(evaluation.validated_at)}, par {evaluation.validated_by.professional}"


def _signed(evaluation: Evaluation) -> list[dict[str, str]]:
    at = evaluation.completed_at or evaluation.updated_at
    people = [paper.signature(evaluation.author, at) | {"mention": "Évaluation enregistrée par"}]
    if evaluation.validated_by:
        people.append(paper.signature(evaluation.validated_by, evaluation.validated_at) | {"mention": "Validée par"})
    return people


def _aggir(evaluation: Evaluation) -> dict[str, Any]:
    judged = judge(evaluation.answers)
    lines = [[variable.label, judged.letters[variable.key] or "non évaluée"] for variable in ALL_VARIABLES]
    lines += [[f"{label} (illustrative)", letter] for label, letter in illustrative_of(evaluation.answers) if letter]
    apa = "Ouvre" if judged.opens_apa else "N'ouvre pas"
    missing = f"Il manque : {', '.join((*judged.missing, *judged.unsettled))}."
    return {
        "result": {
            "kind": "note",
            "title": f"GIR {judged.gir}" if judged.gir else "Pas encore de GIR",
            "words": f"{apa} l'allocation personnalisée d'autonomie." if judged.gir else missing,
            "parts": [f"Profil {judged.profile}"],
        },
        "columns": ["Variable", "Lettre"],
        "widths": [4, 1],
        "lines": lines,
        "grid_version": evaluation.grid_version,
        "source": "A : fait seul, spontanément, totalement, correctement et habituellement. B : en partie. C : ne fait pas. "
        "Code de l'action sociale et des familles, annexes 2-1 et 2-2.",
    }


def _scale(evaluation: Evaluation) -> dict[str, Any]:
    scale, result = find(evaluation.grid, evaluation.grid_version), shown.result_of(evaluation)
    return {
        "result": {
            "kind": KINDS[result.tone],
            "title": f"{scale.label} : {result.value}" if result.value else "Pas encore de score",
            "words": result.words if result.value else f"Il manque : {' ; '.join(result.missing)}.",
            "parts": [*result.parts, scale.limit_words],
        },
        "columns": ["Rubrique", "Réponse", "Points"],
        "widths": [5, 5, 1],
        "lines": [
            [f"{line.part} · {line.label}" if line.part else line.label, line.answer, line.points]
            for line in shown.lines_of(evaluation)
        ],
        "grid_version": f"{scale.label}, version {scale.version} de la table",
        "source": scale.source,
    }


def _drawn(grid: str, points: Sequence[Evaluation]) -> dict[str, Any] | None:
    """Two values make a curve: steps for the GIR (1 on top: the most dependent), a line with its threshold for a score."""
    values = [(one.done_on, float(value)) for one in points if (value := shown.value_of(one)) is not None]
    if len(values) < 2:
        return None
    if grid == GRID:
        return paper.curve(values, name="GIR", scale=GIR_AXIS, steps=True)
    scale = current()[grid]
    limit = (float(scale.limit), scale.limit_words)
    return paper.curve(values, name=scale.label, limits=[limit], scale=(float(scale.low), float(scale.high)))


def _told(evaluation: Evaluation) -> list[str]:
    row = shown.row(evaluation)
    return [_day(evaluation), row.result, row.words, row.author]


def _day(evaluation: Evaluation) -> str:
    if evaluation.done_at:
        return paper.dated(timezone.localtime(evaluation.done_at))
    return words.birth(evaluation.done_on)
