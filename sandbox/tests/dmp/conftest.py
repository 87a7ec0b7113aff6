"""A DMP of its own for each module; documents and authorisations are forgotten before each test."""

from __future__ import annotations

import pytest
from sandbox.runtime import Sandbox

from .wire import Dmp


@pytest.fixture(scope="module")
def running(make_sandbox) -> Sandbox:
    return make_sandbox("dmp", "console")


@pytest.fixture
def dmp(running: Sandbox) -> Dmp:
    running.context.faults.clear()
    running.board.get("dmp").reset()
    return Dmp(running)
