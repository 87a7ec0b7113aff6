"""What the SMTP door writes in the journal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sandbox.journal import Journal
from sandbox.mssante.envelope import Envelope, Outcome
from sandbox.mssante.ground import NAME
from sandbox.mssante.letter import Letter
from sandbox.mssante.rules import Breach, Requirement

KEPT_BYTES = 512 * 1024
_STATES = {
    "delivered": "remis",
    "duplicate": "déjà remis",
    "failed": "non distribué",
    "waiting": "retardé",
    "lost": "perdu",
}


class Chronicle:
    """One line per refused command and per message, one more per breach."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def refused(self, operation: str, *, who: str, whom: str, reply: str, requirement: Requirement | None) -> None:
        """A command that was refused, or that a scripted fault struck (no requirement)."""
        self._journal.record(
            NAME,
            operation=operation,
            who=who,
            whom=whom,
            verdict="refused" if requirement else "failed",
            meaning={"Réponse": reply},
            response=reply.encode("ascii", "replace"),
            rule=requirement,
        )

    def opened(self, *, who: str, whom: str) -> None:
        """Someone authenticated."""
        self._journal.record(NAME, operation="smtp.auth", who=who, whom=whom, verdict="accepted")

    def message(self, envelope: Envelope, letter: Letter, outcomes: Sequence[Outcome], reply: str) -> None:
        """A message accepted; each recipient that could not be reached is told apart, with its rule."""
        meaning = _meaning(envelope, letter)
        meaning |= {outcome.recipient.address: _STATES[outcome.state] for outcome in outcomes}
        self._journal.record(
            NAME,
            operation="smtp.data",
            who=envelope.sender or "<>",
            whom=_whom(envelope),
            verdict="accepted",
            meaning=meaning,
            request=letter.content[:KEPT_BYTES],
            response=reply.encode("ascii", "replace"),
        )
        for outcome in outcomes:
            if isinstance(outcome.requirement, Requirement):
                self.refused(
                    "delivery",
                    who=envelope.sender or "<>",
                    whom=outcome.recipient.address,
                    reply=outcome.reply,
                    requirement=outcome.requirement,
                )

    def turned_away(self, envelope: Envelope, letter: Letter, reply: str, requirement: Requirement | None) -> None:
        """A message refused after DATA."""
        self._journal.record(
            NAME,
            operation="smtp.data",
            who=envelope.sender or "<>",
            whom=_whom(envelope),
            verdict="refused" if requirement else "failed",
            meaning=_meaning(envelope, letter),
            request=letter.content[:KEPT_BYTES],
            response=reply.encode("ascii", "replace"),
            rule=requirement,
        )

    def breaches(self, envelope: Envelope, letter: Letter, breaches: Iterable[Breach]) -> None:
        """Each breach by itself, warnings included, so that the console lists them by rule."""
        for breach in breaches:
            refused = breach.requirement.weight == "refuse"
            self._journal.record(
                NAME,
                operation="smtp.check",
                who=envelope.sender or "<>",
                whom=_whom(envelope),
                verdict="refused" if refused else "accepted",
                meaning={"Constat": breach.detail, "Suite": "refus" if refused else "avertissement"} | _names(letter),
                rule=breach.requirement,
            )


def _whom(envelope: Envelope) -> str:
    return ", ".join(recipient.address for recipient in envelope.recipients)


def _names(letter: Letter) -> dict[str, str]:
    return {"Objet": letter.header("Subject"), "Message-ID": letter.message_id}


def _meaning(envelope: Envelope, letter: Letter) -> dict[str, str]:
    meaning = _names(letter) | {"Taille": f"{len(letter.content)} octets", "Certificat": envelope.client}
    if envelope.idnps:
        meaning["Personne"] = envelope.idnps
    if len(letter.content) > KEPT_BYTES:
        meaning["Octets conservés"] = str(KEPT_BYTES)
    return meaning
