"""What INSi can answer besides an identity, and what it means (dmp-ins §1.4).

    InsiError
    ├── IncompleteSearch   ours: a mandatory criterion is missing
    └── UnreadableAnswer   the answer is not a RESULTAT we can read

A refusal of the service is an ``esante.soap.SoapFault``; :func:`explain` says it in French. A name INSi has no letters
for is an ``esante.cisis.Unwritable``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from esante.cisis import EsanteError
from esante.soap import SoapFault


class InsiError(EsanteError):
    """Root of the tree. ``why`` is a French sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class IncompleteSearch(InsiError):
    """Birth name, given name, sex and birth date are all needed by the service (the schema says otherwise)."""


class UnreadableAnswer(InsiError):
    """The answer does not follow the INSi schema, even read leniently."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A fault explained: ``code`` as received, French ``sentence``, and whether the same call may pass later."""

    code: str
    sentence: str
    retry: bool


_REFUSALS: Final = {
    "siram_40": ("Le téléservice INSi est momentanément indisponible.", True),
    "siram_100": ("Le téléservice INSi a rencontré une erreur technique.", True),
    "insi_102": ("La recherche par traits a rencontré une erreur technique.", True),
    "desir_550": ("Le numéro d'autorisation du logiciel n'est pas reconnu par le téléservice INSi.", False),
    "desir_560": ("Le certificat de la structure ne donne pas accès au téléservice INSi.", False),
}


def explain(fault: SoapFault) -> Refusal:
    """The most precise code we know among detail and subcode; an unknown one keeps its raw text."""
    codes = [fault.detail.code if fault.detail else "", fault.subcode]
    for code in filter(None, codes):
        if code in _REFUSALS:
            return Refusal(code, *_REFUSALS[code])
    text = (fault.detail.text if fault.detail else "") or fault.reason
    sentence = f"Le téléservice INSi a refusé la demande ({fault.known_code} : {text})."
    return Refusal(fault.known_code, sentence, fault.code == "Receiver")
