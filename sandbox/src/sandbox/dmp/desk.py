"""What every transaction of the DMP shares, and what each one hands back."""

from __future__ import annotations

from dataclasses import dataclass, field

from esante.soap import Part
from esante.xds.names import Status
from lxml import etree

from sandbox.dmp import rights, rules
from sandbox.dmp.people import ACTIVE, VALID, People
from sandbox.dmp.policy import class_and_type, visibility
from sandbox.dmp.refusal import Refused, denied
from sandbox.dmp.registry.problems import Problem, Rejected
from sandbox.dmp.registry.rim import RimObject
from sandbox.dmp.registry.store import RegistryStore
from sandbox.dmp.token import BREAK_GLASS, NORMAL, Actor
from sandbox.faults import Fault
from sandbox.rules import Rule
from sandbox.services import Context

NAME = "dmp"


@dataclass(frozen=True, slots=True)
class Desk:
    """The state of the DMP."""

    context: Context
    store: RegistryStore
    people: People

    def treating(self, actor: Actor) -> bool:
        """Whether the actor is the declared médecin traitant of the person of his token."""
        return self.people.is_treating(actor)

    def require(self, transaction: str, actor: Actor) -> str:
        """The cell of the rights table, or a refusal."""
        return rights.require(transaction, actor, self.treating(actor))

    def require_record(self, actor: Actor) -> None:
        """The person's DMP exists and is active; `Rejected` with XDSUnknownPatientId otherwise."""
        dmp = self.people.dmp(actor.patient)
        if dmp is None:
            raise Rejected(Problem("XDSUnknownPatientId", "Aucun DMP pour cette personne.", rules.EXISTS))
        if dmp.state != ACTIVE:
            raise Rejected(Problem("XDSUnknownPatientId", "DMPClosed : le DMP est fermé.", rules.ACTIVE))

    def require_authorisation(self, actor: Actor) -> None:
        """Reading asks for an authorisation, except in an emergency the person has not opposed."""
        if actor.purpose == NORMAL:
            state = self.people.authorisation(actor)
            if state != VALID:
                raise denied(f"Autorisation {state} pour {actor.label}.", rules.AUTHORISED)
        dmp = self.people.dmp(actor.patient)
        if actor.purpose == BREAK_GLASS and dmp and dmp.glass_opposed:
            raise denied("La personne s'est opposée au bris de glace.", rules.OPPOSED)

    def sees(self, actor: Actor, entry: RimObject) -> bool:
        """Whether a reader is shown an entry: mask, deletion and reading matrix."""
        return self.closing_rule(actor, entry) is None

    def closing_rule(self, actor: Actor, entry: RimObject) -> Rule | None:
        """The rule that hides an entry from a reader, or None."""
        for transaction in _readings(entry):
            cell = rights.cell(transaction, actor, self.treating(actor))
            if not rights.owns(actor, cell, entry):
                return rules.OWN if cell else rules.RIGHT
        own = rights.owns(actor, rights.OWN, entry)
        if not own and not rights.may_read_type(actor, *class_and_type(entry)):
            return rules.MATRIX
        return None


def _readings(entry: RimObject) -> list[str]:
    """The rights that reading an entry needs, all together."""
    marks = visibility(entry)
    status = {
        Status.ARCHIVED: "TD3.2-ARCHIVE",
        Status.DEPRECATED: "TD3.2-OBSOLETE",
        Status.DELETED: "TD3.2-SUPPRIME",
    }
    needed = [status[Status(entry.status)]] if entry.status in set(status) else []
    needed.append("TD3.2-MASQUE_PS" if "MASQUE_PS" in marks else "TD3.2-NON_MASQUE")
    if marks - {"MASQUE_PS"}:
        needed.append("TD3.2-INVISIBLE")
    return needed


@dataclass(slots=True)
class Demand:
    """One request, its token already proven."""

    actor: Actor
    body: etree._Element
    parts: tuple[Part, ...]
    distortion: str = ""


@dataclass(slots=True)
class Outcome:
    """One answer: body, attachments, what the journal says, and the rule when something was refused."""

    body: etree._Element
    action: str
    parts: tuple[Part, ...] = ()
    mtom: bool = False
    meaning: dict[str, str] = field(default_factory=dict)
    rule: Rule | None = None


def scripted(fault: Fault) -> Exception:
    """The refusal a scripted fault asks for: a DMP code is a SOAP Fault, any other a registry error."""
    label = fault.label or "Défaut programmé dans le bac à sable."
    if fault.code.startswith("DMP") or not fault.code:
        return Refused(fault.code or "DMPInternalError", label, rules.FAULT)
    return Rejected(Problem(fault.code, label, rules.FAULT))
