"""Fixtures of every test of the sandbox: one set of certificates for the run, free ports for each sandbox."""

from __future__ import annotations

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sandbox.ca import Authority
from sandbox.cast import load
from sandbox.config import DOORS, HOST, Settings
from sandbox.runtime import Sandbox
from sandbox.services import utc_now

MakeSandbox = Callable[..., Sandbox]


def free_base() -> int:
    """A base port followed by as many free ports as there are doors."""
    for _ in range(200):
        with socket.socket() as probe:
            probe.bind((HOST, 0))
            base: int = probe.getsockname()[1]
        if base + len(DOORS) < 65535 and all(_is_free(base + offset) for offset in range(len(DOORS))):
            return base
    raise AssertionError("no eight free ports in a row")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


@pytest.fixture(scope="session")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of certificates issued once: each sandbox of the run gets a copy."""
    folder = tmp_path_factory.mktemp("certificates") / "pki"
    Authority(folder).ensure(load().structures.values(), DOORS)
    return folder


@pytest.fixture
def settings(certificates: Path, tmp_path: Path) -> Settings:
    """Settings of a sandbox not started yet: free ports, a folder of its own, certificates already issued."""
    shutil.copytree(certificates, tmp_path / "pki")
    return Settings(port=free_base(), data=tmp_path)


@pytest.fixture(scope="module")
def make_sandbox(certificates: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MakeSandbox]:
    """Starts sandboxes with only the services named; all are stopped at the end of the module."""
    started: list[Sandbox] = []

    def make(*services: str, clock: Callable[[], datetime] = utc_now, **changes: object) -> Sandbox:
        data = tmp_path_factory.mktemp("sandbox")
        shutil.copytree(certificates, data / "pki")
        sandbox = Sandbox(Settings(port=free_base(), data=data, **changes), only=services, clock=clock)
        started.append(sandbox)
        sandbox.start()
        return sandbox

    yield make
    for sandbox in started:
        sandbox.stop()


@pytest.fixture(scope="session")
def kits() -> Path:
    """The official samples, outside the repository; a missing folder fails on CI and skips elsewhere."""
    root = Path(os.environ.get("ALENTOUR_KITS") or Path(__file__).parents[3] / "shared")
    if not root.is_dir():
        reason = f"les échantillons officiels ne sont pas dans {root} (ALENTOUR_KITS)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return root
