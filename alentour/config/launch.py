"""``./run``: the product, the sandbox and the demonstration, on this machine, in one gesture.

The sandbox is another program: it is started by its command line and tells where it is by a file of settings (``alentour.env``), the
very settings that point the product at the real services.
"""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent.parent
PYTHON = sys.executable
SANDBOX_PORTS = 8
# What Alentour writes in its data folder: nothing else is ever erased.
OURS = ("alentour.sqlite3*", "files", "keys", "static", "sandbox")


class Stop(Exception):
    """Something keeps us from starting; the sentence says what and what to do."""


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def port_of(name: str, default: int) -> int:
    raw = os.environ.get(name, "") or str(default)
    if not raw.isdigit() or not 1 <= int(raw) <= 65000:
        raise Stop(f"{name} : un numéro de port est attendu, de 1 à 65000.")
    return int(raw)


def check_free(port: int, setting: str) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise Stop(
                f"Le port {port} est déjà pris par un autre programme. Choisissez-en un autre : {setting}=… ./run"
            ) from None


def data_dir() -> Path:
    return Path(os.environ.get("ALENTOUR_DATA") or ROOT / "data").resolve()


class House:
    """The two programs, started and watched together."""

    def __init__(self) -> None:
        self.data = data_dir()
        self.port = port_of("ALENTOUR_PORT", 8000)
        self.sandbox_port = port_of("SANDBOX_PORT", 8100)
        self.sandbox_data = Path(os.environ.get("SANDBOX_DATA") or self.data / "sandbox").resolve()
        self.children: dict[str, subprocess.Popen[bytes]] = {}
        self.story: subprocess.Popen[bytes] | None = None
        self.stopping = False
        self.env = {
            **os.environ,
            "ALENTOUR_DATA": str(self.data),
            "SANDBOX_DATA": str(self.sandbox_data),
            "ALENTOUR_PORT": str(self.port),
            "SANDBOX_PORT": str(self.sandbox_port),
            "ALENTOUR_EPHEMERAL_KEY": os.environ.get("ALENTOUR_EPHEMERAL_KEY") or secrets.token_hex(32),
            "ALENTOUR_EMBEDDED_RUNNER": os.environ.get("ALENTOUR_EMBEDDED_RUNNER", "oui"),
            "ALENTOUR_DEMO": "oui",
            "PYTHONUNBUFFERED": "1",
        }

    def check_ports(self) -> None:
        check_free(self.port, "ALENTOUR_PORT")
        for offset in range(SANDBOX_PORTS):
            check_free(self.sandbox_port + offset, "SANDBOX_PORT")

    def start_sandbox(self) -> None:
        self.sandbox_data.mkdir(parents=True, exist_ok=True)
        ready = self.sandbox_data / "ready"
        ready.unlink(missing_ok=True)
        command = [PYTHON, "-m", "sandbox", "up", "--port", str(self.sandbox_port), "--data", str(self.sandbox_data)]
        self.children["sandbox"] = subprocess.Popen(command, cwd=ROOT, env=self.env, start_new_session=True)
        self._wait(ready.exists, "sandbox", "Le bac à sable ne démarre pas")
        self.env.update(read_env(self.sandbox_data / "alentour.env"))

    def prepare(self) -> None:
        """Create or migrate the database, then load the demonstration if it is not there yet."""
        command = [PYTHON, "-m", "alentour.config.manage", "prepare"]
        if subprocess.run(command, cwd=ROOT, env=self.env, check=False).returncode:
            raise Stop("La préparation des données a échoué : le message ci-dessus dit pourquoi.")

    def start_product(self) -> None:
        command = [
            PYTHON, "-m", "granian", "--interface", "wsgi", "alentour.config.wsgi:application", "--host", "127.0.0.1",
            "--port", str(self.port), "--workers", "1", "--blocking-threads", "4", "--no-ws", "--log-level", "error",
        ]  # fmt: skip
        self.children["product"] = subprocess.Popen(command, cwd=ROOT, env=self.env, start_new_session=True)
        self._wait(lambda: answers(f"http://127.0.0.1:{self.port}/connexion/"), "product", "Alentour ne démarre pas")

    def start_history(self) -> None:
        """Three months of the lives of forty people, written while the first page is already there (``ALENTOUR_DEMO_HISTORY=non``: none)."""
        command = [PYTHON, "-m", "alentour.config.manage", "load_demo_history"]
        self.story = subprocess.Popen(command, cwd=ROOT, env=self.env, start_new_session=True)

    def _wait(self, done: Callable[[], bool], name: str, trouble: str) -> None:
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            if done():
                return
            if self.children[name].poll() is not None:
                raise Stop(f"{trouble} : le message ci-dessus dit pourquoi.")
            time.sleep(0.05)
        raise Stop(f"{trouble} en 90 secondes.")

    def watch(self) -> None:
        """Until someone stops us; a program that dies is started again (nothing is lost: everything is in its files)."""
        while not self.stopping:
            time.sleep(0.5)
            for name, child in list(self.children.items()):
                if child.poll() is not None and not self.stopping:
                    say(f"{'Le bac à sable' if name == 'sandbox' else 'Alentour'} s'est arrêté ; redémarrage…")
                    self.start_sandbox() if name == "sandbox" else self.start_product()

    def stop(self) -> None:
        self.stopping = True
        for child in reversed(self.children.values()):
            if child.poll() is None:
                child.terminate()
        if self.story is not None and self.story.poll() is None:
            self.story.terminate()
        for child in self.children.values():
            try:
                child.wait(timeout=10)
            except subprocess.TimeoutExpired:
                child.kill()


def read_env(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:  # noqa: S310
            return bool(response.status < 500)
    except OSError:
        return False


def up() -> int:
    house = House()

    def leave(number: int, frame: FrameType | None) -> None:
        house.stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, leave)
    try:
        house.check_ports()
        say("Démarrage du bac à sable des services nationaux…")
        house.start_sandbox()
        house.prepare()
        house.start_product()
        say(
            f"\nAlentour est prêt.\n\n"
            f"  Commencer ici          http://127.0.0.1:{house.port}/\n"
            f"  Bac à sable et console http://127.0.0.1:{house.sandbox_port}/\n\n"
            f"Tout reste sur cette machine, dans {house.data.name}/. Ctrl+C pour arrêter."
        )
        house.start_history()
        house.watch()
    except Stop as reason:
        if not house.stopping:
            say(str(reason))
            return 1
    finally:
        house.stop()
    return 0


def reset(arguments: list[str]) -> int:
    data = data_dir()
    if not data.exists():
        say("Il n'y a rien à effacer.")
        return 0
    if "--oui" not in arguments:
        sys.stdout.write(
            f"Effacer toutes les données de « {data.name} » (dossiers, messages, services du bac à sable) ? [oui/non] "
        )
        sys.stdout.flush()
        if sys.stdin.readline().strip().lower() != "oui":
            say("Rien n'a été effacé.")
            return 1
    for name in OURS:
        for path in data.glob(name):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    say("Données effacées.")
    return 0


def main(argv: list[str]) -> int:
    if argv[:1] == ["reset"]:
        return reset(argv[1:])
    try:
        return up()
    except Stop as reason:
        say(str(reason))
        return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
