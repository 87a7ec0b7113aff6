"""The product alone on its own port, with a team and its persons, to be cut, killed and started again."""

from __future__ import annotations

import atexit
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Any

from e2e.instance import ROOT, free_block


class _Seeded:
    """The team and its persons, made once: half a minute that each house then copies. Same keys, or nothing could be read."""

    def __init__(self) -> None:
        self.folder: Path | None = None
        self.keys = {name: secrets.token_hex(32) for name in ("ALENTOUR_EPHEMERAL_KEY", "ALENTOUR_MASTER_KEY")}
        self.said: Any = None

    def fill(self, house: RoundHouse) -> Any:
        if self.folder is None:
            self.said = house.ask("seed")
            self.folder = Path(tempfile.mkdtemp(prefix="alentour-semis-"))
            atexit.register(shutil.rmtree, self.folder, ignore_errors=True)
            shutil.copytree(house.folder, self.folder, dirs_exist_ok=True)
        else:
            shutil.copytree(self.folder, house.folder, dirs_exist_ok=True)
        return self.said


_seeded = _Seeded()


class RoundHouse:
    """``with RoundHouse() as house``: a server of its own; ``house.seated["ines"]`` is the session of Inès."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="alentour-tournee-"))
        self.port = free_block()
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ALENTOUR_", "DJANGO_"))}
        self.env = {
            **kept,
            "ALENTOUR_DATA": str(self.folder),
            "ALENTOUR_PORT": str(self.port),
            "ALENTOUR_INS_MODE": "test",
            **_seeded.keys,
        }
        self.log = (self.folder / "log.txt").open("ab")
        self.process: subprocess.Popen[bytes] | None = None
        self.seated: dict[str, str] = {}
        self.people: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> RoundHouse:
        said = _seeded.fill(self)
        self.seated, self.people = said["seated"], said["people"]
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        command = [
            sys.executable, "-m", "granian", "--interface", "wsgi", "alentour.config.wsgi:application", "--host", "127.0.0.1",
            "--port", str(self.port), "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "error",
        ]  # fmt: skip
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.env, stdout=self.log, stderr=subprocess.STDOUT, start_new_session=True
        )
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.answers():
                return
            time.sleep(0.1)
        raise RuntimeError((self.folder / "log.txt").read_text(errors="replace")[-3000:])

    def kill(self) -> None:
        """``kill -9`` of the server and its worker: their group is ours alone."""
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=20)

    def answers(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/connexion/", timeout=2) as response:
                return bool(response.status == 200)
        except OSError:
            return False

    def ask(self, what: str, *arguments: str) -> Any:
        """Ask the base itself (see ``e2e.round_seed``)."""
        done = subprocess.run(
            [sys.executable, "-m", "e2e.round_seed", what, *arguments],
            cwd=ROOT, env=self.env, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr[-3000:])
        return json.loads(done.stdout.splitlines()[-1])
