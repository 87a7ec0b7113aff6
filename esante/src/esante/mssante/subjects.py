"""Subjects: the prefix of a message that carries documents, replacement, refusal of integration (specs/mss §2.2, §2.9)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from esante.xdm.letters import ascii_of, cut

PREFIX = "XDM/1.0/DDM+"
REPLACES = "[Annule et remplace]"
# A message whose subject is exactly this closes the citizen's conversation (specs/mss §3.3).
CLOSES = "[FIN]"
LABEL_LENGTH = 40

_KO = re.compile(r"^\[\s*KO\s+Int[ée]gration\s+syst[èe]me\s*!?\s*\]\s*(?:\[\s*(\d{3})\s*\])?\s*", re.IGNORECASE)
_REPLACES = re.compile(r"\[\s*annule\s+et\s+remplace\s*\]\s*", re.IGNORECASE)
_PREFIX = re.compile(r"XDM\s*/\s*1\.0\s*/\s*DDM\s*\+?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A subject taken apart.

    title        what a person reads: prefixes removed
    announces    the prefix is there: documents for the record are announced
    replaces     «annule et remplace»
    ko           code of a failed integration ("902"), "906" when the failure says no code, "" when it is no failure
    """

    title: str
    announces: bool = False
    replaces: bool = False
    ko: str = ""


def document_subject(
    *, label: str, count: int, birth_name: str, given_name: str, birth_date: str, replaces: bool = False
) -> str:
    """``XDM/1.0/DDM+<label> <NAME> <given> <JJ/MM/AAAA>``, all ASCII.

    ``label`` is the displayName of the only document, cut at 40; several documents are told by their ``count``.
    ``birth_date`` YYYY-MM-DD, or "" to leave it out.
    """
    said = cut(ascii_of(label), LABEL_LENGTH) if count == 1 else f"{count} documents"
    born = "/".join(reversed(birth_date.split("-"))) if len(birth_date) == 10 else ""
    parts = (said, ascii_of(birth_name).upper(), ascii_of(given_name), born)
    subject = PREFIX + " ".join(part for part in parts if part)
    return f"{REPLACES} {subject}" if replaces else subject


def ko_subject(code: str, subject: str) -> str:
    """Subject of a refusal of integration: the message answered is named, without an older refusal's mark."""
    return f"[KO Intégration système !][{code}] {_KO.sub('', subject)}"


def read_subject(text: str) -> Subject:
    """Take a decoded subject apart; the replacement mark is accepted before or after the prefix."""
    ko = _KO.match(text)
    rest = _KO.sub("", text)
    announces = bool(_PREFIX.search(rest))
    title = _REPLACES.sub("", _PREFIX.sub("", rest, count=1), count=1)
    return Subject(
        title=" ".join(title.split()),
        announces=announces,
        replaces=bool(_REPLACES.search(rest)),
        ko=(ko[1] or "906") if ko else "",
    )
