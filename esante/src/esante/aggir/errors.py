"""What can be wrong with an evaluation.

ValueError
├── BadProfile   letters that are not those of a grid
└── Unsettled    sub-variables whose pooling the sources disagree about: the professional gives the letter
"""

from __future__ import annotations


class BadProfile(ValueError):
    """``sentence`` says in French what is wrong with the letters."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Unsettled(ValueError):
    """Pooling ``letters`` of ``variable`` gives B or C depending on the source: ask for the letter, never guess."""

    def __init__(self, variable: str, letters: str) -> None:
        super().__init__(f"{variable}: {letters}")
        self.variable = variable
        self.letters = letters
        self.sentence = "Les sources ne s'accordent pas sur cette combinaison : indiquez vous-même la lettre, B ou C."
