"""The product killed at random points, fifty times: nothing lost, nothing doubled, no chain broken."""

from __future__ import annotations

import subprocess
import sys

from e2e.instance import ROOT


def test_fifty_kills_lose_and_double_nothing() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "e2e.killing", "50"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stdout + done.stderr[-2000:]
    assert "50 kills" in done.stdout
