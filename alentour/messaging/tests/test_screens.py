"""The screens: what a person does, what the refused one gets."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from alentour.accounts.models import Post
from alentour.audit.models import TraceEvent
from alentour.identity.models import Usager
from alentour.messaging.enums import MessageState
from alentour.messaging.models import Mailbox, Message, Thread
from alentour.messaging.tests.test_receiving import take

Login = Callable[[Client, Post], Client]


def test_the_list_shows_what_came_and_its_fragment_is_the_same(
    client: Client, login: Login, ines: Post, box_ines: Mailbox
) -> None:
    take(box_ines)
    login(client, ines)
    page = client.get(reverse("messaging:inbox"))
    fragment = client.get(reverse("messaging:inbox"), headers={"HX-Request": "true"})
    assert "Avis" in page.content.decode()
    assert squeezed(fragment.content.decode()) in squeezed(page.content.decode())


def squeezed(html: str) -> str:
    return re.sub(r"\s+", " ", html).strip()


def test_reading_a_conversation_is_traced(client: Client, login: Login, ines: Post, box_ines: Mailbox) -> None:
    message = take(box_ines)
    assert message is not None
    login(client, ines)
    answer = client.get(reverse("messaging:thread", args=[message.thread_id]))
    assert "Je passe demain." in answer.content.decode()
    assert TraceEvent.objects.filter(action="thread.read", professional_id=ines.professional_id).count() == 1


def test_the_conversation_of_others_does_not_exist(
    client: Client, login: Login, karim: Post, box_karim: Mailbox, box_ines: Mailbox
) -> None:
    message = take(box_ines)
    assert message is not None
    login(client, karim)
    for name in ("thread", "attach"):
        assert client.get(reverse(f"messaging:{name}", args=[message.thread_id])).status_code == 404
    for name in ("act", "note", "reply"):
        assert (
            client.post(reverse(f"messaging:{name}", args=[message.thread_id]), {"geste": "prendre"}).status_code == 404
        )
    assert TraceEvent.objects.filter(action="thread.hidden", result="refused").exists()


def test_a_message_is_written_reviewed_and_sent(
    client: Client, login: Login, ines: Post, box_ines: Mailbox, box_aicha: Mailbox, irene: Usager
) -> None:
    login(client, ines)
    answer = client.get(reverse("messaging:new"), {"usager": irene.id})
    draft = Message.objects.get(state=MessageState.DRAFT)
    assert answer["Location"] == reverse("messaging:compose", args=[draft.id])
    fields = {
        "avec_destinataires": "1", "boite": box_ines.address, "destinataire": f"{box_aicha.address}|Aïcha BENALI|",
        "subject": "Pansement", "body": "À refaire demain.",
    }  # fmt: skip
    review = client.post(reverse("messaging:review", args=[draft.id]), fields)
    assert "1 message à 1 destinataire" in squeezed(review.content.decode())
    sent = client.post(reverse("messaging:send", args=[draft.id]), follow=True)
    assert "confié à la messagerie sécurisée" in sent.content.decode()
    draft.refresh_from_db()
    assert draft.state == MessageState.QUEUED


def test_what_keeps_a_message_here_is_said_and_the_draft_is_kept(
    client: Client, login: Login, ines: Post, box_ines: Mailbox
) -> None:
    login(client, ines)
    client.get(reverse("messaging:new"))
    draft = Message.objects.get()
    fields = {"avec_destinataires": "1", "boite": box_ines.address, "destinataire": "lea@gmail.com", "body": "Bonjour"}
    review = client.post(reverse("messaging:review", args=[draft.id]), fields)
    assert "espace de confiance" in review.content.decode()
    assert "Envoyer</span>" not in review.content.decode()
    draft.refresh_from_db()
    assert draft.body == "Bonjour"


def test_a_past_date_is_refused_and_the_rest_is_kept(
    client: Client, login: Login, ines: Post, box_ines: Mailbox
) -> None:
    login(client, ines)
    client.get(reverse("messaging:new"))
    draft = Message.objects.get()
    answer = client.post(reverse("messaging:review", args=[draft.id]), {"body": "Livraison", "due_on": "2020-01-01"})
    assert answer.status_code == 422
    assert "Cette date est passée" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.body == "Livraison"


def test_one_cannot_open_the_draft_of_a_colleague(
    client: Client, login: Login, ines: Post, aicha: Post, box_ines: Mailbox, box_aicha: Mailbox
) -> None:
    login(client, ines)
    client.get(reverse("messaging:new"))
    draft = Message.objects.get()
    other = Client()
    login(other, aicha)
    assert other.get(reverse("messaging:compose", args=[draft.id])).status_code == 404
    assert other.post(reverse("messaging:send", args=[draft.id])).status_code == 404


def test_the_team_sees_who_deals_with_it(client: Client, login: Login, ines: Post, box_ines: Mailbox) -> None:
    message = take(box_ines)
    assert message is not None
    login(client, ines)
    client.post(reverse("messaging:act", args=[message.thread_id]), {"geste": "prendre"})
    assert Thread.objects.get().taken_by == ines
    page = client.get(reverse("messaging:inbox"), {"vue": "a-moi"})
    assert "Avis" in page.content.decode()


@pytest.mark.parametrize("metier", ["dpo", "admin"])
def test_those_without_messaging_are_told_which_metiers_have_it(
    client: Client, login: Login, ines: Post, metier: str
) -> None:
    Post.objects.filter(pk=ines.pk).update(metier=metier)
    login(client, ines)
    answer = client.get(reverse("messaging:inbox"))
    assert answer.status_code == 403
    assert "Infirmière" in answer.content.decode()
