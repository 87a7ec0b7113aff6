"""What can go wrong with the DMP, and what it says to a person (dmp-ins §2.11, EX_GEN-1145).

    DmpError
    ├── LocalRefusal        ours: the specification forbids what we were asked to send
    │   ├── NotQualified        the INS is not qualifiée (§2.4, RNIV EXI ID 29)
    │   ├── WrongEnvironment    a test INS on production, or the contrary (§1.8)
    │   ├── ForbiddenMode       INDIRECTE reads nothing, AIR feeds nothing (PDT-INF-526, 606)
    │   └── UnfitDocument       the document contradicts the deposit, or its type has no place in the DMP
    ├── UnreadableAnswer    the answer is not the message expected
    └── Refused             the DMP answered no

Nobody answering is ``esante.soap.Unreachable``.
"""

from __future__ import annotations

from typing import Final

from esante.cisis import EsanteError
from esante.soap import SoapFault
from esante.xds import RegistryError


class DmpError(EsanteError):
    """Root of the tree. ``why`` is a French sentence."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class LocalRefusal(DmpError):
    """Ours: refused before anything leaves."""


class NotQualified(LocalRefusal):
    """The person's INS is not qualifiée."""


class WrongEnvironment(LocalRefusal):
    """The authority of the INS does not belong to this platform."""


class ForbiddenMode(LocalRefusal):
    """The mode of authentication does not allow this transaction."""


class UnfitDocument(LocalRefusal):
    """A document that the DMP would reject. ``faults`` gives details when there are several."""

    def __init__(self, why: str, faults: tuple[RegistryError, ...] = ()) -> None:
        super().__init__(why)
        self.faults = faults


class UnreadableAnswer(DmpError):
    """The answer is not the message expected."""


class Refused(DmpError):
    """The DMP answered no.

    ``code`` and ``raw`` are the partner's; ``why`` our sentence; ``retry`` says whether the same message may pass later
    (a deposit retried keeps its identifiers, so that a doubled one is recognised). ``message_id`` is our request's.
    """

    def __init__(self, code: str, why: str, *, raw: str = "", retry: bool = False, message_id: str = "") -> None:
        super().__init__(why)
        self.code = code
        self.raw = raw
        self.retry = retry
        self.message_id = message_id


MEANINGS: Final = {
    "DMPInvalidCertificate": "Le DMP n'accepte pas le certificat de signature de la structure.",
    "DMPAccessDeniedByRightsService": "Le DMP n'accorde pas ce droit à ce professionnel pour cette personne.",
    "DMPClosed": "Le DMP de cette personne est fermé.",
    "DMPFound": "Un DMP existe déjà pour cette personne.",
    "DMPPatientAccessAlreadyExists": "Cette personne a déjà un accès à son DMP.",
    "DMPPatientAccessOTPAlreadyExists": "Cette personne a déjà ce moyen d'accès à son DMP.",
}
"""Codes met; the full list is not public, an unknown code is shown raw."""


def of_code(code: str, raw: str = "", *, retry: bool = False, message_id: str = "") -> Refused:
    """A refusal by its code."""
    why = MEANINGS.get(code, f"Le DMP a refusé la demande ({code} : {raw})." if raw else f"Le DMP a répondu {code}.")
    return Refused(code, why, raw=raw, retry=retry, message_id=message_id)


def of_fault(fault: SoapFault) -> Refused:
    """A refusal by a SOAP fault: security, rights, or malformed message."""
    return of_code(fault.known_code, fault.reason, message_id=fault.message_id)


def of_registry(errors: tuple[RegistryError, ...], message_id: str = "") -> Refused:
    """A refusal by registry errors: the first that is not a warning decides."""
    first = next((error for error in errors if not error.is_warning), None)
    if first is None:
        return of_code("XDSRegistryError", "échec sans code", message_id=message_id)
    raw = f"{first.context} {first.location}".strip()
    return Refused(first.code, first.meaning, raw=raw, retry=first.may_pass_later, message_id=message_id)
