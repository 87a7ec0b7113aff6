"""The relatives: in call order, whom a judge bars, who represents the person."""

from __future__ import annotations

import html
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.identity.models import Usager
from alentour.record import models, selectors, services
from alentour.record.content import content_of
from alentour.record.enums import EndKind, ProtectionKind, Relation, RestrictionKind
from alentour.record.models import Contact, Restriction
from alentour.record.services.contacts import ContactOvertaken

pytestmark = pytest.mark.django_db
Login = Callable[[Client, Post], Client]
PHONE = "06 99 98 97 96"


def text(response: object) -> str:
    return html.unescape(response.content.decode()).replace("\xa0", " ")  # type: ignore[attr-defined]


def address(name: str, usager: Usager, *more: object) -> str:
    return reverse(f"record:{name}", args=[usager.id, *more])


@pytest.fixture
def paul(irene: Usager) -> Contact:
    """A father, first to be called."""
    return services.save_contact(
        usager=irene, by=None, given_name="Paul", family_name="Durand", relation=Relation.PARENT, phone=PHONE,
        is_emergency=True, is_trusted=True, trusted_on=date(2025, 1, 2), call_order=1,
    )  # fmt: skip


@pytest.fixture
def lea(irene: Usager) -> Contact:
    return services.save_contact(
        usager=irene,
        by=None,
        given_name="Léa",
        family_name="Dupont",
        relation=Relation.FRATRIE,
        call_order=2,
        phone="06",
    )


def bar(contact: Contact, kind: RestrictionKind = RestrictionKind.INTERDICTION, **more: object) -> Restriction:
    return services.write(Restriction, usager=contact.usager, by=None, contact=contact, kind=kind, **more)


def test_whom_a_judge_bars_is_barred_everywhere(
    client: Client, login: Login, ines: Post, aicha: Post, irene: Usager, paul: Contact, lea: Contact
) -> None:
    assert selectors.informable(irene) == [paul, lea]
    bar(paul, document_id=None)
    assert not selectors.may_inform(Contact.objects.get(pk=paul.pk))
    assert selectors.informable(irene) == [lea]
    for post in (ines, aicha):
        login(client, post)
        for name in ("synthesis", "entourage", "synthesis-print", "stay", "consents"):
            page = text(client.get(address(name, irene)))
            assert PHONE not in page
            assert "Personne de confiance : Paul" not in page
            assert "ne pas informer" in page.lower()
    form = text(login(client, ines).get(address("contact", irene, paul.pk)))
    assert PHONE not in form
    assert "Une décision de justice l'écarte" in form


def test_changing_the_name_of_who_is_barred_loses_nothing(
    client: Client, login: Login, ines: Post, irene: Usager, paul: Contact
) -> None:
    bar(paul)
    sent = {"given_name": "Paul", "family_name": "Durand-Roy", "relation": "parent", "call_order": "1", "based_on": "1"}
    login(client, ines).post(address("contact", irene, paul.pk), sent)
    paul.refresh_from_db()
    assert (paul.family_name, paul.phone, paul.is_trusted) == ("Durand-Roy", PHONE, True)


@pytest.mark.parametrize(
    "over",
    [
        {"ends_on": timezone.localdate() - timedelta(days=1)},
        {"starts_on": timezone.localdate() + timedelta(days=1)},
        {"bars_information": False},
    ],
)
def test_a_decision_over_or_not_begun_or_that_does_not_forbid_it_bars_nobody(
    irene: Usager, paul: Contact, over: dict[str, object]
) -> None:
    bar(paul, **over)
    assert selectors.may_inform(Contact.objects.get(pk=paul.pk))
    assert selectors.informable(irene) == [paul]


def test_a_decision_lifted_leaves_its_history(irene: Usager, paul: Contact, ines: Post) -> None:
    decision = bar(paul)
    services.end(decision, by=ines, kind=EndKind.TERMINEE, reason="jugement du 3 mai")
    assert selectors.informable(irene) == [paul]
    (before,) = selectors.past_restrictions(irene)
    assert before.end_reason == "jugement du 3 mai"


def test_an_address_kept_secret_leaves_no_paper(
    client: Client, login: Login, ines: Post, irene: Usager, paul: Contact
) -> None:
    services.write(models.Address, usager=irene, by=ines, line="3 rue des Genêts")
    assert len(content_of(irene).addresses) == 1
    bar(paul, RestrictionKind.ADRESSE_SECRETE, bars_information=False)
    content = content_of(irene)
    assert (content.address_is_secret, content.addresses) == (True, ())
    assert len(content_of(irene, with_secret_address=True).addresses) == 1
    page = text(login(client, ines).get(address("synthesis", irene)))
    assert "Adresse à taire à Paul DURAND" in page


def test_the_order_of_calls_is_changed_from_the_keyboard(
    client: Client, login: Login, ines: Post, irene: Usager, paul: Contact, lea: Contact
) -> None:
    login(client, ines)
    client.post(address("contact-order", irene), {"contact": str(lea.pk), "way": "up"})
    assert list(selectors.contacts_of(irene)) == [lea, paul]
    client.post(address("contact-order", irene), {"contact": str(paul.pk), "way": "down"})
    assert list(selectors.contacts_of(irene)) == [lea, paul]
    assert client.post(address("contact-order", irene), {"contact": "personne"}).status_code == 404


def test_two_tabs_on_the_same_contact_show_both(
    client: Client, login: Login, ines: Post, irene: Usager, lea: Contact
) -> None:
    login(client, ines)
    sent = {"given_name": "Léa", "family_name": "Dupont", "relation": "fratrie", "call_order": "2", "based_on": "1"}
    client.post(address("contact", irene, lea.pk), sent | {"phone": "07 01"})
    answer = client.post(address("contact", irene, lea.pk), sent | {"phone": "07 02"})
    assert answer.status_code == 422
    page = text(answer)
    assert "07 01" in page
    assert "07 02" in page
    lea.refresh_from_db()
    assert lea.phone == "07 01"
    client.post(address("contact", irene, lea.pk), sent | {"phone": "07 02", "based_on": "2"})
    assert [one.content["phone"] for one in selectors.contact_versions(lea)] == ["07 02", "07 01", "06"]


def test_the_service_refuses_an_old_version(irene: Usager, ines: Post, lea: Contact) -> None:
    services.save_contact(
        usager=irene, by=ines, contact=lea, family_name="Dupont", relation=Relation.FRATRIE, phone="1"
    )
    with pytest.raises(ContactOvertaken) as overtaken:
        services.save_contact(
            usager=irene, by=ines, contact=lea, family_name="Dupont", relation=Relation.FRATRIE, phone="2", based_on=1
        )
    assert overtaken.value.current.phone == "1"


def test_a_measure_names_who_exercises_it_and_enters_the_entourage(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    measure = services.protect(
        usager=irene, by=ines, holder="UDAF 35", kind=ProtectionKind.CURATELLE_RENFORCEE, on_goods=True
    )
    assert measure.contact in list(selectors.contacts_of(irene))
    assert "Curatelle renforcée : UDAF 35" in text(login(client, ines).get(address("synthesis", irene)))
    with pytest.raises(Refused, match="terminez la mesure"):
        services.remove_contact(contact=measure.contact, by=ines)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Indiquez qui"):
        services.protect(usager=irene, by=ines, kind=ProtectionKind.TUTELLE)


def test_who_a_judge_bars_is_not_removed_from_sight(irene: Usager, ines: Post, paul: Contact) -> None:
    bar(paul)
    with pytest.raises(Refused, match="décision de justice"):
        services.remove_contact(contact=paul, by=ines)


def test_decisions_are_written_by_those_who_write_rights(
    client: Client, login: Login, ines: Post, helene: Post, irene: Usager, paul: Contact
) -> None:
    assert login(client, ines).get(address("line-new", irene, "decision")).status_code == 403
    sent = {
        "key": "018f0000-0000-7000-8000-000000000001", "contact": str(paul.pk), "kind": "visite_suspendue", "bars_information": "1",
        "court": "TJ de Rennes", "note": "Visites suspendues six mois.",
    }  # fmt: skip
    login(client, helene).post(address("line-new", irene, "decision"), sent)
    page = text(client.get(address("entourage", irene)))
    assert "Visites suspendues six mois." in page
    decision = selectors.restrictions_of(irene).get()
    client.post(
        address("line", irene, "decision", decision.pk),
        sent | {"key": "018f0000-0000-7000-8000-000000000002", "bars_information": "0", "base": str(decision.pk)},
    )
    assert selectors.informable(irene) == [paul]


def test_a_contact_of_somebody_else_cannot_be_chosen(
    client: Client, login: Login, helene: Post, irene: Usager, marcel: Usager, paul: Contact
) -> None:
    sent = {
        "key": "018f0000-0000-7000-8000-000000000001",
        "contact": str(paul.pk),
        "kind": "interdiction",
        "bars_information": "1",
    }
    assert login(client, helene).post(address("line-new", marcel, "decision"), sent).status_code == 422
    assert not Restriction.objects.exists()
