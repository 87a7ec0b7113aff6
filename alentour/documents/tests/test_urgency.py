"""The document de liaison d'urgence: one gesture, what is missing said, what moved since proposed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from esante.cda.structured.entries_reading import decode_entries
from esante.cda.validation import Validator
from pytest_django import DjangoAssertNumQueries

from alentour.accounts.enums import StructureKind
from alentour.accounts.models import Post, Structure
from alentour.care.models import TreatmentLine
from alentour.core import files
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents.enums import State
from alentour.documents.models import Document
from alentour.documents.services.leaving_now import leave
from alentour.documents.services.urgency import establish, standing
from alentour.documents.urgence.leaving import Departure
from alentour.documents.urgence.parts import Knowledge, Part
from alentour.identity.models import Usager
from alentour.record import services as record
from alentour.record.enums import AlertKind, CircleRole, ProblemKind, Relation, RestrictionKind
from alentour.record.models import Contact, Problem, Restriction

Login = Callable[[Client, Post], Client]
KITS = Path(os.environ.get("ALENTOUR_KITS", "../shared"))


@pytest.fixture
def ehpad(ssiad: Structure) -> Structure:
    ssiad.kind = StructureKind.EHPAD
    ssiad.save()
    return ssiad


@pytest.fixture
def told(irene: Usager, ines: Post) -> Usager:
    """Irène as Inès has written her."""
    record.raise_alert(
        usager=irene,
        by=ines,
        key=uuid4(),
        kind=AlertKind.ALLERGIE,
        label="Pénicilline",
        reaction="œdème",
        severity="grave",
    )
    record.raise_alert(usager=irene, by=ines, key=uuid4(), kind=AlertKind.RISQUE, topic="chute", label="Chutes la nuit")
    record.write(
        Problem,
        usager=irene,
        by=ines,
        key=uuid4(),
        kind=ProblemKind.ACTIF,
        label="Fibrillation auriculaire",
        code="I48.9",
        since="2019",
    )
    record.add_to_circle(
        usager=irene, by=ines, role=CircleRole.MEDECIN_TRAITANT, name="Dr Paul MARTIN", idnps="810100000032"
    )
    TreatmentLine.objects.create(
        structure=irene.structure, usager=irene, drug="Apixaban 5 mg", matin="1 cp", soir="1 cp", prescriber="Dr Martin",
        document_label="Ordonnance", written_by=ines,
    )  # fmt: skip
    return irene


def cda_of(document: Document) -> bytes:
    assert document.cda is not None
    return files.read(document.cda)


def test_one_gesture_makes_a_structured_signed_document(ehpad: Structure, told: Usager, ines: Post) -> None:
    document = establish(post=ines, usager=told, comment="Calme avec de la musique.")
    assert (document.state, document.media_type, document.validated_by) == (State.VALIDE, "application/pdf", ines)
    said = decode_entries(cda_of(document))
    assert [one.text for one in said.allergies] == ["Pénicilline"]
    assert [one.text for one in said.problems if one.active] == ["Fibrillation auriculaire (depuis 2019)"]
    assert [one.medicine for one in said.treatments] == ["Apixaban 5 mg"]
    assert "Calme avec de la musique" in cda_of(document).decode()


@pytest.mark.kits
def test_the_official_rules_find_nothing_in_it(ehpad: Structure, told: Usager, ines: Post) -> None:
    if not (KITS / "ci-sis").is_dir():
        pytest.skip("the official samples are not here")
    with Validator(KITS / "ci-sis") as judge:
        assert judge.validate(cda_of(establish(post=ines, usager=told))) == ()


def test_without_a_known_doctor_it_leaves_as_its_page(ehpad: Structure, irene: Usager, ines: Post) -> None:
    document = establish(post=ines, usager=irene)
    assert document.state == State.VALIDE
    assert b"nonXMLBody" in cda_of(document)
    lacks = {part.slug for part in standing(ines, irene).lacks}
    assert {"soignants", "allergies", "contacts", "directives"} <= lacks


def test_what_nobody_wrote_is_never_none(irene: Usager, ines: Post) -> None:
    allergies = {part.slug: part for part in standing(ines, irene).parts}["allergies"]
    assert (allergies.knowledge, allergies.words) == (Knowledge.UNKNOWN, "Non renseigné au dossier")
    record.raise_alert(usager=irene, by=ines, key=uuid4(), kind=AlertKind.SANS_ALLERGIE, label="Aucune")
    allergies = {part.slug: part for part in standing(ines, irene).parts}["allergies"]
    assert allergies.knowledge == Knowledge.NONE
    assert allergies.words.startswith("Aucune allergie connue (demandé le")


def test_what_moved_is_said_and_a_new_one_replaces_it(ehpad: Structure, told: Usager, ines: Post) -> None:
    first = establish(post=ines, usager=told)
    assert standing(ines, told).is_fresh
    record.raise_alert(usager=told, by=ines, key=uuid4(), kind=AlertKind.ALLERGIE, label="Latex")
    (change,) = standing(ines, told).changes
    assert (change.label, change.added, change.gone) == ("Allergies et intolérances", ("Latex",), ())
    second = establish(post=ines, usager=told)
    first.refresh_from_db()
    assert (first.state, second.set_oid, second.version, second.replaces_oid) == (
        State.REMPLACE, first.set_oid, 2, first.document_oid,
    )  # fmt: skip
    assert standing(ines, told).is_fresh


def test_what_a_metier_does_not_open_is_not_told_as_changed(told: Usager, ines: Post, aicha: Post) -> None:
    establish(post=ines, usager=told)
    held = standing(aicha, told)
    assert held.changes == []
    treatments = parts(aicha, told)["traitements"]
    assert (treatments.closed, treatments.rows) == (True, ())
    assert "traitements" not in {part.slug for part in held.lacks}


def test_the_gesture_sent_twice_makes_one_document(told: Usager, ines: Post) -> None:
    assert establish(post=ines, usager=told) == establish(post=ines, usager=told)
    assert Document.objects.count() == 1


def test_who_is_barred_by_a_judge_is_not_in_it(irene: Usager, ines: Post) -> None:
    barred = Contact.objects.create(
        structure=irene.structure,
        usager=irene,
        family_name="Dupont",
        given_name="Rémi",
        relation=Relation.ENFANT,
        phone="06 00 00 00 01",
    )
    assert [row.text for row in parts(ines, irene)["contacts"].rows] == ["Rémi DUPONT"]
    Restriction.objects.create(
        structure=irene.structure,
        usager=irene,
        contact=barred,
        kind=RestrictionKind.INTERDICTION,
        bars_information=True,
    )
    assert parts(ines, irene)["contacts"].rows == ()


def parts(post: Post, usager: Usager) -> dict[str, Part]:
    return {part.slug: part for part in standing(post, usager).parts}


def test_a_remark_too_long_is_refused_and_kept(client: Client, login: Login, told: Usager, ines: Post) -> None:
    login(client, ines)
    page = client.post(reverse("documents:urgency", args=[told.id]), {"remarque": "x" * 2_001})
    assert page.status_code == 422
    assert "2000 au plus" in page.content.decode()
    assert "x" * 2_001 in page.content.decode()
    with pytest.raises(Refused):
        establish(post=ines, usager=told, comment="x" * 2_001)


def test_aicha_reads_it_and_does_not_sign_it(client: Client, login: Login, told: Usager, aicha: Post) -> None:
    login(client, aicha)
    page = client.get(reverse("documents:urgency", args=[told.id]))
    assert page.status_code == 200
    assert "Pénicilline" in page.content.decode()
    assert "Établir et signer" not in page.content.decode()
    assert client.post(reverse("documents:urgency", args=[told.id])).status_code == 403
    with pytest.raises(ClosedDoor):
        establish(post=aicha, usager=told)


def test_karim_finds_nobody(client: Client, login: Login, told: Usager, karim: Post) -> None:
    login(client, karim)
    assert client.get(reverse("documents:urgency", args=[told.id])).status_code == 404
    assert client.get(reverse("documents:plan", args=[told.id])).status_code == 404


def test_the_page_and_the_plan_open(
    client: Client, login: Login, told: Usager, ines: Post, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    login(client, ines)
    client.get(reverse("documents:urgency", args=[told.id]))
    with django_assert_max_num_queries(40):
        client.get(reverse("documents:urgency", args=[told.id]))
    answer = client.post(reverse("documents:urgency", args=[told.id]), {"remarque": "Prévenir sa fille."}, follow=True)
    assert "Liaison" in answer.content.decode() or "liaison" in answer.content.decode()
    assert client.get(reverse("documents:plan", args=[told.id])).content.startswith(b"%PDF")


FALL = Departure(
    reason="Chute de sa hauteur, douleur de hanche", leaves_at="2026-11-24T03:10:00+01:00", destination="CH de la Côte",
    awake=True, consciousness="répond bien", pains=["hanche droite"], objects=[{"kind": "lunettes", "text": "Lunettes"}],
)  # fmt: skip


def test_the_sheet_of_a_departure_is_structured_and_signed_once(ehpad: Structure, told: Usager, ines: Post) -> None:
    sheet = leave(post=ines, usager=told, said=FALL, comment="Sa fille est prévenue.")
    assert leave(post=ines, usager=told, said=FALL, comment="Sa fille est prévenue.") == sheet
    words = cda_of(sheet).decode()
    assert "hanche droite" in words
    assert "CH de la Côte" in words
    assert "structuredBody" in words
    assert (sheet.state, sheet.kind) == (State.VALIDE, "fludt")


@pytest.mark.kits
def test_the_official_rules_find_nothing_in_the_sheet(ehpad: Structure, told: Usager, ines: Post) -> None:
    if not (KITS / "ci-sis").is_dir():
        pytest.skip("the official samples are not here")
    with Validator(KITS / "ci-sis") as judge:
        assert judge.validate(cda_of(leave(post=ines, usager=told, said=FALL))) == ()


def test_the_departure_form_keeps_what_it_refuses(
    client: Client, login: Login, told: Usager, ines: Post, aicha: Post
) -> None:
    login(client, ines)
    url = reverse("documents:departure", args=[told.id])
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")
    page = client.post(url, {"reason": "Malaise au lever", "leaves_at": now, "pains": "tête", "no_pain": "on"})
    assert page.status_code == 422
    assert "gardez l&#x27;un des deux" in page.content.decode()
    assert "Malaise au lever" in page.content.decode()
    answer = client.post(url, {"reason": "Malaise au lever", "leaves_at": now, "pains": "tête"})
    assert answer.status_code == 302
    assert Document.objects.get().content["departure"]["pains"] == ["tête"]
    login(client, aicha)
    assert client.get(url).status_code == 403
