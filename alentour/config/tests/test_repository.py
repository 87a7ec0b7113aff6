"""Tests of the house itself: what a person would otherwise have to watch for in every review."""

from __future__ import annotations

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
APPS = sorted(p.parent for p in (ROOT / "alentour").glob("*/apps.py"))
PACKAGES = sorted(p.parent for p in (ROOT / "esante/src/esante").glob("*/__init__.py"))


def tracked(*patterns: str) -> list[Path]:
    """Files of the repository (git, or every file when this is not a checkout)."""
    listing = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=False)
    names = [name for name in listing.stdout.decode().split("\0") if name]
    return [ROOT / name for name in names if (ROOT / name).is_file()]


@pytest.mark.parametrize("app", APPS, ids=lambda path: path.name)
def test_each_app_says_what_it_is_in_forty_lines(app: Path) -> None:
    readme = app / "README.md"
    assert readme.exists(), f"{app.name} has no README.md"
    assert len(readme.read_text(encoding="utf-8").splitlines()) <= 40


@pytest.mark.parametrize("package", PACKAGES, ids=lambda path: path.name)
def test_each_protocol_package_says_what_it_covers(package: Path) -> None:
    assert (package / "README.md").exists()


def views() -> list[Path]:
    return [p for p in tracked("alentour/*/views/*.py", "alentour/*/views.py") if p.name != "__init__.py"]


@pytest.mark.parametrize("view", views(), ids=lambda path: f"{path.parts[-3]}/{path.name}")
def test_no_view_reaches_a_tenant_row_but_by_its_door(view: Path) -> None:
    """Rule 7: ``Model.objects.filter`` in a view forgets the structure; ``for_post`` and the selectors do not."""
    allowed = {"for_post", "for_structure"}
    shared = {"Professional", "Post", "Structure", "TraceEvent", "Listing"}
    for node in ast.walk(ast.parse(view.read_text(encoding="utf-8"))):
        if not (
            isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute) and node.value.attr == "objects"
        ):
            continue
        owner = node.value.value
        if isinstance(owner, ast.Name) and owner.id not in shared:
            assert node.attr in allowed, f"{view.name}:{node.lineno} {owner.id}.objects.{node.attr}"


@pytest.mark.parametrize("template", tracked("alentour/**/*.html"), ids=lambda path: path.name)
def test_no_template_needs_what_the_security_policy_forbids(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\b(src|type=\"application/json\"|type=\"module\" src))[^>]*>\s*\S", text), (
        "inline script"
    )
    assert not re.search(r"\son(click|change|load|submit|input)=", text), "inline handler"
    assert "|safe" not in text, "unescaped content"


def test_no_path_of_a_machine_and_no_promise_left() -> None:
    promise = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "raise NotImplemented" + "Error"]))
    for path in tracked("*.py", "*.md", "*.html", "*.toml", "run", "*.sh"):
        text = path.read_text(encoding="utf-8")
        assert str(ROOT.parent) + "/" not in text, f"{path} names a folder of this machine"
        assert not promise.search(text), f"{path} promises something"


def test_there_is_one_lock_and_it_names_no_registry() -> None:
    assert not (ROOT / "uv.lock").exists()
    assert not (ROOT / ".python-version").exists()
    for lock in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / lock).read_text(encoding="utf-8")
        assert "--hash=" in text
        assert not re.search(r"https?://", text)


def test_no_file_is_a_maze() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for path in tracked("alentour/**/*.py", "esante/src/**/*.py", "sandbox/src/**/*.py")
        if "/tests/" not in str(path)
        and "/migrations/" not in str(path)
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}


def test_every_setting_of_a_connector_is_documented() -> None:
    source = (ROOT / "alentour/config/connectors.py").read_text(encoding="utf-8")
    names = set(re.findall(r'"(ALENTOUR_[A-Z_]+)"', source))
    documented = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "docs/services").glob("*.md"))
    missing = {name for name in names if name not in documented}
    assert missing == set()
