"""Mailboxes of the cast, a person they follow, and an operator that answers what the test says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.identity.enums import StatutIns
from alentour.identity.models import Usager
from alentour.identity.services import create_usager
from alentour.messaging import gateway
from alentour.messaging.enums import BoxKind
from alentour.messaging.mapping import Sent
from alentour.messaging.models import Mailbox, Message, TrustList
from alentour.messaging.services import outbox
from alentour.messaging.services.boxes import open_box
from alentour.record.services import add_to_team


def box_of(post: Post, address: str) -> Mailbox:
    return open_box(
        structure=post.structure, address=address, kind=BoxKind.PER, label=str(post.professional), members=[post]
    )


@pytest.fixture(autouse=True)
def trusted(db: None) -> None:
    """The liste blanche of the tests."""
    domains = {
        "ssiad-ajoncs.mssante.test": "SSIAD Les Ajoncs",
        "medecin.mssante.test": "Médecins",
        "saad-genets.mssante.test": "SAAD",
    }
    TrustList.objects.create(fetched_at=timezone.now(), checked_at=timezone.now(), content=b"<x/>", domains=domains)


@pytest.fixture
def irene(ssiad: object, ines: Post, aicha: Post) -> Usager:
    """Irène, INS qualifiée, followed by Inès and Aïcha."""
    usager = create_usager(
        structure=ines.structure, by=ines, birth_name="DUPONT", given_names="IRENE MARIE", first_given_name="IRENE",
        used_given_name="Irène", birth_date_text="1938-03-12", sex="F", birth_place="35238",
    )  # fmt: skip
    Usager.objects.filter(pk=usager.pk).update(
        statut=StatutIns.QUALIFIEE, matricule="238033523800188", ins_oid="1.2.250.1.213.1.4.10"
    )
    usager.refresh_from_db()
    for post in (ines, aicha):
        add_to_team(usager=usager, post=post, by=None)
    return usager


@pytest.fixture
def box_ines(ines: Post) -> Mailbox:
    return box_of(ines, "ines.moreau@ssiad-ajoncs.mssante.test")


@pytest.fixture
def box_aicha(aicha: Post) -> Mailbox:
    return box_of(aicha, "aicha.benali@ssiad-ajoncs.mssante.test")


@pytest.fixture
def box_karim(karim: Post) -> Mailbox:
    return box_of(karim, "karim.haddad@saad-genets.mssante.test")


class Operator:
    """The operator of the tests: keeps what it was handed, answers what it is told to."""

    def __init__(self) -> None:
        self.handed: list[tuple[bytes, list[str]]] = []
        self.answer: Callable[[list[str]], Sent] = lambda recipients: Sent(accepted=tuple(recipients))
        self.down = ""

    def submit(self, *, box: Mailbox, token: str, recipients: list[str], raw: bytes, envelope_id: str) -> Sent:
        if self.down:
            raise gateway.MailUnreachable(self.down)
        self.handed.append((raw, list(recipients)))
        return self.answer(list(recipients))


@pytest.fixture
def operator(monkeypatch: pytest.MonkeyPatch) -> Operator:
    fake = Operator()
    monkeypatch.setattr(gateway, "submit", fake.submit)
    monkeypatch.setattr(gateway, "keep_copy", lambda **_: True)
    return fake


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody is identified by Pro Santé Connect."""
    monkeypatch.setattr("alentour.accounts.tokens.access_token", lambda professional_id: "token")


@pytest.fixture
def write(aicha: Post, box_aicha: Mailbox, irene: Usager) -> Callable[..., Message]:
    """Aïcha writes about Irène, as far as the outbox."""

    def writing(to: str = "ines.moreau@ssiad-ajoncs.mssante.test", body: str = "Talon rouge ce matin.") -> Message:
        draft = outbox.start_draft(by=aicha, mailbox=box_aicha, usager=irene, subject="Plaie au talon")
        outbox.save_draft(draft=draft, by=aicha, body=body, recipients=[(to, "Inès MOREAU", "")])
        return draft

    return writing
