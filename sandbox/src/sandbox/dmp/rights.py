"""Rights: which transaction a mode and a trade open, and which type of document a trade may read.

Two small versioned tables (`data/droits.csv`, `data/matrice.csv`); the code only finds the right cell.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from sandbox.dmp import rules
from sandbox.dmp.refusal import denied
from sandbox.dmp.registry.rim import RimObject
from sandbox.dmp.token import AIR, BREAK_GLASS, INDIRECT, NORMAL, REGULATION, Actor
from sandbox.rules import Rule

PROFESSIONS = "1.2.250.1.71.1.2.7"
TITLES = "1.2.250.1.213.1.6.1.109"
SOCIAL = "1.2.250.1.213.1.6.1.4"
ROLES = "1.2.250.1.213.1.6.1.107"
PRODUCERS = "1.2.250.1.213.1.1.4.6"
_CARE_ROLES = {"313", "353"}
_COORDINATION_ROLES = {"310", "330"}
OWN, STRUCTURE, YES = "auteur", "structure", "oui"


def group_of(actor: Actor) -> str:
    """Group of trades of the reading matrix: medecin, soin, coordination, social, or nonps for a producer."""
    first = actor.roles[0]
    codes = {role.code for role in actor.roles if role.system == ROLES}
    if first.system == PRODUCERS:
        return "nonps"
    if first.system == PROFESSIONS and first.code == "10":
        return "medecin"
    if first.system == SOCIAL or codes & _COORDINATION_ROLES:
        return "coordination"
    if codes:
        return "soin" if codes & _CARE_ROLES else "social"
    return "soin" if first.system in (PROFESSIONS, TITLES) else "social"


def is_care(actor: Actor) -> bool:
    """Whether the actor is presumed authorised, as a member of the care team of an informed, non-opposed person."""
    return group_of(actor) in ("medecin", "soin")


def column(actor: Actor, treating: bool) -> str:
    """Column of the rights table for an actor; `treating` says he is the person's declared physician."""
    if actor.mode == INDIRECT:
        return "es"
    group = group_of(actor)
    if group == "nonps":
        return "nonps" if actor.purpose == NORMAL else ""
    suffix = {NORMAL: "", REGULATION: "15", BREAK_GLASS: "bris"}[actor.purpose]
    if group != "medecin":
        return f"ps{suffix}"
    return f"mt{suffix}" if treating and suffix != "15" else f"med{suffix}"


def cell(transaction: str, actor: Actor, treating: bool = False) -> str:
    """`oui`, `auteur`, `structure`, or empty when the transaction is refused."""
    return _rights()[transaction].get(column(actor, treating)) or ""


def require(transaction: str, actor: Actor, treating: bool = False) -> str:
    """The cell, or a refusal that says which of the rules closes the door."""
    found = cell(transaction, actor, treating)
    if found:
        return found
    raise denied(f"{transaction} n'est pas ouvert à {actor.label}.", _closing_rule(transaction, actor))


def _closing_rule(transaction: str, actor: Actor) -> Rule:
    if actor.mode == INDIRECT and transaction.startswith(("TD3.1", "TD3.2")):
        return rules.INDIRECT_READS
    if actor.mode == AIR and transaction == "TD2.1":
        return rules.AIR_FEEDS
    return rules.RIGHT


def owns(actor: Actor, right: str, entry: RimObject) -> bool:
    """Whether a cell opens this document: anyone's, one's own, one's structure's."""
    if right == YES:
        return True
    if right == STRUCTURE:
        institutions = entry.author_values(entry.author_scheme, "authorInstitution")
        return actor.structure in {text.rpartition("^")[2] for text in institutions}
    if right == OWN:
        return actor.name_id in {text.partition("^")[0] for text in authors(entry)}
    return False


def authors(entry: RimObject) -> list[str]:
    """authorPerson of every author, in XCN form."""
    return entry.author_values(entry.author_scheme, "authorPerson")


def may_read_type(actor: Actor, class_code: str, type_code: str) -> bool:
    """Whether the reading matrix opens a type of document to the actor's trade."""
    verdict = False
    for row in _rows("matrice"):
        wanted = {"tout": "", "classe": class_code, "type": type_code}[row["quoi"]]
        if row["groupe"] == group_of(actor) and row["valeur"] == wanted:
            verdict = row["lecture"] == YES
    return verdict


@cache
def _rights() -> dict[str, dict[str, str]]:
    return {row["transaction"]: row for row in _rows("droits")}


@cache
def _rows(name: str) -> tuple[dict[str, str], ...]:
    text = files("sandbox.dmp").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    return tuple(csv.DictReader(lines, delimiter=";"))
