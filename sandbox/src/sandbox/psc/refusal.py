"""A refusal of Pro Santé Connect: an OAuth error code, a French sentence, the rule."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.rules import Rule


@dataclass(eq=False)
class Refusal(Exception):
    """Raised by the rules. `status` is the HTTP status where the error travels in an answer of our own."""

    error: str
    rule: Rule
    detail: str = ""
    status: int = 400

    @property
    def sentence(self) -> str:
        """The rule's sentence, with the detail."""
        return f"{self.rule.sentence} {self.detail}".strip()
