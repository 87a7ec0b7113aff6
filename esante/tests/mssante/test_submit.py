"""Submission over a real socket: the proofs, the sizes, the reports, and every way it fails."""

from __future__ import annotations

import base64
import json
import ssl
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from esante.mssante import (
    Credentials,
    CrlStore,
    Endpoint,
    FateUnknown,
    Refused,
    Submitter,
    TlsSettings,
    TokenExpired,
    Unreachable,
    compose,
)

from . import cast
from .operator_smtp import GOOD_TOKEN, INES, LIMIT, TEAM, Handler, Operator, server_context
from .pki import DAY, Authority

MESSAGE = compose(cast.draft())
MARTIN = cast.MARTIN.mailbox
PETIT = cast.PETIT.mailbox
GOOD = Credentials(INES, GOOD_TOKEN)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("pki"), "ca")


@pytest.fixture(scope="module")
def settings(authority: Authority) -> TlsSettings:
    return authority.client()


@pytest.fixture
def handler() -> Handler:
    return Handler()


@pytest.fixture
def endpoint(authority: Authority, settings: TlsSettings, handler: Handler) -> Iterator[Endpoint]:
    operator = Operator(handler, server_context(authority.trust, *authority.issue("server", server=True)))
    operator.start()
    yield Endpoint(host="127.0.0.1", port=operator.listening, tls=settings, timeout=5)
    operator.stop()


def test_a_message_arrives_byte_for_byte(endpoint: Endpoint, handler: Handler) -> None:
    dots = compose(cast.draft(text=".\n..\n.point en tête\nfin"))
    sent = Submitter(endpoint).send(GOOD, sender=INES, recipients=[MARTIN, PETIT], data=dots)
    assert sent.accepted == (MARTIN, PETIT)
    assert sent.reply is not None
    assert sent.reply.text == "Ok queued as 42"
    assert handler.received == [(INES, [MARTIN, PETIT], dots)]


def test_delivery_reports_are_asked_for(endpoint: Endpoint, handler: Handler) -> None:
    sent = Submitter(endpoint).send(GOOD, sender=INES, recipients=[MARTIN], data=MESSAGE, envelope_id="outbox=4 2")
    assert sent.reports_asked
    assert "RET=HDRS ENVID=outbox+3D4+202" in handler.options[0]
    assert f"SIZE={len(MESSAGE)}" in handler.options[0]
    assert f"NOTIFY=SUCCESS,FAILURE,DELAY ORCPT=rfc822;{MARTIN}" in handler.options[1]


def test_a_member_of_a_team_writes_for_the_team(endpoint: Endpoint) -> None:
    credentials = Credentials(TEAM, GOOD_TOKEN)
    assert Submitter(endpoint).send(credentials, sender=TEAM, recipients=[MARTIN], data=MESSAGE).accepted == (MARTIN,)


def test_the_limit_is_known_before_sending_and_the_person_told(endpoint: Endpoint, handler: Handler) -> None:
    with Submitter(endpoint).open(GOOD) as session:
        assert session.size_limit == LIMIT
        with pytest.raises(Refused) as refusal:
            session.send(sender=INES, recipients=[MARTIN], data=bytes(LIMIT + 1))
    assert refusal.value.permanent
    assert "0,1 Mo" in refusal.value.sentence
    assert handler.received == []


def test_each_recipient_has_its_answer(endpoint: Endpoint, handler: Handler) -> None:
    handler.answers = {PETIT: "550 5.1.1 unknown"}
    sent = Submitter(endpoint).send(GOOD, sender=INES, recipients=[MARTIN, PETIT], data=MESSAGE)
    assert sent.accepted == (MARTIN,)
    refused = sent.deliveries[1].reply
    assert (refused.label, refused.permanent, refused.sentence) == ("550 5.1.1", True, "Cette boîte n'existe pas.")


def test_nobody_accepted_means_nothing_sent(endpoint: Endpoint, handler: Handler) -> None:
    handler.answers = {MARTIN: "450 4.2.0 greylisted"}
    sent = Submitter(endpoint).send(GOOD, sender=INES, recipients=[MARTIN], data=MESSAGE)
    assert sent.accepted == ()
    assert not sent.deliveries[0].reply.permanent
    assert handler.received == []


def test_two_messages_go_through_one_session(endpoint: Endpoint, handler: Handler) -> None:
    with Submitter(endpoint).open(GOOD) as session:
        handler.answers = {MARTIN: "550 5.1.1 unknown"}
        assert session.send(sender=INES, recipients=[MARTIN], data=MESSAGE).accepted == ()
        assert session.send(sender=INES, recipients=[PETIT], data=MESSAGE).accepted == (PETIT,)


@pytest.mark.parametrize(
    ("answers", "code", "permanent"),
    [
        ({INES: "553 5.7.1 not yours"}, "553 5.7.1", True),
        ({"DATA": "554 5.6.0 headers missing"}, "554 5.6.0", True),
        ({"DATA": "451 4.3.0 try later"}, "451 4.3.0", False),
    ],
)
def test_a_refusal_says_whether_to_try_again(
    endpoint: Endpoint, handler: Handler, answers: dict[str, str], code: str, permanent: bool
) -> None:
    handler.answers = answers
    with pytest.raises(Refused) as refusal:
        Submitter(endpoint).send(GOOD, sender=INES, recipients=[MARTIN], data=MESSAGE)
    assert (refusal.value.code, refusal.value.permanent) == (code, permanent)


def test_a_cut_after_the_message_leaves_its_fate_unknown(endpoint: Endpoint, handler: Handler) -> None:
    handler.cut_after_data = True
    with pytest.raises(FateUnknown):
        Submitter(endpoint).send(GOOD, sender=INES, recipients=[MARTIN], data=MESSAGE)


def test_a_session_closed_by_the_operator_may_be_tried_again(endpoint: Endpoint, handler: Handler) -> None:
    handler.answers = {MARTIN: "421 4.3.2 shutting down"}
    with pytest.raises(Unreachable) as failure:
        Submitter(endpoint).send(GOOD, sender=INES, recipients=[MARTIN], data=MESSAGE)
    assert not isinstance(failure.value, FateUnknown)


@pytest.mark.parametrize("address", ["", "a b@c.test", "a@b.test> SIZE=1", "é@b.test", "a@b.test\r\nRSET"])
def test_an_address_cannot_carry_a_command(endpoint: Endpoint, handler: Handler, address: str) -> None:
    with pytest.raises(Refused):
        Submitter(endpoint).send(GOOD, sender=INES, recipients=[address], data=MESSAGE)
    assert handler.received == []


def test_an_accented_domain_travels_as_its_a_label(endpoint: Endpoint, handler: Handler) -> None:
    Submitter(endpoint).send(GOOD, sender=INES, recipients=["a@cabinet-été.mssante.test"], data=MESSAGE)
    assert handler.received[0][1] == ["a@xn--cabinet-t-i4ab.mssante.test"]


# --- who we are


def jwt(expires: datetime) -> str:
    claims = base64.urlsafe_b64encode(json.dumps({"exp": expires.timestamp()}).encode()).decode().rstrip("=")
    return f"e30.{claims}.c2ln"


def test_an_expired_token_asks_to_reconnect(endpoint: Endpoint) -> None:
    with pytest.raises(TokenExpired):
        Submitter(endpoint).send(Credentials(INES, "perime"), sender=INES, recipients=[MARTIN], data=MESSAGE)
    old = Credentials(INES, jwt(datetime.now(UTC) - DAY))
    with pytest.raises(TokenExpired):
        Submitter(endpoint).send(old, sender=INES, recipients=[MARTIN], data=MESSAGE)


def test_somebody_elses_mailbox_is_told_from_an_expired_token(endpoint: Endpoint) -> None:
    for credentials in (
        Credentials("karim.haddad@saad-genets.mssante.test", GOOD_TOKEN),
        Credentials(INES, jwt(datetime.now(UTC) + DAY)),
    ):
        with pytest.raises(Refused, match="n'est pas accessible"):
            Submitter(endpoint).send(credentials, sender=INES, recipients=[MARTIN], data=MESSAGE)


def test_a_busy_authentication_may_be_tried_again(endpoint: Endpoint) -> None:
    with pytest.raises(Unreachable, match="indisponible"):
        Submitter(endpoint).send(Credentials(INES, "jeton-occupe"), sender=INES, recipients=[MARTIN], data=MESSAGE)


def test_the_token_never_shows() -> None:
    assert GOOD_TOKEN not in repr(GOOD)


def test_without_certificate_or_with_a_strangers_nobody_opens(endpoint: Endpoint, tmp_path: Path) -> None:
    stranger = Authority(tmp_path, "rogue").client("stranger")
    for tls in (
        replace(endpoint.tls, cert=None, key=None),
        replace(endpoint.tls, cert=stranger.cert, key=stranger.key),
    ):
        with pytest.raises(Unreachable):
            Submitter(replace(endpoint, tls=tls)).send(GOOD, sender=INES, recipients=[MARTIN], data=MESSAGE)


# --- who they are


def test_an_operator_of_another_authority_is_refused(endpoint: Endpoint, tmp_path: Path) -> None:
    other = Authority(tmp_path, "other")
    tls = replace(endpoint.tls, trust=other.trust)
    with pytest.raises(Unreachable) as failure:
        Submitter(replace(endpoint, tls=tls)).send(GOOD, sender=INES, recipients=[MARTIN], data=MESSAGE)
    assert "certificat de l'opérateur refusé" in failure.value.why


def serve(context: ssl.SSLContext, settings: TlsSettings, **options: bool) -> tuple[Operator, Endpoint]:
    operator = Operator(Handler(), context, **options)
    operator.start()
    return operator, Endpoint(host="127.0.0.1", port=operator.listening, tls=settings, timeout=5)


def refusal_of(context: ssl.SSLContext, settings: TlsSettings, **options: bool) -> str:
    operator, endpoint = serve(context, settings, **options)
    try:
        with pytest.raises(Unreachable) as failure:
            Submitter(endpoint).send(GOOD, sender=INES, recipients=[MARTIN], data=MESSAGE)
    finally:
        operator.stop()
    return failure.value.why


def test_an_expired_operator_is_refused(authority: Authority, settings: TlsSettings) -> None:
    expired = server_context(authority.trust, *authority.issue("expired", server=True, lasts=-DAY))
    assert "expired" in refusal_of(expired, settings)


def test_a_revoked_operator_is_refused_and_a_sound_one_accepted(authority: Authority, tmp_path: Path) -> None:
    revoked, sound = authority.issue("revoked", server=True), authority.issue("sound", server=True)
    store = CrlStore(tmp_path / "crl.pem")
    store.keep(authority.crl(revoked[0]), datetime.now(UTC))
    settings = authority.client("checking", crl=store.usable(datetime.now(UTC)))
    assert "revoked" in refusal_of(server_context(authority.trust, *revoked), settings)
    operator, endpoint = serve(server_context(authority.trust, *sound), settings)
    sent = Submitter(endpoint).send(GOOD, sender=INES, recipients=[MARTIN], data=MESSAGE)
    operator.stop()
    assert sent.accepted == (MARTIN,)


def test_an_operator_without_starttls_is_refused(authority: Authority, settings: TlsSettings) -> None:
    context = server_context(authority.trust, *authority.issue("plain", server=True))
    assert "chiffrement" in refusal_of(context, settings, offer_starttls=False)


def test_nobody_listening_is_unreachable(settings: TlsSettings) -> None:
    endpoint = Endpoint(host="127.0.0.1", port=1, tls=settings, timeout=2)
    with pytest.raises(Unreachable) as failure:
        Submitter(endpoint).send(GOOD, sender=INES, recipients=[MARTIN], data=MESSAGE)
    assert "ConnectionRefusedError" in failure.value.why


def test_a_missing_certificate_file_is_unreachable(settings: TlsSettings, tmp_path: Path) -> None:
    endpoint = Endpoint(host="127.0.0.1", port=1, tls=replace(settings, cert=tmp_path / "absent.pem"))
    with pytest.raises(Unreachable, match="indisponible"):
        Submitter(endpoint).send(GOOD, sender=INES, recipients=[MARTIN], data=MESSAGE)
