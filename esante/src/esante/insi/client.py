"""The only I/O of the package: searches on the INSi teleservice, in structure mode (mutual TLS, dmp-ins §1.5).

The certificate decides: its CN is ``INSI-MANU`` when a person triggers, ``INSI-AUTO`` for batches, its OU the emitter.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import httpx

from esante.cisis import Ins, Traits
from esante.insi import trait_search, verification
from esante.insi.contexts import Lps, encode_contexts
from esante.insi.result import Found, NotFound, Outcome, Result, Several, outcome_of
from esante.insi.strategy import attempts
from esante.soap import Addressing, Message, Payload, SoapTransport


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One call made, for the trace of who asked what: criteria, code, identifier. Refused candidates are never kept."""

    message_id: str
    request: trait_search.Request
    outcome: Outcome


class InsiClient:
    """Searches in the name of one structure.

    ``emitter``: FINESS, SIRET or IdNat, equal to the OU of the certificate of ``http`` (see ``soap.http_client``).
    ``clock`` gives an aware datetime, ``new_id`` a bare UUID: with both fixed, messages are reproducible byte for byte.
    """

    def __init__(
        self,
        url: str,
        http: httpx.Client,
        *,
        emitter: str,
        lps: Lps,
        clock: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._transport = SoapTransport(url, http)
        self._emitter = emitter
        self._lps = lps
        self._clock = clock
        self._new_id = new_id

    def search_by_traits(self, traits: Traits, on_call: Callable[[Call], None] | None = None) -> Result:
        """Run the whole sequence of :func:`attempts` and give its best result. ``on_call`` hears of each call.

        Raises ``SoapFault`` (see :func:`esante.insi.explain`), ``Unreachable``, ``NotSoap``, ``IncompleteSearch``,
        ``Unwritable``: in every case, no status of the person changes.
        """
        sequence = attempts(traits)
        request: trait_search.Request | None = next(sequence)
        best: Result = NotFound()
        while request is not None:
            result = self.ask(request, on_call)
            if isinstance(result, Found):
                return result
            best = result if isinstance(result, Several) else best
            try:
                request = sequence.send(outcome_of(result))
            except StopIteration:
                request = None
        return best

    def ask(self, request: trait_search.Request, on_call: Callable[[Call], None] | None = None) -> Result:
        """One call of WS_INS2, nothing more."""
        message = self._message(trait_search.ACTION, trait_search.encode_request(request))
        result = trait_search.decode_answer(self._transport.send(message).payload)
        if on_call:
            call = Call(message_id=message.addressing.message_id, request=request, outcome=outcome_of(result))
            on_call(call)
        return result

    def verify(self, ins: Ins, traits: Traits) -> bool:
        """Whether an INS and its traits still go together (WS_INS3, forme supposée)."""
        payload = verification.encode_request(verification.Request(ins=ins, traits=traits))
        answer = self._transport.send(self._message(verification.ACTION, payload))
        return verification.decode_answer(answer.payload).confirmed

    def _message(self, action: str, payload: Payload) -> Message:
        addressing = Addressing(action=action, message_id=f"uuid:{self._new_id()}", reply_to="")
        headers = encode_contexts(self._emitter, self._lps, self._clock(), self._new_id)
        return Message(payload=payload, addressing=addressing, headers=headers)
