"""The two ways a screen says no: it does not exist for you (``Http404``), or it opens to other métiers (:class:`ClosedDoor`)."""

from __future__ import annotations

from collections.abc import Sequence


class ClosedDoor(Exception):
    """In scope, but this métier does not open this kind of data; ``opens_to`` names the métiers that do (design.md, "Trust at a glance").

    ``why``: it is not the métier that closes it (the person objects, an emergency access only reads); a sentence says so.
    """

    def __init__(self, what: str, opens_to: Sequence[str], *, why: str = "") -> None:
        self.what = what
        self.opens_to = tuple(opens_to)
        self.why = why
        super().__init__(what)


class Refused(Exception):
    """A gesture that cannot be done now; ``sentence`` says why and what to do, in French, for the person at the screen."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)
