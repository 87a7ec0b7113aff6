"""A sandbox starts whole, says so, and stops cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from sandbox.config import HOST, PortTaken, Settings
from sandbox.runtime import Sandbox


def test_a_taken_port_is_said_in_a_sentence_before_anything_starts(settings: Settings, tmp_path: Path) -> None:
    with socket.socket() as intruder:
        intruder.bind((HOST, settings.port_of("dmp")))
        intruder.listen()
        with pytest.raises(PortTaken, match=rf"Le port {settings.port_of('dmp')}, prévu pour le DMP, est déjà utilisé"):
            Sandbox(settings, only=["console"]).start()
    assert not (tmp_path / "ready").exists()


def test_ready_is_there_while_it_runs_and_the_env_file_names_every_setting(settings: Settings, tmp_path: Path) -> None:
    with Sandbox(settings, only=["console"]):
        assert (tmp_path / "ready").read_text().strip() == str(os.getpid())
        lines = dict(line.split("=", 1) for line in (tmp_path / "alentour.env").read_text().splitlines())
    assert lines["ALENTOUR_INSI_URL"] == f"https://127.0.0.1:{settings.port + 2}/lps"
    assert lines["ALENTOUR_INS_MODE"] == "test"
    secret = Path(lines["ALENTOUR_PSC_CLIENT_SECRET_FILE"])
    assert secret.stat().st_mode & 0o077 == 0
    assert (Path(lines["ALENTOUR_CERTS"]) / "1350009999" / "sign.key").stat().st_mode & 0o077 == 0
    assert not (tmp_path / "ready").exists()


def test_sigterm_stops_it_with_exit_code_zero(settings: Settings, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "sandbox", "up", "--port", str(settings.port), "--data", str(tmp_path)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        _until((tmp_path / "ready").exists)
        assert httpx.get(settings.url("front", "/api/status")).is_success
        process.send_signal(signal.SIGTERM)
        output, errors = process.communicate(timeout=15)
    finally:
        process.kill()
    assert (process.returncode, errors) == (0, b"")
    assert "Arrêt du bac à sable." in output.decode()
    assert not (tmp_path / "ready").exists()


def _until(condition: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "trop long"
        time.sleep(0.05)
