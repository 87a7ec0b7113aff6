"""Command line of the sandbox: `python -m sandbox up|status|faults|reset`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from sandbox import commands
from sandbox.config import Settings
from sandbox.faults import KINDS


def main(arguments: list[str] | None = None) -> int:
    """Run one command; the exit code is 0 when it did what was asked."""
    options = _parser().parse_args(arguments)
    settings = Settings.from_environment()
    if options.port is not None:
        settings = replace(settings, port=options.port)
    if options.data is not None:
        settings = replace(settings, data=options.data)
    try:
        return int(options.run(settings, options) or 0)
    except commands.Sorry as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sandbox", description="Les services nationaux, sur cette machine.")
    parser.add_argument("--port", type=int, help="premier des huit ports (SANDBOX_PORT, 8100)")
    parser.add_argument("--data", type=Path, help="dossier des données (SANDBOX_DATA, data/sandbox)")
    verbs = parser.add_subparsers(required=True, metavar="commande")
    _verb(verbs, "up", commands.up, "démarre tous les services, jusqu'à Ctrl-C")
    _verb(verbs, "status", commands.status, "dit quels services répondent")
    reset = _verb(verbs, "reset", commands.reset, "remet les services dans leur état d'origine")
    reset.add_argument("service", nargs="?", default="", help="un seul service (tous sinon)")
    reset.add_argument("--all", action="store_true", help="efface aussi certificats et secrets (bac à sable arrêté)")
    faults = _verb(verbs, "faults", commands.faults, "liste, ajoute ou efface des défauts programmés")
    faults.add_argument("action", nargs="?", choices=["list", "add", "clear"], default="list")
    faults.add_argument("--service", default="*")
    faults.add_argument("--operation", default="*")
    faults.add_argument("--subject", default="*", help="INS, identifiant national ou adresse")
    faults.add_argument("--kind", choices=list(KINDS), default="refuse")
    faults.add_argument("--code", default="")
    faults.add_argument("--label", default="")
    faults.add_argument("--seconds", type=float, default=0.0)
    faults.add_argument("--times", type=int, default=None, help="nombre de fois (sans limite sinon)")
    faults.add_argument("--id", type=int, default=None, help="numéro du défaut à effacer (tous sinon)")
    return parser


def _verb(verbs: argparse._SubParsersAction, name: str, run: object, text: str) -> argparse.ArgumentParser:  # type: ignore[type-arg]
    parser: argparse.ArgumentParser = verbs.add_parser(name, help=text, description=text)
    for option, kind in (("--port", int), ("--data", Path)):
        parser.add_argument(option, type=kind, default=argparse.SUPPRESS)
    parser.set_defaults(run=run)
    return parser


if __name__ == "__main__":
    sys.exit(main())
