"""Templates of the whole house keep to the content policy and to the icons of the sprite."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from alentour.ui import icons

HOUSE = Path(__file__).parent.parent.parent
TEMPLATES = sorted(HOUSE.glob("*/templates/**/*.html"))
FORBIDDEN = {
    "inline style": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b"),
    "computed value": re.compile(r"hx-(?:vals|headers)\s*=\s*['\"]\s*(?:js|javascript):", re.IGNORECASE),
    "trigger filter": re.compile(r"hx-trigger\s*=\s*\"[^\"]*\[(?!type=)"),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)", re.IGNORECASE),
    "elsewhere": re.compile(r"(?:src|href)\s*=\s*\"(?:https?:)?//", re.IGNORECASE),
}
TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
NAMED_ICON = re.compile(r"""\{% icon "([\w-]+)"|icon="([\w-]+)\"""")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_template_keeps_to_the_content_policy(template: Path) -> None:
    text = TAG.sub("", template.read_text("utf-8"))
    assert [name for name, pattern in FORBIDDEN.items() if pattern.search(text)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(HOUSE)))
def test_a_template_names_icons_of_the_sprite(template: Path) -> None:
    named = {one or other for one, other in NAMED_ICON.findall(template.read_text("utf-8"))}
    assert named - icons.known() == set()


def test_the_policy_sees_what_it_forbids() -> None:
    guilty = {
        "inline style": '<p style="color:red">',
        "event handler": '<a onclick="go()">',
        "inline script": "<script>go()</script>",
        "trigger filter": '<i hx-trigger="click[ctrlKey]">',
    }
    assert all(FORBIDDEN[name].search(text) for name, text in guilty.items())


def test_an_unknown_icon_says_its_name() -> None:
    from alentour.ui.tags.controls import icon

    with pytest.raises(icons.UnknownIcon, match="licorne"):
        icon("licorne")


def test_an_icon_with_a_label_is_read_aloud_and_another_is_silent() -> None:
    from alentour.ui.tags.controls import icon

    assert 'role="img" aria-label="Constantes"' in icon("heart-pulse", label="Constantes")
    assert 'aria-hidden="true"' in icon("heart-pulse")


def test_a_lucide_file_becomes_one_line_of_the_sprite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "star.svg").write_text('<svg viewBox="0 0 24 24">\n  <path d="M1 1" />\n</svg>\n', "utf-8")
    monkeypatch.setattr(icons, "SPRITE", tmp_path / "icons.svg")

    icons.add(tmp_path, ["star"])

    assert '<symbol id="star" viewBox="0 0 24 24"><path d="M1 1"/></symbol>' in icons.SPRITE.read_text("utf-8")
