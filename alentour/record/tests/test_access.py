"""The door: what does not exist, what is closed, what is traced."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import Http404
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post, Structure
from alentour.accounts.services import create_professional, open_post
from alentour.audit.models import TraceEvent
from alentour.core.doors import ClosedDoor
from alentour.identity.models import Usager
from alentour.record.access import door, visible_usagers
from alentour.record.models import CareTeamMember
from alentour.record.services import add_to_team, remove_from_team

pytestmark = pytest.mark.django_db


def test_a_reader_of_the_team_passes_and_the_read_is_traced(aicha: Post, irene: Usager) -> None:
    assert door(aicha, irene.id, Act.READ, DataClass.SANTE) == irene
    trace = TraceEvent.objects.get(action="usager.read")
    assert (trace.post_id, trace.usager_id, trace.detail["kind"]) == (aicha.id, irene.id, "sante")


def test_karim_does_not_see_the_irene_of_another_structure(karim: Post, irene: Usager) -> None:
    with pytest.raises(Http404):
        door(karim, irene.id, Act.READ, DataClass.IDENTITE)


def test_karim_does_not_see_the_irene_of_his_own_structure_either(karim: Post, irene_at_saad: Usager) -> None:
    with pytest.raises(Http404):
        door(karim, irene_at_saad.id, Act.READ, DataClass.IDENTITE)
    trace = TraceEvent.objects.get(action="usager.hidden")
    assert (trace.post_id, trace.usager_id, trace.result) == (karim.id, irene_at_saad.id, "refused")


def test_in_her_team_karim_meets_her_but_no_medical_door_opens(karim: Post, irene_at_saad: Usager) -> None:
    add_to_team(usager=irene_at_saad, post=karim, by=None)
    assert door(karim, irene_at_saad.id, Act.READ, DataClass.IDENTITE) == irene_at_saad
    with pytest.raises(ClosedDoor):
        door(karim, irene_at_saad.id, Act.READ, DataClass.SANTE)
    assert TraceEvent.objects.filter(action="usager.closed", usager_id=irene_at_saad.id, result="refused").count() == 1


def test_a_write_is_not_traced_as_a_read(ines: Post, irene: Usager) -> None:
    door(ines, irene.id, Act.WRITE, DataClass.SOINS)
    assert not TraceEvent.objects.filter(action="usager.read").exists()


def test_leaving_the_team_closes_the_record_at_once(aicha: Post, ines: Post, irene: Usager) -> None:
    remove_from_team(member=CareTeamMember.objects.get(post=aicha), by=ines)
    with pytest.raises(Http404):
        door(aicha, irene.id, Act.READ, DataClass.IDENTITE)


def test_a_place_in_the_team_holds_only_between_its_dates(aicha: Post, marcel: Usager) -> None:
    today = timezone.localdate()
    member = add_to_team(usager=marcel, post=aicha, by=None, starts_on=today + timedelta(days=1))
    assert marcel not in visible_usagers(aicha)
    CareTeamMember.objects.filter(pk=member.pk).update(starts_on=today - timedelta(days=9), ends_on=today)
    assert marcel in visible_usagers(aicha)
    CareTeamMember.objects.filter(pk=member.pk).update(ends_on=today - timedelta(days=1))
    assert marcel not in visible_usagers(aicha)


def test_the_whole_structure_is_open_to_the_coordinator_and_only_hers(
    nadia: Post, irene: Usager, marcel: Usager, irene_at_saad: Usager
) -> None:
    assert set(visible_usagers(nadia)) == {irene, marcel}


@pytest.mark.parametrize("metier", [Metier.DPO, Metier.ADMIN])
def test_dpo_and_administrator_meet_nobody(ssiad: Structure, irene: Usager, metier: Metier) -> None:
    person = create_professional(family_name="Le Gall", given_name="Alan", username="alan")
    post = open_post(professional=person, structure=ssiad, metier=metier, profession_code="")
    assert not visible_usagers(post).exists()


def test_meeting_two_hundred_persons_costs_one_query(
    nadia: Post, irene: Usager, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        list(visible_usagers(nadia))
