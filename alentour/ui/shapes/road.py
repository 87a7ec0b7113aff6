"""The road of what leaves: en file → accepté → remis → lu → intégré, one road per recipient (design.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from alentour.ui.shapes.page import Action

StepName = Literal["en_file", "accepte", "remis", "lu", "integre"]
STEP_WORDS: dict[StepName, str] = {
    "en_file": "en file",
    "accepte": "accepté",
    "remis": "remis",
    "lu": "lu",
    "integre": "intégré",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A station of the road; ``at`` None means it is still ahead."""

    name: StepName
    at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stuck:
    """Why a road stopped and what to do about it, in a sentence each."""

    why: str
    at: datetime
    action: Action | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """The road to one recipient. List only the stations this recipient can reach (the DMP has no « lu »)."""

    recipient: str
    detail: str = ""
    steps: tuple[Step, ...]
    stuck: Stuck | None = None
    citizen: bool = False

    @property
    def reached(self) -> Step | None:
        """The last station reached, or None when nothing left yet."""
        done = [step for step in self.steps if step.at is not None]
        return done[-1] if done else None

    @property
    def is_over(self) -> bool:
        return bool(self.steps) and self.steps[-1].at is not None

    @property
    def sentence(self) -> str:
        """« remis », « bloqué », as the state of a folded line."""
        if self.stuck is not None:
            return "bloqué"
        return STEP_WORDS[self.reached.name] if self.reached else "pas encore parti"
