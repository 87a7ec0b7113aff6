"""The private notes of a psychologist: theirs alone; sharing is an act; the trace says only that there was one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post, Structure
from alentour.accounts.services import create_professional, open_post
from alentour.audit.models import TraceEvent
from alentour.care import services
from alentour.care.enums import Category
from alentour.care.models import PrivateNote, Transmission
from alentour.care.selectors.notes import notes_of
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager
from alentour.record import breakglass
from alentour.record.access import door
from alentour.record.barriers import EmergencyReason
from alentour.record.models import CareTeamMember
from alentour.record.services import add_to_team

At = Callable[[Post], Client]


def psychologist(structure: Structure, given: str) -> Post:
    person = create_professional(family_name="Caron", given_name=given)
    return open_post(professional=person, structure=structure, metier=Metier.PSYCHOLOGUE, profession_code="93")


@pytest.fixture
def lou(ssiad: Structure, irene: Usager) -> Post:
    post = psychologist(ssiad, "Lou")
    add_to_team(usager=irene, post=post, by=None)
    return post


@pytest.fixture
def note(lou: Post, irene: Usager) -> PrivateNote:
    return services.write_note(usager=irene, by=lou, text="Parle de son frère, à reprendre.", key="k")


def test_it_is_written_once_and_read_by_its_author_alone(
    note: PrivateNote, lou: Post, ssiad: Structure, ines: Post, helene: Post, martin: Post, nadia: Post, irene: Usager
) -> None:
    assert services.write_note(usager=irene, by=lou, text="Autre.", key="k").pk == note.pk
    assert list(notes_of(lou, irene)) == [note]
    colleague = psychologist(ssiad, "Alix")
    add_to_team(usager=irene, post=colleague, by=None)
    for other in (colleague, ines, helene, martin, nadia):
        assert not notes_of(other, irene).exists()
    for other in (ines, helene):
        with pytest.raises(ClosedDoor):
            services.write_note(usager=irene, by=other, text="Non.")
    with pytest.raises(Refused, match="Seule la personne"):
        services.share_note(note=note, by=colleague, text="Non.")


def test_the_director_and_the_others_meet_a_closed_door(
    at: At, note: PrivateNote, ssiad: Structure, helene: Post, ines: Post, karim: Post, irene: Usager
) -> None:
    colleague = psychologist(ssiad, "Alix")
    add_to_team(usager=irene, post=colleague, by=None)
    there, share = reverse("care:notes", args=[irene.id]), reverse("care:note-share", args=[note.id])
    for post, status in ((helene, 403), (ines, 403), (karim, 404)):
        assert at(post).get(there).status_code == status
    assert "son frère" not in at(colleague).get(there).content.decode()
    for post in (colleague, helene, ines, karim):
        assert at(post).post(share, {"shared": "Non."}).status_code == 404


def test_an_emergency_does_not_open_it_even_to_its_author(at: At, note: PrivateNote, lou: Post, irene: Usager) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    CareTeamMember.objects.filter(post=lou).update(ends_on=yesterday)
    assert at(lou).get(reverse("care:notes", args=[irene.id])).status_code == 404
    breakglass.open_access(by=lou, usager=irene, reason=EmergencyReason.VITALE, text="Malaise grave au foyer ce soir.")
    assert door(lou, irene.id, Act.READ, DataClass.IDENTITE) == irene
    assert not notes_of(lou, irene).exists()
    assert at(lou).get(reverse("care:notes", args=[irene.id])).status_code == 403


def test_the_trace_says_that_there_was_one_and_no_more(note: PrivateNote, irene: Usager) -> None:
    event = TraceEvent.objects.get(action="note.private")
    assert event.usager_id == irene.id
    assert str(note.pk) not in str([getattr(event, field.attname) for field in TraceEvent._meta.fields])


def test_sharing_is_an_act_done_once_and_the_note_stays_private(
    at: At, note: PrivateNote, lou: Post, irene: Usager
) -> None:
    browser, url = at(lou), reverse("care:note-share", args=[note.id])
    empty = browser.post(url, {"shared": "  "})
    assert (empty.status_code, Transmission.objects.count()) == (422, 0)
    assert "Partagé" in browser.post(url, {"shared": "Souhaite revoir son frère."}, follow=True).content.decode()
    again = browser.post(url, {"shared": "Encore."})
    assert (again.status_code, "déjà partagée" in again.content.decode()) == (422, True)
    (line,) = Transmission.objects.all()
    note.refresh_from_db()
    assert (line.category, line.data, note.shared_as) == (Category.PSY, "Souhaite revoir son frère.", line)
    assert note.text == "Parle de son frère, à reprendre."


@pytest.mark.parametrize(("text", "words"), [("  ", "vide"), ("a" * 1_000_000, "trop longue")])
def test_what_cannot_be_is_refused_and_kept(at: At, lou: Post, irene: Usager, text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        services.write_note(usager=irene, by=lou, text=text)
    kept = at(lou).post(reverse("care:notes", args=[irene.id]), {"text": "Un mot.", "done_at": "2099-01-01T10:00"})
    assert (kept.status_code, "Un mot." in kept.content.decode(), "à venir" in kept.content.decode()) == (
        422,
        True,
        True,
    )
