"""INSi on the wire, as the structure (certificate INSI-MANU): a person triggers each request and waits for it."""

from __future__ import annotations

import uuid
from dataclasses import replace
from functools import lru_cache

import httpx
from django.conf import settings
from django.utils import timezone
from esante.insi import Call, IncompleteSearch, InsiClient, Lps, UnreadableAnswer, explain
from esante.soap import NotSoap, SoapFault, Unreachable, http_client

from alentour.accounts.models import Structure
from alentour.identity.answers import (
    Answer,
    FormerIns,
    Found,
    InsiIdentity,
    InsiRefused,
    InsiUnreachable,
    NotFound,
    Several,
    Tried,
)
from alentour.identity.mapping import Traits
from esante import insi

NOT_CONFIGURED = "INSi n'est pas relié à cette installation : l'adresse ou le certificat de la structure manque."
UNREADABLE = "INSi a répondu, mais sa réponse n'est pas lisible. Rien n'a changé dans l'identité."


@lru_cache(maxsize=64)
def _http(idnst: str) -> httpx.Client:
    """One client a structure: its certificate, kept open between two requests. Raises ``OSError`` without certificate."""
    where = settings.CONNECTORS
    if not (where.trust and where.certs):
        raise FileNotFoundError("ALENTOUR_TRUST or ALENTOUR_CERTS is not set")
    certificate = where.certs / idnst / "insi_manu.pem"
    return http_client(where.trust, certificate, certificate.with_suffix(".key"), where.insi.timeout)


def _client(structure: Structure) -> InsiClient:
    where = settings.CONNECTORS
    if not where.insi.url:
        raise InsiRefused("not-configured", NOT_CONFIGURED)
    try:
        http = _http(structure.idnst)
    except OSError:
        raise InsiRefused("no-certificate", NOT_CONFIGURED) from None
    lps = Lps(
        idam=where.insi.idam,
        version=settings.VERSION,
        instance=str(uuid.uuid5(uuid.NAMESPACE_URL, settings.PUBLIC_URL)),
        name=f"urn:lps:alentour:{settings.VERSION}",
    )
    return InsiClient(
        where.insi.url,
        http,
        emitter=structure.idnst,
        lps=lps,
        clock=timezone.now,
        new_id=lambda: str(uuid.uuid4()),
    )


def search(structure: Structure, traits: Traits, tried: list[Tried]) -> Answer:
    """Run the search by traits for ``structure`` (specs/dmp-ins §1.6); each call is added to ``tried`` as it is made.

    Raises :class:`InsiUnreachable`, :class:`InsiRefused`, or ``Unwritable`` naming the trait that INSi has no letters for.
    """

    def keep(call: Call) -> None:
        tried.append(tried_of(call))

    try:
        return answer_of(_client(structure).search_by_traits(traits, on_call=keep))
    except Unreachable as error:
        raise InsiUnreachable from error
    except SoapFault as fault:
        why = explain(fault)
        sentence = f"{why.sentence} Rien n'a changé dans l'identité."
        raise InsiRefused(why.code, sentence, unavailable=why.retry) from fault
    except IncompleteSearch as error:
        raise InsiRefused("incomplete", error.why) from error
    except (NotSoap, UnreadableAnswer) as error:
        raise InsiRefused("unreadable", UNREADABLE) from error


def answer_of(result: insi.Result) -> Answer:
    """INSi's answer in our words. A first given name that was only deduced from the list is left for us to decide."""
    if isinstance(result, insi.Several):
        return Several()
    if not isinstance(result, insi.Found):
        return NotFound()
    traits = replace(result.traits, first_given_name="") if result.first_name_deduced else result.traits
    history = tuple(FormerIns(line.ins.matricule, line.ins.oid, line.start, line.end) for line in result.history)
    return Found(InsiIdentity(traits, result.ins, history))


def tried_of(call: insi.Call) -> Tried:
    """What the trail keeps of one call."""
    names = " ".join(call.request.given_names).split()
    return Tried(len(names), bool(call.request.birth_place), call.outcome.value)
