"""A fresh Alentour in a folder of its own: product, sandbox and demonstration, exactly as ``./run`` starts them."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BLOCK = 10


def free_block() -> int:
    """The first of ten free ports in a row: one for the product, the others for the sandbox."""
    start = 20000 + (os.getpid() * 37) % 20000
    for base in range(start, start + 20000, BLOCK):
        if all(_is_free(port) for port in range(base, base + BLOCK)):
            return base
    raise RuntimeError("no ten free ports in a row on this machine")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


class Instance:
    """Start it with ``with Instance() as alentour``; its data folder is erased at the end unless ``keep``."""

    def __init__(self, *, keep: bool = False) -> None:
        self.keep = keep
        self.folder = Path(tempfile.mkdtemp(prefix="alentour-"))
        base = free_block()
        self.port, self.sandbox_port = base, base + 1
        self.env = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith(("ALENTOUR_", "SANDBOX_", "DJANGO_"))
            },
            "ALENTOUR_EMBEDDED_RUNNER": os.environ.get("ALENTOUR_EMBEDDED_RUNNER", "oui"),
            "ALENTOUR_EPHEMERAL_KEY": secrets.token_hex(32),
            "ALENTOUR_DATA": str(self.folder),
            "ALENTOUR_DEMO_HISTORY": "non",
            "ALENTOUR_PORT": str(self.port),
            "SANDBOX_PORT": str(self.sandbox_port),
        }
        self.log = (self.folder / "log.txt").open("wb")
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def sandbox_url(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"

    def __enter__(self) -> Instance:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        self.log.close()
        if not self.keep:
            shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        command = [sys.executable, "-m", "alentour.config.launch", "up"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.env, stdout=self.log, stderr=subprocess.STDOUT)
        said = (self.folder / "log.txt").stat().st_size
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            if b"Alentour est pr" in (self.folder / "log.txt").read_bytes()[said:]:
                return
            time.sleep(0.1)
        raise RuntimeError(f"Alentour did not start:\n{self.tail()}")

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=30)

    def kill_product(self) -> None:
        """``kill -9`` of the product; the launcher starts it again."""
        pids = subprocess.run(
            ["pgrep", "-f", f"granian.*--port {self.port}( |$)"], capture_output=True, text=True, check=False
        ).stdout.split()
        for pid in pids:
            os.kill(int(pid), signal.SIGKILL)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/connexion/", timeout=2) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def tail(self, size: int = 3000) -> str:
        self.log.flush()
        return (self.folder / "log.txt").read_text(encoding="utf-8", errors="replace")[-size:]

    # --- the sandbox, driven as its console does ----------------------------------------------------------------

    def exchanges(self) -> list[dict[str, Any]]:
        """What every national service received and answered."""
        return list(self._json("GET", "/api/exchanges?limit=1000")["exchanges"])

    def set_fault(self, **fault: Any) -> None:
        """Make a service refuse, hang or be down (see the sandbox's README)."""
        self._json("POST", "/api/faults", fault)

    def clear_faults(self) -> None:
        self._json("DELETE", "/api/faults")

    def _json(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.sandbox_url + path, data=data, method=method)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=10) as response:
            content = response.read()
        return json.loads(content) if content else None

    def manage(self, *arguments: str) -> str:
        """A command of Django on this instance; its output."""
        env = {**self.env, **self.connectors()}
        done = subprocess.run(
            [sys.executable, "-m", "alentour.config.manage", *arguments],
            cwd=ROOT, env=env, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    def connectors(self) -> dict[str, str]:
        path = self.folder / "sandbox" / "alentour.env"
        return dict(line.split("=", 1) for line in path.read_text().splitlines() if "=" in line)
