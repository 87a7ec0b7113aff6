"""The `esante` command line: read and judge, on a file, what French health protocols exchange.

Each package of `esante` that has something to read offers `cli.py`; the ones absent from an installation are left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

from esante._cli import Unreadable, unreadable
from esante.cisis import EsanteError

_PACKAGES = ("cisis", "cda", "vihf", "xdm", "mssante", "aggir", "tddui")


def build_parser() -> argparse.ArgumentParser:
    """One parser, filled by every package present."""
    parser = argparse.ArgumentParser(prog="esante", description="Lit et contrôle les échanges de santé français.")
    commands = parser.add_subparsers(required=True, metavar="subject")
    for package in _PACKAGES:
        if find_spec(f"esante.{package}") and find_spec(f"esante.{package}.cli"):
            import_module(f"esante.{package}.cli").add_commands(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 sound, 1 faulty, 2 unreadable (or misused)."""
    args = build_parser().parse_args(argv)
    try:
        code: int = args.command(args)
    except (Unreadable, EsanteError) as error:
        return unreadable(str(error))
    return code


if __name__ == "__main__":
    sys.exit(main())
