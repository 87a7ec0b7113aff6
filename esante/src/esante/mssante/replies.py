"""Answers of an SMTP server: their code, their enhanced status, and what to tell a person."""

from __future__ import annotations

import re
from dataclasses import dataclass

from esante.mssante.errors import Refused
from esante.mssante.receipts import bounce_sentence

_ENHANCED = re.compile(r"^\s*([245]\.\d{1,3}\.\d{1,3})\s*")
_SENTENCES = {
    "452": "La messagerie est momentanément saturée : l'envoi sera repris.",
    "552": "Le message est trop volumineux pour la messagerie.",
    "553": "Cette boîte ne peut pas être utilisée pour écrire.",
    "554": "La messagerie refuse ce message.",
}


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: ``code`` 250, ``status`` "2.1.5" (or ""), ``text`` the server's words on one line."""

    code: int
    status: str
    text: str

    @property
    def accepted(self) -> bool:
        """2xx."""
        return 200 <= self.code < 300

    @property
    def permanent(self) -> bool:
        """5xx: sending the same again is useless; 4xx may pass later."""
        return self.code >= 500

    @property
    def label(self) -> str:
        """Code and enhanced status, for a journal."""
        return f"{self.code} {self.status}".strip()

    @property
    def sentence(self) -> str:
        """What to show, in French."""
        if self.status or self.code == 550:
            return bounce_sentence(self.status, self.text)
        default = (
            "La messagerie refuse cet envoi." if self.permanent else "La messagerie ne peut pas l'accepter maintenant."
        )
        return _SENTENCES.get(str(self.code), default)

    def refusal(self) -> Refused:
        """The error that says this answer."""
        return Refused(self.label, self.sentence, permanent=self.permanent)


def read_reply(code: int, text: bytes) -> Reply:
    """Take an answer of smtplib apart."""
    words = " ".join(text.decode("utf-8", "replace").split())
    found = _ENHANCED.match(words)
    return Reply(code, found[1] if found else "", words[found.end() :] if found else words)
