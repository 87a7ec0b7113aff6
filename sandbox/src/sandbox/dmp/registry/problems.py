"""What a registry answers when it refuses: a list of problems, each an IHE error code and the rule it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.rules import Rule


@dataclass(frozen=True, slots=True)
class Problem:
    """`code` is of ITI TF-3 table 4.2.4.1-2, `context` a French sentence, `location` the object concerned."""

    code: str
    context: str
    rule: Rule
    location: str = ""


class Rejected(Exception):
    """A transaction refused as a whole."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(f"{problem.code}: {problem.context}" for problem in problems))
        self.problems = problems
