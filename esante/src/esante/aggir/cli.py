"""`esante aggir LETTERS…`: the GIR of profiles, one JSON object a line; `-` reads one profile a line on standard input."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence

from esante._cli import FAULTY, SOUND, Subparsers, Unreadable
from esante.aggir.errors import BadProfile
from esante.aggir.gir import gir, opens_apa, read_profile
from esante.aggir.grid import VARIABLES


def add_commands(subparsers: Subparsers) -> None:
    command = subparsers.add_parser("aggir", help="GIR of AGGIR profiles", prefix_chars="+")
    # A profile may begin with the dash of a missing letter: here no option begins with one.
    command.add_argument(
        "letters",
        nargs="+",
        help="eight letters A, B or C: coherence, orientation, toilette, habillage, alimentation, elimination, "
        "transferts, déplacements intérieurs; '-' for one profile a line on standard input",
    )
    command.set_defaults(command=aggir_command)


def aggir_command(args: argparse.Namespace) -> int:
    """Exit 0 when every profile has its GIR, 1 when one has not (`gir` is null, and why), 2 when there is none to read.

    Each line is written as its profile is read: a list of any length never stands in memory.
    """
    result: int | None = None
    for profile in _profiles(args.letters):
        told = _told(profile)
        sys.stdout.buffer.write(json.dumps(told, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")
        result = FAULTY if told["gir"] is None else result or SOUND
    sys.stdout.buffer.flush()
    if result is None:
        raise Unreadable("Aucun profil à lire.")
    return result


def _profiles(arguments: Sequence[str]) -> Iterator[str]:
    for argument in arguments:
        if argument == "-":
            lines = (line.decode("utf-8", "replace").rstrip("\r\n") for line in sys.stdin.buffer)
            yield from (line for line in lines if line.strip())
        else:
            yield argument


def _told(profile: str) -> dict[str, object]:
    try:
        letters = read_profile(profile)
    except BadProfile as error:
        return {"profile": profile, "gir": None, "error": error.sentence}
    result = gir(letters)
    if result is None:
        missing = [variable.key for variable, letter in zip(VARIABLES, letters, strict=True) if not letter]
        return {"profile": profile, "gir": None, "missing": missing}
    return {
        "profile": profile,
        "gir": result.gir,
        "rank": result.rank,
        "group": result.group,
        "sum": result.total,
        "opens_apa": opens_apa(result.gir),
    }
