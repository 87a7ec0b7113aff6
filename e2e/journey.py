"""``./run journey P01 [--show]``: a journey played by its people, in a real browser, on a fresh instance.

One line per step (who, what, how long), then ``P01: 6/6``. ``--show`` leaves a screenshot per step in ``screenshots/``. Exit 1 at the first
step that fails.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from e2e.browser import Person, open_browser
from e2e.instance import ROOT, Instance


@dataclass(frozen=True)
class Step:
    """One step: who does it, what it is in a sentence, and the gesture itself; ``play`` returns whose screen shows the effect."""

    who: str
    what: str
    play: Callable[[], Person]


class Journey(Protocol):
    code: str
    people: list[Person]

    def steps(self) -> list[Step]: ...


def build(code: str, browser: object, instance: Instance) -> Journey:
    if code == "P01":
        from e2e.p01 import P01

        return P01(browser, instance)  # type: ignore[arg-type]
    raise SystemExit(f"Parcours inconnu : {code}. Parcours joués : P01.")


def play(journey: Journey, *, pictures: Path | None = None, say: Callable[[str], None] = print) -> int:
    """Play every step; returns how many were done. Stops at the first that fails, with its reason and a picture of each screen."""
    steps = journey.steps()
    for number, step in enumerate(steps, start=1):
        started = time.monotonic()
        try:
            person = step.play()
        except Exception as error:
            say(f"{number}/{len(steps)} ✗ {step.who} : {step.what} ({str(error).splitlines()[0]})")
            _leave_pictures(journey, pictures or ROOT / "screenshots", number)
            raise
        say(
            f"{number}/{len(steps)} ✓ {step.who} : {step.what} ({time.monotonic() - started:.1f} s)".replace(
                ".", ",", 0
            )
        )
        if pictures:
            pictures.mkdir(parents=True, exist_ok=True)
            person.page.screenshot(path=pictures / f"{journey.code}-{number}-{person.name}.png", full_page=True)
    return len(steps)


def _leave_pictures(journey: Journey, folder: Path, number: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for person in journey.people:
        person.page.screenshot(path=folder / f"{journey.code}-{number}-echec-{person.name}.png", full_page=True)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="./run journey", description="Joue un parcours dans un vrai navigateur.")
    parser.add_argument("code", help="le parcours, par exemple P01")
    parser.add_argument("--show", action="store_true", help="laisse une image par étape dans screenshots/")
    options = parser.parse_args(argv)
    pictures = ROOT / "screenshots" if options.show else None
    with Instance() as instance, open_browser() as browser:
        journey = build(options.code.upper(), browser, instance)
        total = len(journey.steps())
        try:
            done = play(journey, pictures=pictures)
        except Exception:
            return 1
    sys.stdout.write(f"{journey.code}: {done}/{total}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
