"""What a received document says, taken up in the record: line by line, by somebody who may write it, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from esante.cda import Participant
from esante.cda.structured.dlu import Dlu, Enclosed, Enclosure, encode_dlu
from esante.cda.structured.entries_model import Allergy, Problem, Treatment, Vaccination
from esante.cisis import Code

from alentour.accounts.models import Post, Structure
from alentour.audit.models import TraceEvent
from alentour.documents import mapping
from alentour.documents.enums import DocumentKind, Provenance
from alentour.documents.models import Document
from alentour.documents.services import receive
from alentour.documents.services.reprise import offers_of
from alentour.documents.tests.conftest import paper
from alentour.identity.models import Usager
from alentour.record.enums import AlertKind, Severity
from alentour.record.models import Alert
from alentour.record.models import Problem as Held
from alentour.record.models import Vaccination as Given
from alentour.record.services import raise_alert

Login = Callable[[Client, Post], Client]


@pytest.fixture
def dlu(ssiad: Structure, irene: Usager, irene_at_cabinet: Usager, martin: Post) -> Document:
    """What another establishment knew of Irène, received at the SSIAD."""
    now = timezone.now()
    draft = Document(
        structure=martin.structure, usager=irene_at_cabinet, kind=DocumentKind.LETTRE, title="Document de liaison d'urgence",
        author=martin, validated_by=martin, validated_at=now, effective_at=now, media_type="application/pdf",
        document_oid="1.2.250.1.999.7.1.1", set_oid="1.2.250.1.999.7.1", type_code="74207-2",
    )  # fmt: skip
    doctor = Participant(
        type="INF",
        professional=mapping.professional_of(martin),
        function=Code("PCP", "2.16.840.1.113883.5.88", "Médecin traitant"),
        time=now,
    )
    content = Dlu(
        allergies=(
            Allergy(text="Pénicilline", reaction="œdème", severe=True, since=date(2001, 1, 1)),
            Allergy(text="Latex"),
        ),
        problems=(
            Problem(
                text="Fibrillation auriculaire",
                code=Code("I48.9", mapping.CIM10, "Fibrillation"),
                since=date(2019, 3, 1),
            ),
        ),
        history=(Problem(text="Fracture du col", since=date(2015, 1, 1), until=date(2015, 3, 1), active=False),),
        treatments=(Treatment(medicine="Apixaban 5 mg", dose="1 comprimé"),),
        vaccinations=(Vaccination(text="Grippe", on=date(2025, 10, 1)), Vaccination(text="Tétanos")),
        enclosures=(Enclosure(Enclosed.MEDICINES, paper()),),
    )
    cda = encode_dlu(header=replace(mapping.header_of(draft), participants=(doctor,)), content=content)
    document = receive(structure=ssiad, cda=cda, provenance=Provenance.MSS, source_ref="messaging.message:9")
    assert isinstance(document, Document)
    return document


def take(client: Client, document: Document, *ranks: int) -> int:
    url = reverse("documents:take-up", args=[document.pk])
    return client.post(url, {"rang": [str(rank) for rank in ranks]}).status_code


def test_everything_it_says_is_offered_in_words(client: Client, login: Login, dlu: Document, ines: Post) -> None:
    page = login(client, ines).get(reverse("documents:view", args=[dlu.pk])).content.decode()
    for words in (
        "Ce que dit ce document",
        "Pénicilline",
        "Latex",
        "Fibrillation auriculaire",
        "Grippe",
        "Apixaban 5 mg",
    ):
        assert words in page
    assert [(one.told.family, one.told.label, bool(one.told.slug)) for one in offers_of(dlu, ines)] == [
        ("Allergies", "Pénicilline", True),
        ("Allergies", "Latex", True),
        ("Problèmes en cours", "Fibrillation auriculaire", True),
        ("Antécédents", "Fracture du col", True),
        ("Vaccinations", "Grippe", True),
        ("Vaccinations", "Tétanos", False),
        ("Traitements", "Apixaban 5 mg", False),
    ]


def test_what_is_ticked_is_written_as_hers(
    client: Client, login: Login, dlu: Document, irene: Usager, ines: Post
) -> None:
    assert take(login(client, ines), dlu, 0, 2, 3, 4) == 302
    allergy = Alert.objects.get(usager=irene, kind=AlertKind.ALLERGIE)
    assert (allergy.label, allergy.severity, allergy.written_by) == ("Pénicilline", Severity.GRAVE, ines)
    assert allergy.reaction == "œdème"
    found = {(one.label, one.kind, one.code, one.since, one.until) for one in Held.objects.filter(usager=irene)}
    assert found == {
        ("Fibrillation auriculaire", "actif", "I48.9", "2019-03-01", ""),
        ("Fracture du col", "medical", "", "2015-01-01", "2015-03-01"),
    }
    assert [(one.vaccine, one.done_on) for one in Given.objects.filter(usager=irene)] == [("Grippe", "2025-10-01")]
    assert TraceEvent.objects.filter(action="document.taken_up", usager_id=irene.pk).count() == 1


def test_nothing_is_taken_up_twice(client: Client, login: Login, dlu: Document, irene: Usager, ines: Post) -> None:
    as_ines = login(client, ines)
    take(as_ines, dlu, 0)
    take(as_ines, dlu, 0)
    assert Alert.objects.filter(usager=irene).count() == 1
    assert [one.held for one in offers_of(dlu, ines)][:2] == [True, False]


def test_what_the_record_says_already_is_left(
    client: Client, login: Login, dlu: Document, irene: Usager, ines: Post
) -> None:
    raise_alert(usager=irene, by=ines, kind=AlertKind.ALLERGIE, label="  PÉNICILLINE ")
    take(login(client, ines), dlu, 0, 1)
    assert sorted(one.label.strip() for one in Alert.objects.filter(usager=irene)) == ["Latex", "PÉNICILLINE"]


@pytest.mark.parametrize(
    "ranks", [(), (5,), (6,), (99,)], ids=["none", "a vaccine without its day", "a treatment", "not there"]
)
def test_nothing_to_take_is_said(
    client: Client, login: Login, dlu: Document, irene: Usager, ines: Post, ranks: tuple[int, ...]
) -> None:
    as_ines = login(client, ines)
    assert take(as_ines, dlu, *ranks) == 302
    assert not Alert.objects.filter(usager=irene).exists()
    assert "Cochez ce qu" in as_ines.get(reverse("documents:view", args=[dlu.pk])).content.decode()


def test_who_does_not_write_health_takes_nothing(
    client: Client, login: Login, dlu: Document, irene: Usager, aicha: Post
) -> None:
    assert take(login(client, aicha), dlu, 0) in (403, 404)
    assert not Alert.objects.filter(usager=irene).exists()


def test_who_may_write_nothing_of_it_has_no_button(
    client: Client, login: Login, dlu: Document, aicha: Post, ines: Post
) -> None:
    address = reverse("documents:view", args=[dlu.pk])
    assert "Reprendre dans le dossier" in login(client, ines).get(address).content.decode()
    assert "Reprendre dans le dossier" not in login(Client(), aicha).get(address).content.decode()


def test_karim_does_not_know_that_it_exists(client: Client, login: Login, dlu: Document, karim: Post) -> None:
    assert take(login(client, karim), dlu, 0) == 404


def test_a_document_made_here_offers_nothing(ordonnance: Document, martin: Post) -> None:
    assert offers_of(ordonnance, martin) == []
