"""What every `esante` command obeys: one JSON object on standard output, and an exit code.

0  read, and sound: `faults` is empty, or holds warnings only (severity "warning")
1  read, but faulty: `faults` lists each {code, sentence, location}
2  unreadable: `error` says why, in French

A package offers `cli.py` with `add_commands(subparsers) -> None`; each command is a function(args) -> int built on
`emit` and `unreadable`, and is attached with `parser.set_defaults(command=function)`.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeAlias

SOUND, FAULTY, UNREADABLE = 0, 1, 2

Subparsers: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Command: TypeAlias = Callable[[argparse.Namespace], int]


def emit(read: Mapping[str, Any], faults: Iterable[Any] = ()) -> int:
    """Print what was read with its faults; a fault is a mapping or a dataclass with code, sentence and location."""
    listed = [plain(fault) for fault in faults]
    _print({**read, "faults": listed})
    return FAULTY if any(fault.get("severity") != "warning" for fault in listed) else SOUND


def unreadable(error: str, **context: Any) -> int:
    """Print why nothing could be read."""
    _print({"error": error, **context})
    return UNREADABLE


def read_bytes(path: str, *, limit: int = 200 * 1024 * 1024) -> bytes:
    """The bytes of a file; raises `Unreadable` with a French sentence when there is none or it is too big."""
    try:
        if Path(path).stat().st_size > limit:
            raise Unreadable("Ce fichier est trop volumineux pour être lu.")
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise Unreadable("Ce fichier n'existe pas.") from None
    except OSError as error:
        raise Unreadable(f"Ce fichier ne peut pas être lu ({error.strerror}).") from None


class Unreadable(Exception):
    """A command's input cannot be read at all; the command line turns it into exit code 2."""


def plain(value: Any) -> Any:
    """`value` as JSON can hold it: dataclasses become objects, dates ISO texts, bytes their length."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, bytes):
        return {"bytes": len(value)}
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _print(content: Mapping[str, Any]) -> None:
    text = json.dumps(plain(content), ensure_ascii=False, indent=2)
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.buffer.flush()
