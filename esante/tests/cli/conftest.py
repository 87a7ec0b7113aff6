"""Run `esante` as a person would, and read its JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from esante.__main__ import main

Run = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def esante(capfdbinary: pytest.CaptureFixture[bytes]) -> Run:
    """`esante("ins", "check", …)` gives its exit code and the one JSON object it printed."""

    def run(*argv: str) -> tuple[int, dict[str, Any]]:
        code = main(argv)
        out, _ = capfdbinary.readouterr()
        content: dict[str, Any] = json.loads(out.decode("utf-8"))
        return code, content

    return run
