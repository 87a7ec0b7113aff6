"""An operator alone in its process, to be killed. Usage: operator_process.py <data folder> <base port> <file of keys>."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

from sandbox.ca import Authority
from sandbox.cast import load
from sandbox.config import Settings
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.mssante.service import MssanteService
from sandbox.mssante.tokens import JwksVerifier
from sandbox.services import Board, Context


def main(data: Path, port: int, keys: Path, issuer: str) -> None:
    """Serve until killed; says `ready` once both doors are open."""
    context = Context(
        settings=Settings(port=port, data=data),
        journal=Journal(data / "journal.sqlite3"),
        faults=Faults(data / "faults.sqlite3"),
        authority=Authority(data / "pki"),
        cast=load(),
        board=Board(),
    )
    MssanteService(context, JwksVerifier(lambda: json.loads(keys.read_text()), issuer)).start()
    print("ready", flush=True)  # noqa: T201 - read by the test
    threading.Event().wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]), sys.argv[4])
