"""Browser tests: one fresh instance per module; without Chromium they skip on a user's machine and fail in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from e2e.browser import chromium_path, open_browser
from e2e.instance import Instance


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not chromium_path():
        if os.environ.get("CI"):
            pytest.fail("chromium is missing: .ci/run installs it")
        pytest.skip("chromium is missing: sudo apt install chromium")
    with open_browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def instance() -> Iterator[Instance]:
    with Instance() as fresh:
        yield fresh
