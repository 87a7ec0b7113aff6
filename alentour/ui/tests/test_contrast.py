"""Every pair of ink and ground the components use is readable, in both themes (WCAG 1.4.3, 1.4.11)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).parent.parent / "static" / "ui" / "css"
TOKENS = (CSS / "tokens.css").read_text("utf-8")

GROUNDS = ("paper", "sheet", "sunk", "action-soft", "attention-soft", "danger-soft", "citizen-soft")
TEXT = [
    *(("ink", ground) for ground in GROUNDS),
    *(("ink-soft", ground) for ground in ("paper", "sheet", "sunk", "action-soft", "citizen-soft")),
    *(("action", ground) for ground in GROUNDS),
    *(("action-deep", ground) for ground in GROUNDS),
    *((tone, ground) for tone in ("attention", "danger", "citizen") for ground in ("paper", "sheet", f"{tone}-soft")),
    *((f"on-{tone}", tone) for tone in ("action", "danger", "citizen")),
    ("on-action", "action-deep"),
    ("on-danger", "danger-deep"),
    ("paper", "ink"),
]
MARKS = [
    *(("line-strong", ground) for ground in ("paper", "sheet")),
    *(("focus", ground) for ground in ("paper", "sheet", "sunk", "action-soft")),
    ("danger", "danger-soft"),
    ("citizen", "sheet"),
]


def block(selector: str) -> dict[str, str]:
    """The colours declared under ``selector``, by name."""
    body = re.search(re.escape(selector) + r" \{(.*?)\n\s*\}", TOKENS, re.DOTALL)
    assert body is not None, selector
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", body[1]))


THEMES = {"light": block('[data-theme="light"]'), "dark": block('[data-theme="dark"]')}


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_formula_knows_black_on_white() -> None:
    assert round(contrast("#000000", "#ffffff")) == 21


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground"), TEXT)
def test_text_is_readable(theme: str, ink: str, ground: str) -> None:
    found = contrast(THEMES[theme][ink], THEMES[theme][ground])
    assert found >= 4.5, f"{theme}: --{ink} on --{ground} is {found:.2f}:1"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("mark", "ground"), MARKS)
def test_marks_are_seen(theme: str, mark: str, ground: str) -> None:
    found = contrast(THEMES[theme][mark], THEMES[theme][ground])
    assert found >= 3, f"{theme}: --{mark} on --{ground} is {found:.2f}:1"


def test_the_dark_of_the_device_is_the_dark_of_the_switch() -> None:
    assert block(':root:not([data-theme="light"])') == THEMES["dark"]


def test_both_themes_name_the_same_colours() -> None:
    assert THEMES["light"].keys() == THEMES["dark"].keys()


def test_no_other_stylesheet_writes_a_colour_of_the_screen() -> None:
    # print and paper are black on white, whatever the theme
    for sheet in CSS.glob("*.css"):
        if sheet.name in {"tokens.css", "print.css", "paper.css", "gallery.css"}:
            continue
        assert not re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)", sheet.read_text("utf-8")), sheet.name
