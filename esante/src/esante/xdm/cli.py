"""`esante xdm read FILE`: what an IHE_XDM.zip holds, and whether it may be trusted."""

from __future__ import annotations

import argparse

from esante._cli import Subparsers, emit, read_bytes, unreadable
from esante.xdm.describe import describe
from esante.xdm.errors import UnreadableArchive
from esante.xdm.read import read_archive


def add_commands(subparsers: Subparsers) -> None:
    group = subparsers.add_parser("xdm", help="archive IHE_XDM.zip").add_subparsers(required=True, metavar="verb")
    read = group.add_parser("read", help="read an archive: its documents, their metadata, every fault")
    read.add_argument("file")
    read.set_defaults(command=read_command)


def read_command(args: argparse.Namespace) -> int:
    """Exit 0 sound, 1 read but faulty (each fault told), 2 unreadable or hostile (the reason told)."""
    try:
        archive = read_archive(read_bytes(args.file))
    except UnreadableArchive as error:
        return unreadable(error.why, reason=error.reason)
    return emit(describe(archive), archive.faults)
