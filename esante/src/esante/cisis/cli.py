"""`esante ins check MATRICULE [--oid OID]`: what a matricule says, and whether it holds together."""

from __future__ import annotations

import argparse
import re

from esante._cli import Subparsers, emit, unreadable

from . import oids
from .errors import InvalidIns
from .ins import Ins

_KINDS = {
    oids.INS_NIR: "INS-NIR",
    oids.INS_NIA: "INS-NIA",
    oids.INS_NIR_TEST: "INS-NIR de test",
    oids.INS_NIR_DEMO: "INS-NIR de démonstration",
}


def add_commands(subparsers: Subparsers) -> None:
    group = subparsers.add_parser("ins", help="matricule INS").add_subparsers(required=True, metavar="verb")
    check = group.add_parser("check", help="verify the shape, the key and the authority of a matricule")
    check.add_argument("matricule")
    check.add_argument("--oid", default=oids.INS_NIR, help="authority of the matricule (default: INS-NIR)")
    check.set_defaults(command=check_command)


def check_command(args: argparse.Namespace) -> int:
    """Exit 0 when the matricule is right, 1 when only its key is wrong (the right one is told), 2 when unreadable."""
    try:
        ins = Ins(matricule=re.sub(r"\s", "", args.matricule).upper(), oid=args.oid)
    except InvalidIns as error:
        return unreadable(error.sentence, reason=error.reason)
    faults = []
    if not ins.key_is_right:
        sentence = f"La clé {ins.key} ne correspond pas au matricule : la clé attendue est {ins.right_key}."
        faults.append({"code": "ins.key", "sentence": sentence, "location": "matricule[13:15]"})
    return emit(_description(ins), faults)


def _description(ins: Ins) -> dict[str, object]:
    return {
        "matricule": ins.matricule,
        "oid": ins.oid,
        "kind": _KINDS[ins.oid],
        "cx": ins.cx,
        "sex": ins.sex,
        "birth_year_digits": ins.matricule[1:3],
        "birth_month_digits": ins.matricule[3:5],
        "department": ins.department,
        "is_corsica": ins.department in ("2A", "2B"),
        "is_nia": ins.is_nia,
        "is_test": ins.is_test,
        "key": ins.key,
        "key_is_right": ins.key_is_right,
        "right_key": ins.right_key,
    }
