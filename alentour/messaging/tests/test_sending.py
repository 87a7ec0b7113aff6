"""A message leaves once, whole, or stays here with a sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.exchanges.enums import State
from alentour.exchanges.models import Exchange
from alentour.exchanges.runner import drain
from alentour.exchanges.services import retry
from alentour.identity.models import Usager
from alentour.messaging import rules
from alentour.messaging.enums import MessageState, RoadState
from alentour.messaging.mapping import Sent
from alentour.messaging.models import Message
from alentour.messaging.services import outbox, sending
from alentour.messaging.tests.conftest import Operator

Write = Callable[..., Message]


def test_a_message_reaches_the_operator_and_its_road_advances(
    aicha: Post, write: Write, operator: Operator, connected: None
) -> None:
    message = outbox.send(draft=write(), by=aicha)
    drain()
    message.refresh_from_db()
    recipient = message.recipients.get()
    assert (message.state, recipient.state) == (MessageState.ACCEPTED, RoadState.ACCEPTED)
    raw, recipients = operator.handed[0]
    assert recipients == ["ines.moreau@ssiad-ajoncs.mssante.test"]
    assert message.message_id.encode() in raw
    assert b"Talon rouge ce matin." in raw


def test_sending_twice_hands_one_message(aicha: Post, write: Write, operator: Operator, connected: None) -> None:
    draft = write()
    outbox.send(draft=draft, by=aicha)
    with pytest.raises(Refused, match="n'est plus un brouillon"):
        outbox.send(draft=draft, by=aicha)
    drain()
    assert len(operator.handed) == 1


def test_a_recipient_outside_the_trust_list_is_refused_before_sending_and_the_draft_stays(
    aicha: Post, write: Write
) -> None:
    draft = write(to="lea.dupont@gmail.com")
    with pytest.raises(Refused, match="espace de confiance"):
        outbox.send(draft=draft, by=aicha)
    draft.refresh_from_db()
    assert (draft.state, draft.body) == (MessageState.DRAFT, "Talon rouge ce matin.")


def test_an_empty_message_does_not_leave(aicha: Post, write: Write) -> None:
    with pytest.raises(Refused, match="vide"):
        outbox.send(draft=write(body="  "), by=aicha)


def test_a_file_too_heavy_is_refused_in_words(aicha: Post, write: Write) -> None:
    draft = write()
    with pytest.raises(Refused, match="Mo"):
        outbox.attach_file(
            draft=draft, name="video.mp4", media_type="video/mp4", data=b"0" * (rules.MAX_FILES + 1), by=aicha
        )
    assert not draft.attachments.exists()


def test_nobody_connected_the_message_waits_visibly(
    aicha: Post, write: Write, operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alentour.accounts.tokens.access_token", lambda professional_id: None)
    outbox.send(draft=write(), by=aicha)
    drain()
    exchange = Exchange.objects.get(kind="messaging.send")
    assert exchange.state == State.WAITING
    assert "Pro Santé Connect" in exchange.sentence


def test_an_outage_keeps_the_same_bytes_for_the_next_try(
    aicha: Post, write: Write, operator: Operator, connected: None
) -> None:
    operator.down = "La messagerie ne répond pas."
    message = outbox.send(draft=write(), by=aicha)
    drain()
    message.refresh_from_db()
    assert message.state == MessageState.QUEUED
    before = message.raw_id
    operator.down = ""
    retry(exchange=Exchange.objects.get(kind="messaging.send"), by=aicha)
    drain()
    message.refresh_from_db()
    assert (message.state, message.raw_id) == (MessageState.ACCEPTED, before)


def test_each_recipient_has_its_own_answer(aicha: Post, write: Write, operator: Operator, connected: None) -> None:
    draft = write()
    outbox.save_draft(
        draft=draft,
        by=aicha,
        recipients=[
            ("ines.moreau@ssiad-ajoncs.mssante.test", "Inès", ""),
            ("parti@medecin.mssante.test", "Dr Parti", ""),
        ],
    )
    operator.answer = lambda to: Sent(accepted=(to[0],), refused={to[1]: ("550 5.1.1", "Cette boîte n'existe pas.")})
    message = outbox.send(draft=draft, by=aicha)
    drain()
    states = dict(message.recipients.values_list("address", "state"))
    assert states == {
        "ines.moreau@ssiad-ajoncs.mssante.test": RoadState.ACCEPTED,
        "parti@medecin.mssante.test": RoadState.REFUSED,
    }


def test_a_document_does_not_leave_without_a_qualified_ins(aicha: Post, irene: Usager, write: Write) -> None:
    Usager.objects.filter(pk=irene.pk).update(statut="provisoire")
    irene.refresh_from_db()
    found = rules.hindrances(
        usager=irene,
        addresses=["paul.martin@medecin.mssante.test"],
        documents=[_document(aicha, irene)],
        size=10,
        post=aicha,
    )
    assert any("INS" in hindrance.sentence for hindrance in found)


def test_a_document_of_somebody_else_does_not_leave_in_this_message(aicha: Post, irene: Usager) -> None:
    document = _document(aicha, irene)
    document.usager_id = None
    found = rules.hindrances(
        usager=irene, addresses=["paul.martin@medecin.mssante.test"], documents=[document], size=10, post=aicha
    )
    assert any("n'est pas un document de cette personne" in hindrance.sentence for hindrance in found)


def test_a_document_that_the_metier_does_not_open_does_not_leave_in_its_name(aicha: Post, irene: Usager) -> None:
    document = _document(aicha, irene, kind="ordonnance")
    found = rules.hindrances(
        usager=irene, addresses=["paul.martin@medecin.mssante.test"], documents=[document], size=10, post=aicha
    )
    assert any("métier" in hindrance.sentence for hindrance in found)


def _document(post: Post, usager: Usager, kind: str = "photo_plaie"):  # type: ignore[no-untyped-def]
    from alentour.documents.models import Document

    return Document.objects.create(structure=post.structure, usager=usager, kind=kind, title="Pièce", state="valide")


def test_a_document_that_is_not_sound_does_not_leave_and_the_message_says_what_it_lacks(
    aicha: Post, irene: Usager, write: Write, operator: Operator, connected: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = _document(aicha, irene)
    draft = write()
    outbox.attach_document(draft=draft, document=photo, by=aicha)
    monkeypatch.setattr(sending, "why_it_stays", lambda document: "Le lieu de naissance manque : la personne…")
    message = outbox.send(draft=draft, by=aicha)
    drain()
    message.refresh_from_db()
    recipient = message.recipients.get()
    assert (message.state, recipient.state) == (MessageState.FAILED, RoadState.REFUSED)
    assert recipient.sentence.startswith("Le lieu de naissance manque")
    assert operator.handed == []
