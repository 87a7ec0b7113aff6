"""The design system is tested on its own, without the apps that stand on it."""

from __future__ import annotations

from typing import Any

import pytest

from alentour.ui.tests.alone import alone


@pytest.fixture(autouse=True)
def on_its_own(settings: Any) -> None:
    alone(settings)
