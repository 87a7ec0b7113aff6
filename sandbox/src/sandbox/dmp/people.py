"""Whose DMP exists, in what state, and who is authorised, blocked, or declared médecin traitant."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sandbox.cast import Cast, Citizen
from sandbox.dmp.rights import is_care
from sandbox.dmp.token import Actor
from sandbox.store import Store

ACTIVE, TERMINATED = "active", "terminated"
VALID, NONE, FORBIDDEN, EXPIRED = "VALIDE", "INEXISTANTE", "INTERDITE", "EXPIREE"

SCHEMA = """
CREATE TABLE IF NOT EXISTS dmp (
    patient TEXT PRIMARY KEY, matricule TEXT NOT NULL, state TEXT NOT NULL, ens INTEGER NOT NULL,
    glass_opposed INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE IF NOT EXISTS authorisation (
    patient TEXT NOT NULL, idnps TEXT NOT NULL, name TEXT NOT NULL, mode TEXT NOT NULL,
    treating INTEGER NOT NULL DEFAULT 0, since TEXT NOT NULL, last TEXT NOT NULL, PRIMARY KEY (patient, idnps)
);
"""


@dataclass(frozen=True, slots=True)
class Dmp:
    """The state of a person's DMP. `ens`: attached to Mon espace santé; `glass_opposed`: refuses bris de glace."""

    patient: str
    matricule: str
    state: str
    ens: bool
    glass_opposed: bool


class People:
    """Rows of `SCHEMA`, seeded from the cast."""

    def __init__(self, store: Store, cast: Cast, now: datetime) -> None:
        self._store = store
        self.seed(cast, now)

    def seed(self, cast: Cast, now: datetime) -> None:
        """Open the DMPs of the cast that are not known yet, and declare their treating physicians."""
        for citizen in cast.citizens.values():
            if not citizen.dmp or self.dmp(short_cx(citizen)):
                continue
            self._store.execute(
                "INSERT INTO dmp (patient, matricule, state, ens) VALUES (?,?,?,?)",
                (short_cx(citizen), citizen.matricule, citizen.dmp, int(citizen.ens)),
            )
            if citizen.doctor:
                doctor = cast.professionals[citizen.doctor]
                self._write(short_cx(citizen), doctor.idnps, doctor.name, "ACTIVE", True, now)

    def dmp(self, patient: str) -> Dmp | None:
        """The DMP of a person (short CX), or None when there is none."""
        row = self._store.one("SELECT * FROM dmp WHERE patient = ?", (patient,))
        if row is None:
            return None
        return Dmp(row["patient"], row["matricule"], row["state"], bool(row["ens"]), bool(row["glass_opposed"]))

    def by_matricule(self, matricule: str) -> Dmp | None:
        """The DMP of a 15-character matricule."""
        row = self._store.one("SELECT patient FROM dmp WHERE matricule = ?", (matricule,))
        return self.dmp(row["patient"]) if row else None

    def set_state(self, patient: str, state: str) -> None:
        """Open (`active`) or close (`terminated`) a DMP."""
        self._store.execute("UPDATE dmp SET state = ? WHERE patient = ?", (state, patient))

    def set_glass_opposition(self, patient: str, opposed: bool) -> None:
        """The person opposes (or not) access by bris de glace."""
        self._store.execute("UPDATE dmp SET glass_opposed = ? WHERE patient = ?", (int(opposed), patient))

    def authorisation(self, actor: Actor) -> str:
        """`VALIDE`, `INEXISTANTE` or `INTERDITE` for an actor on the person of his token."""
        row = self._row(actor.patient, actor.name_id)
        if row is None:
            return VALID if is_care(actor) else NONE
        return {"ACTIVE": VALID, "INTERDITE": FORBIDDEN}.get(row["mode"], NONE)

    def is_treating(self, actor: Actor) -> bool:
        """Whether the actor is the person's declared médecin traitant."""
        row = self._row(actor.patient, actor.name_id)
        return bool(row and row["treating"] and row["mode"] == "ACTIVE")

    def _row(self, patient: str, idnps: str) -> sqlite3.Row | None:
        return self._store.one("SELECT * FROM authorisation WHERE patient = ? AND idnps = ?", (patient, idnps))

    def _write(self, patient: str, idnps: str, name: str, mode: str, treating: bool, now: datetime) -> None:
        at = now.strftime("%Y%m%d%H%M%S")
        self._store.execute(
            "INSERT INTO authorisation (patient, idnps, name, mode, treating, since, last) VALUES (?,?,?,?,?,?,?)"
            " ON CONFLICT (patient, idnps) DO UPDATE SET mode = excluded.mode, treating = excluded.treating,"
            " last = excluded.last",
            (patient, idnps, name, mode, int(treating), at, at),
        )

    def authorise(self, actor: Actor, treating: bool, now: datetime) -> bool:
        """Place an authorisation; False when it was already there as asked."""
        row = self._row(actor.patient, actor.name_id)
        keeps = bool(row and row["treating"])
        if row and row["mode"] == "ACTIVE" and (keeps or not treating):
            return False
        self._write(actor.patient, actor.name_id, actor.subject, "ACTIVE", treating or keeps, now)
        return True

    def withdraw(self, actor: Actor, treating_only: bool, now: datetime) -> bool:
        """Remove an authorisation (or only the role of médecin traitant); False when there was nothing to remove."""
        row = self._row(actor.patient, actor.name_id)
        if treating_only:
            if not row or not row["treating"]:
                return False
            self._write(actor.patient, actor.name_id, actor.subject, row["mode"], False, now)
            return True
        if row and row["mode"] == "RETIREE":
            return False
        self._write(actor.patient, actor.name_id, actor.subject, "RETIREE", False, now)
        return True

    def forbid(self, patient: str, idnps: str, name: str, now: datetime) -> None:
        """The person blocks a professional."""
        self._write(patient, idnps, name, "INTERDITE", False, now)

    def authorisations(self, patient: str, modes: Iterable[str]) -> list[sqlite3.Row]:
        """Rows of a person in one of these modes."""
        wanted = list(modes)
        marks = ",".join("?" * len(wanted))
        return self._store.rows(
            f"SELECT * FROM authorisation WHERE patient = ? AND mode IN ({marks}) ORDER BY since",  # noqa: S608 - ours
            [patient, *wanted],
        )

    def patients_of(self, idnps: str, since: str) -> list[sqlite3.Row]:
        """Active authorisations of a professional placed or used since an instant, with the DMP's matricule."""
        return self._store.rows(
            "SELECT authorisation.*, dmp.matricule FROM authorisation JOIN dmp USING (patient)"
            " WHERE idnps = ? AND mode = 'ACTIVE' AND last >= ? ORDER BY last DESC",
            (idnps, since),
        )


def short_cx(citizen: Citizen) -> str:
    """`matricule^^^&oid&ISO`: how the registry names a person."""
    return f"{citizen.matricule}^^^&{citizen.oid}&ISO"
