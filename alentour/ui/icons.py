"""The icons of the sprite (lucide, ISC). ``python -m alentour.ui.icons FOLDER name…`` adds some from lucide-static."""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path

SPRITE = Path(__file__).parent / "static" / "ui" / "icons.svg"
HEAD = '<svg xmlns="http://www.w3.org/2000/svg">\n<!-- lucide-static, ISC licence: see vendor/LICENCES.md -->\n'
SYMBOL = re.compile(r'<symbol id="(?P<name>[\w-]+)".*?</symbol>')


class UnknownIcon(LookupError):
    """The sprite has no such icon."""

    def __init__(self, name: str) -> None:
        super().__init__(f"The sprite has no icon named {name!r}; ui/README.md says how to add one.")


@cache
def known() -> frozenset[str]:
    """Names of the sprite."""
    return frozenset(match["name"] for match in SYMBOL.finditer(SPRITE.read_text("utf-8")))


def symbol(name: str, svg: str) -> str:
    """One line of the sprite out of one lucide file."""
    inside = re.search(r"<svg[^>]*>(?P<body>.*)</svg>", svg, re.DOTALL)
    if inside is None:
        raise ValueError(f"{name}: not an SVG file")
    body = re.sub(r"\s+", " ", inside["body"]).strip().replace(" />", "/>").replace("> <", "><")
    return f'<symbol id="{name}" viewBox="0 0 24 24">{body}</symbol>'


def add(folder: Path, names: list[str]) -> None:
    """Rewrite the sprite with these icons added, sorted by name."""
    present = {m["name"]: m[0] for m in SYMBOL.finditer(SPRITE.read_text("utf-8"))} if SPRITE.exists() else {}
    for name in names:
        present[name] = symbol(name, (folder / f"{name}.svg").read_text("utf-8"))
    lines = "\n".join(present[name] for name in sorted(present))
    SPRITE.write_text(f"{HEAD}{lines}\n</svg>\n", "utf-8")


if __name__ == "__main__":
    add(Path(sys.argv[1]), sys.argv[2:])
