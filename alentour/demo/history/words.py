"""Sentences of the demonstration: one template of a table, said differently each time and in agreement with the person.

``{a|b}`` is a choice; ``[il/elle]`` agrees with the person, ``[e]`` with her relative; ``<p>`` is how the house calls her, ``<proche>``
the first of her relatives (« sa fille Léa »).
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

CHOICE = re.compile(r"\{([^{}]*)\}")
AGREEMENT = re.compile(r"\[([^\[\]/]*)/([^\[\]/]*)\]")


@dataclass(frozen=True, slots=True)
class Speaker:
    """How a person is spoken of. ``relative_is_woman``: for the agreement of what is said of the relative."""

    called: str
    is_woman: bool
    relative: str
    relative_is_woman: bool


def say(template: str, speaker: Speaker, rng: random.Random, turn: int | None = None) -> str:
    """The sentence, its choices made by ``rng``, or the one at ``turn`` so that donnée, action and résultat answer each other."""
    text = template
    while CHOICE.search(text):
        text = CHOICE.sub(lambda found: _choose(found.group(1).split("|"), rng, turn), text)
    text = AGREEMENT.sub(lambda found: found.group(2 if speaker.is_woman else 1), text)
    text = text.replace("[e]", "e" if speaker.relative_is_woman else "")
    text = text.replace("<p>", speaker.called).replace("<proche>", speaker.relative)
    text = text.replace("<Proche>", speaker.relative[:1].upper() + speaker.relative[1:])
    return text[:1].upper() + text[1:]


def _choose(among: list[str], rng: random.Random, turn: int | None) -> str:
    return rng.choice(among) if turn is None else among[turn % len(among)]
