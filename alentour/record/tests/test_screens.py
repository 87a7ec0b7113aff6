"""The screens of the record, seated as the cast; Karim finds nobody, anywhere."""

from __future__ import annotations

import html
import io
import re
import uuid
from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from alentour.accounts.models import Post, Structure
from alentour.audit.models import TraceEvent
from alentour.directory.services import keep
from alentour.directory.tests.people import MARTIN
from alentour.identity.models import Usager
from alentour.identity.tests.people import IRENE, JEAN, meet
from alentour.record import selectors, services
from alentour.record.enums import AlertKind, CircleRole, ConsentObject, Decision, Relation
from alentour.record.models import CareTeamMember

pytestmark = pytest.mark.django_db
Login = Callable[[Client, Post], Client]
CEILING = 12
READ = [
    "synthesis",
    "synthesis-print",
    "stay",
    "health",
    "habits",
    "rights",
    "entourage",
    "consents",
    "readers",
    "photo",
]
WRITE = ["stay-begin", "stay-leave", "stay-out", "stay-room", "circle-add", "contact-new"]
POSTED = ["team-add", "photo-change", "no-allergy", "contact-order"]


def address(name: str, usager: Usager, *more: object) -> str:
    return reverse(f"record:{name}", args=[usager.id, *more])


def text(response: object) -> str:
    return html.unescape(response.content.decode()).replace("\xa0", " ")  # type: ignore[attr-defined]


def words(response: object) -> str:
    """The page without the token of its forms, new each time."""
    return re.sub(r'"X-CSRFToken": "[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"', "", text(response))


def cost(client: Client, url: str) -> int:
    """How many queries a page makes, once its caches are warm."""
    client.get(url)
    with CaptureQueriesContext(connection) as seen:
        client.get(url)
    return len(seen)


@pytest.mark.parametrize("name", READ + WRITE)
def test_karim_finds_neither_irene_of_the_ssiad_nor_his_own(
    client: Client, login: Login, karim: Post, irene: Usager, irene_at_saad: Usager, name: str
) -> None:
    login(client, karim)
    for usager in (irene, irene_at_saad):
        response = client.get(address(name, usager))
        assert response.status_code == 404
        assert "DUPONT" not in text(response)
        assert TraceEvent.objects.filter(action="usager.hidden", usager_id=usager.id, post_id=karim.id).exists()


@pytest.mark.parametrize("name", POSTED)
def test_karim_can_send_nothing_either(client: Client, login: Login, karim: Post, irene: Usager, name: str) -> None:
    assert login(client, karim).post(address(name, irene), {}).status_code == 404


def test_karims_list_is_empty_and_says_why(client: Client, login: Login, karim: Post, irene_at_saad: Usager) -> None:
    page = text(login(client, karim).get(reverse("record:list")))
    assert "DUPONT" not in page
    assert "Vous n'êtes dans l'équipe d'aucune personne" in page


def test_a_person_who_does_not_exist_and_one_out_of_scope_look_the_same(
    client: Client, login: Login, karim: Post, irene: Usager
) -> None:
    login(client, karim)
    hidden, absent = (
        client.get(address("synthesis", irene)),
        client.get(reverse("record:synthesis", args=[uuid.uuid4()])),
    )
    assert hidden.status_code == absent.status_code == 404
    assert words(hidden) == words(absent)


def test_the_list_shows_those_one_meets(
    client: Client, login: Login, aicha: Post, irene: Usager, marcel: Usager
) -> None:
    page = text(login(client, aicha).get(reverse("record:list")))
    assert "Irène DUPONT" in page
    assert "LE GOFF" not in page
    assert "secteur Nord" in page


def test_the_list_costs_the_same_for_one_or_a_whole_page(
    client: Client, login: Login, nadia: Post, ssiad: Structure, irene: Usager
) -> None:
    login(client, nadia)
    alone = cost(client, reverse("record:list"))
    for _ in range(40):
        services.raise_alert(usager=meet(ssiad, JEAN), by=nadia, kind=AlertKind.RISQUE, label="chute")
    assert cost(client, reverse("record:list")) == alone <= CEILING
    assert "1 à 20 sur 41" in text(client.get(reverse("record:list")))


def test_the_list_is_searched_and_filtered_by_fragments(
    client: Client, login: Login, nadia: Post, irene: Usager, marcel: Usager
) -> None:
    login(client, nadia)
    fragment = text(client.get(reverse("record:list"), {"q": "duppont"}, headers={"HX-Request": "true"}))
    assert "Irène DUPONT" in fragment
    assert "LE GOFF" not in fragment
    assert "<html" not in fragment
    assert fragment.strip() in text(client.get(reverse("record:list"), {"q": "duppont"}))
    assert "DUPONT" not in text(client.get(reverse("record:list"), {"mine": "on"}))


def test_the_synthesis_says_what_to_know_and_who_is_around(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    services.raise_alert(usager=irene, by=ines, kind=AlertKind.ALLERGIE, label="Pénicilline")
    services.add_to_circle(usager=irene, by=ines, role=CircleRole.MEDECIN_TRAITANT, name="Dr Paul MARTIN")
    services.save_contact(
        usager=irene, by=ines, given_name="Léa", family_name="Dupont", relation=Relation.ENFANT, is_trusted=True
    )
    page = text(login(client, ines).get(address("synthesis", irene)))
    for said in ("Pénicilline", "Dr Paul MARTIN", "Personne de confiance : Léa DUPONT", "Aïcha BENALI", "88 ans"):
        assert said in page
    assert TraceEvent.objects.filter(action="usager.read", usager_id=irene.id, post_id=ines.id).count() == 1


def test_the_synthesis_costs_the_same_however_many_are_around(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    login(client, ines)
    before = cost(client, address("synthesis", irene))
    for n in range(15):
        services.add_to_circle(usager=irene, by=ines, role=CircleRole.AUTRE, name=f"Pro {n}")
        services.save_contact(usager=irene, by=ines, family_name=f"Proche {n}", relation=Relation.PROCHE)
        services.raise_alert(usager=irene, by=ines, kind=AlertKind.RISQUE, label=f"risque {n}")
    assert cost(client, address("synthesis", irene)) == before <= CEILING


def test_the_home_help_in_the_team_sees_who_she_is_and_nothing_medical(
    client: Client, login: Login, karim: Post, irene_at_saad: Usager, ines: Post
) -> None:
    services.add_to_team(usager=irene_at_saad, post=karim, by=None)
    services.raise_alert(usager=irene_at_saad, by=karim, kind=AlertKind.ALLERGIE, label="Pénicilline")
    page = text(login(client, karim).get(address("synthesis", irene_at_saad)))
    assert "DUPONT" in page
    assert "Pénicilline" not in page
    assert "Alertes" not in page
    closed = client.post(address("line-new", irene_at_saad, "alerte"), {"kind": "risque", "label": "chute"})
    assert closed.status_code == 403
    assert "Médecin" in text(closed)


def test_a_legal_measure_shows_to_those_who_read_rights(
    client: Client, login: Login, ines: Post, karim: Post, irene: Usager, irene_at_saad: Usager
) -> None:
    services.add_to_team(usager=irene_at_saad, post=karim, by=None)
    for usager in (irene, irene_at_saad):
        services.save_contact(
            usager=usager, by=None, family_name="Roche", relation=Relation.MJPM, measure="Curatelle renforcée"
        )
    assert "Curatelle renforcée" in text(login(client, ines).get(address("entourage", irene)))
    assert "Curatelle" not in text(login(client, karim).get(address("entourage", irene_at_saad)))


def test_an_alert_is_raised_and_lifted_on_the_screen(client: Client, login: Login, ines: Post, irene: Usager) -> None:
    login(client, ines).post(address("line-new", irene, "allergie"), {"key": str(uuid.uuid4()), "label": "Latex"})
    alert = selectors.alerts_of(irene).get()
    assert alert.label == "Latex"
    client.post(address("line-end", irene, "allergie", alert.id), {"end": "terminee"})
    assert not selectors.alerts_of(irene).exists()


def test_dr_martin_joins_the_circle_from_the_directory(client: Client, login: Login, ines: Post, irene: Usager) -> None:
    (line,) = keep([MARTIN])
    login(client, ines)
    fragment = text(client.get(address("circle-add", irene), {"q": "martin"}, headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert '<option value="medecin_traitant" selected>' in fragment
    client.post(address("circle-add", irene), {"listing": str(line.id), "role": "medecin_traitant"})
    assert [pro.name for pro in selectors.circle_of(irene)] == ["Dr Paul MARTIN"]
    assert "dans le cercle" in text(client.get(address("circle-add", irene), {"q": "martin"}))


def test_from_the_directory_one_chooses_beside_whom(
    client: Client, login: Login, nadia: Post, irene: Usager, marcel: Usager
) -> None:
    (line,) = keep([MARTIN])
    page = text(login(client, nadia).get(reverse("record:circle-pick", args=[line.id]), {"q": "goff"}))
    assert "Marcel LE GOFF" in page
    assert "DUPONT" not in page
    assert client.get(reverse("record:circle-pick", args=[uuid.uuid4()])).status_code == 404


def test_somebody_absent_from_the_directory_is_written_by_hand(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    login(client, ines)
    assert client.post(address("circle-add", irene), {"role": "autre", "name": ""}).status_code == 422
    client.post(address("circle-add", irene), {"role": "social", "name": "Mme Le Gall", "town": "Rennes"})
    assert [pro.town for pro in selectors.circle_of(irene)] == ["Rennes"]


def test_the_circle_of_another_structure_cannot_be_touched(
    client: Client, login: Login, ines: Post, irene: Usager, irene_at_saad: Usager
) -> None:
    theirs = services.add_to_circle(usager=irene_at_saad, by=None, role=CircleRole.AUTRE, name="Mme Le Gall")
    assert login(client, ines).post(address("circle-remove", irene, theirs.id)).status_code == 404
    assert selectors.circle_of(irene_at_saad).exists()


def test_the_team_is_composed_on_the_screen(
    client: Client, login: Login, ines: Post, nadia: Post, irene: Usager, karim: Post
) -> None:
    login(client, ines)
    client.post(address("team-add", irene), {"post": str(nadia.id), "role": "coordination"})
    member = CareTeamMember.objects.get(post=nadia)
    page = text(client.post(address("team-add", irene), {"post": str(karim.id), "role": "soins"}, follow=True))
    assert "Choisissez un professionnel de la structure" in page
    assert not CareTeamMember.objects.filter(post=karim).exists()
    client.post(address("team-remove", irene, member.id))
    assert nadia not in [one.post for one in selectors.team_of(irene)]


def test_leaving_the_team_oneself_goes_back_to_the_list(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    member = CareTeamMember.objects.get(post=ines)
    response = login(client, ines).post(address("team-remove", irene, member.id))
    assert response.url == reverse("record:list")  # type: ignore[attr-defined]


def test_a_contact_is_added_changed_and_removed(client: Client, login: Login, ines: Post, irene: Usager) -> None:
    login(client, ines)
    form = {"given_name": "Léa", "family_name": "Dupont", "relation": "enfant", "call_order": "1", "is_trusted": "on"}
    client.post(address("contact-new", irene), form)
    contact = selectors.contacts_of(irene).get()
    client.post(address("contact", irene, contact.id), form | {"phone": "06 12 34 56 78"})
    contact.refresh_from_db()
    assert (contact.phone, contact.is_trusted) == ("06 12 34 56 78", True)
    client.post(address("contact-remove", irene, contact.id))
    assert not selectors.contacts_of(irene).exists()


def test_only_those_who_write_rights_name_a_guardian(client: Client, login: Login, ines: Post, irene: Usager) -> None:
    assert "Mesure de protection" not in text(login(client, ines).get(address("contact-new", irene)))


def test_aicha_collects_an_agreement_and_it_may_be_withdrawn(
    client: Client, login: Login, aicha: Post, irene: Usager
) -> None:
    login(client, aicha)
    form = {"object": "photo", "decision": "accord", "given_by": "personne", "means": "oral"}
    client.post(address("consents", irene), form)
    assert selectors.agrees(irene, ConsentObject.PHOTO)
    consent = selectors.consents_of(irene).get()
    page = text(client.post(address("consent-withdraw", irene, consent.id), follow=True))
    assert "avec effet immédiat" in page
    assert "retirée le" in page
    assert not selectors.agrees(irene, ConsentObject.PHOTO)


def test_who_speaks_for_the_person_is_named(client: Client, login: Login, aicha: Post, irene: Usager) -> None:
    form = {"object": "photo", "decision": "accord", "given_by": "representant", "means": "oral"}
    response = login(client, aicha).post(address("consents", irene), form)
    assert response.status_code == 422
    assert "Écrivez le nom" in text(response)


def test_a_secretary_does_not_withdraw_an_agreement_on_care(
    client: Client, login: Login, sophie: Post, aicha: Post, irene: Usager
) -> None:
    consent = services.collect_consent(usager=irene, object=ConsentObject.PHOTO, decision=Decision.ACCORD, by=aicha)
    response = login(client, sophie).post(address("consent-withdraw", irene, consent.id))
    assert response.status_code == 403
    assert selectors.agrees(irene, ConsentObject.PHOTO)


def test_the_director_reads_who_read_and_that_is_traced(
    client: Client, login: Login, helene: Post, aicha: Post, karim: Post, irene: Usager
) -> None:
    login(client, aicha).get(address("synthesis", irene))
    login(client, karim).get(address("synthesis", irene))
    page = text(login(client, helene).get(address("readers", irene)))
    assert "Aïcha BENALI" in page
    assert "a lu l'identité et les coordonnées" in page
    assert TraceEvent.objects.filter(action="usager.read", detail__kind="traces", post_id=helene.id).exists()
    fragment = text(client.get(address("readers", irene), {"seulement": "lectures"}, headers={"HX-Request": "true"}))
    assert "<html" not in fragment
    assert "vérifié une pièce" not in fragment


def test_the_trail_is_closed_to_the_team_and_to_other_structures(
    client: Client, login: Login, ines: Post, karim: Post, irene: Usager
) -> None:
    closed = login(client, ines).get(address("readers", irene))
    assert closed.status_code == 403
    assert "Directrice" in text(closed)
    assert login(client, karim).get(address("readers", irene)).status_code == 404


def test_the_trail_costs_the_same_for_five_or_fifty(
    client: Client, login: Login, helene: Post, ines: Post, irene: Usager
) -> None:
    login(client, helene)
    few = cost(client, address("readers", irene))
    for _ in range(60):
        services.raise_alert(usager=irene, by=ines, kind=AlertKind.RISQUE, label="chute")
    assert cost(client, address("readers", irene)) == few <= CEILING


NEW = {"birth_name": "Dupond", "given_names": "Irène", "birth_date": "12/03/1938", "sex": "F", "really": ""}


def test_a_person_resembling_another_asks_before_a_second_record(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    login(client, ines)
    asked = client.post(reverse("record:new"), NEW)
    assert asked.status_code == 422
    assert "Est-elle déjà suivie ici" in text(asked)
    assert "Irène DUPONT" in text(asked)
    assert Usager.objects.count() == 1
    client.post(reverse("record:new"), NEW | {"really": "1"})
    assert Usager.objects.count() == 2


def test_somebody_alike_out_of_scope_is_told_without_a_name(
    client: Client, login: Login, ines: Post, ssiad: Structure
) -> None:
    meet(ssiad, IRENE, used_given_name="Irène")
    page = text(login(client, ines).post(reverse("record:new"), NEW))
    assert "hors de votre équipe" in page
    assert "DUPONT" not in page


def test_a_new_person_is_followed_by_who_opened_her_record(client: Client, login: Login, ines: Post) -> None:
    response = login(client, ines).post(reverse("record:new"), NEW)
    usager = Usager.objects.get()
    assert response.url == address("synthesis", usager)  # type: ignore[attr-defined]
    assert selectors.current_stay(usager) is not None
    assert [member.post for member in selectors.team_of(usager)] == [ines]


def test_a_wrong_matricule_creates_nothing_at_all(client: Client, login: Login, ines: Post) -> None:
    response = login(client, ines).post(reverse("record:new"), NEW | {"matricule": "238033523800189"})
    assert response.status_code == 422
    assert "clé" in text(response)
    assert not Usager.objects.exists()


def test_a_nursing_assistant_does_not_open_records(client: Client, login: Login, aicha: Post) -> None:
    assert login(client, aicha).get(reverse("record:new")).status_code == 403


def test_a_stay_ends_and_another_begins(client: Client, login: Login, ines: Post, irene: Usager) -> None:
    login(client, ines)
    stay = selectors.current_stay(irene)
    assert stay is not None
    page = text(client.post(address("stay-leave", irene), {"ends_on": "2020-01-01"}))
    assert "précéder" in page
    client.post(address("stay-leave", irene), {"ends_on": stay.starts_on.isoformat(), "reason": "retour"})
    stay.refresh_from_db()
    assert stay.exit_reason == "retour"


def picture() -> bytes:
    out = io.BytesIO()
    image = Image.new("RGB", (1200, 800), "teal")
    exif = Image.Exif()
    exif[0x010F] = "Appareil"
    image.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_face_is_kept_small_without_what_the_camera_wrote(
    client: Client, login: Login, ines: Post, irene: Usager
) -> None:
    login(client, ines).post(address("photo-change", irene), {"photo": SimpleUploadedFile("p.jpg", picture())})
    response = client.get(address("photo", irene))
    kept = Image.open(io.BytesIO(response.content))
    assert (kept.size, dict(kept.getexif())) == ((480, 480), {})
    assert response["Cache-Control"] == "private, no-store"
    assert address("photo", irene) in text(client.get(address("synthesis", irene)))


def test_what_is_not_a_photo_is_refused_in_words(client: Client, login: Login, ines: Post, irene: Usager) -> None:
    sent = {"photo": SimpleUploadedFile("p.jpg", b"<svg onload=alert(1)>")}
    assert "n'est pas une photo lisible" in text(
        login(client, ines).post(address("photo-change", irene), sent, follow=True)
    )
    assert client.get(address("photo", irene)).status_code == 404
