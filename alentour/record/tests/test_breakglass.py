"""Breaking the glass: one person, one hour, to read, in front of everybody (specs/product §3.6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.http import Http404
from django.utils import timezone

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post, Structure
from alentour.accounts.services import create_professional, open_post
from alentour.audit.models import TraceEvent
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager
from alentour.record import breakglass, oppositions, trail
from alentour.record.access import door, visible_usagers
from alentour.record.barriers import BreakGlass, BreakGlassNotice, EmergencyReason, Verdict

pytestmark = pytest.mark.django_db

WHAT = "Appelée par sa voisine, Marcel est au sol et ne répond pas."


def again(post: Post) -> Post:
    """The same post at its next request."""
    return Post.objects.get(pk=post.pk)


def broken(post: Post, usager: Usager, reason: EmergencyReason = EmergencyReason.URGENCE) -> BreakGlass:
    return breakglass.open_access(by=post, usager=usager, reason=reason, text=WHAT)


@pytest.fixture
def seat(ssiad: Structure) -> Callable[[Metier], Post]:
    """Somebody of the SSIAD in a métier."""

    def make(metier: Metier) -> Post:
        person = create_professional(family_name="Le Bihan", given_name=metier.label[:20])
        return open_post(professional=person, structure=ssiad, metier=metier, profession_code="000")

    return make


def test_it_opens_a_record_outside_the_team_to_reading(aicha: Post, marcel: Usager) -> None:
    with pytest.raises(Http404):
        door(again(aicha), marcel.id, Act.READ, DataClass.IDENTITE)
    broken(aicha, marcel)
    assert door(again(aicha), marcel.id, Act.READ, DataClass.SANTE) == marcel
    assert marcel not in visible_usagers(aicha)


@pytest.mark.parametrize("act", [Act.WRITE, Act.VALIDATE])
def test_nothing_is_written_through_it(aicha: Post, marcel: Usager, act: Act) -> None:
    broken(aicha, marcel)
    with pytest.raises(ClosedDoor) as closed:
        door(again(aicha), marcel.id, act, DataClass.TRANSMISSIONS_SOIN)
    assert "lecture seule" in closed.value.why or act == Act.VALIDATE


def test_it_opens_no_more_than_the_metier_does(aicha: Post, marcel: Usager) -> None:
    broken(aicha, marcel)
    for kind in (DataClass.PRESCRIPTION, DataClass.PSYCHOLOGUE, DataClass.MESSAGERIE):
        with pytest.raises(ClosedDoor):
            door(again(aicha), marcel.id, Act.READ, kind)


def test_it_opens_one_person(aicha: Post, marcel: Usager, ines: Post, ssiad: Structure) -> None:
    from alentour.identity.tests.people import YVONNE, meet

    yvonne = meet(ssiad, YVONNE)
    broken(aicha, marcel)
    with pytest.raises(Http404):
        door(again(aicha), yvonne.id, Act.READ, DataClass.IDENTITE)


def test_it_opens_to_one_professional(aicha: Post, seat: Callable[[Metier], Post], marcel: Usager) -> None:
    broken(aicha, marcel)
    with pytest.raises(Http404):
        door(seat(Metier.AIDE_SOIGNANT), marcel.id, Act.READ, DataClass.IDENTITE)


def test_it_lasts_one_hour_to_the_second(aicha: Post, marcel: Usager) -> None:
    row = broken(aicha, marcel)
    assert row.until - row.started_at == timedelta(hours=1)
    with at(row.until - timedelta(seconds=1)):
        assert door(again(aicha), marcel.id, Act.READ, DataClass.IDENTITE) == marcel
    with at(row.until), pytest.raises(Http404):
        door(again(aicha), marcel.id, Act.READ, DataClass.IDENTITE)


def at(moment: datetime) -> object:
    return patch("django.utils.timezone.now", return_value=moment)


def test_closed_by_hand_it_ends_at_once(aicha: Post, marcel: Usager) -> None:
    breakglass.close(row=broken(aicha, marcel), by=aicha)
    with pytest.raises(Http404):
        door(again(aicha), marcel.id, Act.READ, DataClass.IDENTITE)
    assert TraceEvent.objects.filter(action="breakglass.ended", usager_id=marcel.id).exists()


@pytest.mark.parametrize(
    "metier",
    [
        Metier.ADMIN,
        Metier.DPO,
        Metier.HOTELIER,
        Metier.SECRETAIRE,
        Metier.DIRECTEUR,
        Metier.AIDE_DOMICILE,
        Metier.ANIMATEUR,
    ],
)
def test_it_is_not_for_who_answers_for_accounts_traces_or_rooms(
    seat: Callable[[Metier], Post], marcel: Usager, metier: Metier
) -> None:
    post = seat(metier)
    assert not breakglass.eligible(post)
    with pytest.raises(Refused):
        broken(post, marcel)
    with pytest.raises(ClosedDoor):
        breakglass.find(by=post, name="LE GOFF", birth_date="1941-09-05")


def test_it_never_crosses_structures(martin: Post, marcel: Usager) -> None:
    assert breakglass.find(by=martin, name="LE GOFF", birth_date="1941-09-05") == []
    with pytest.raises(Refused):
        broken(martin, marcel)


def test_a_reason_is_written(aicha: Post, marcel: Usager) -> None:
    with pytest.raises(Refused) as refusal:
        breakglass.open_access(by=aicha, usager=marcel, reason=EmergencyReason.URGENCE, text="urgent")
    assert "15 caractères" in refusal.value.sentence
    with pytest.raises(Refused):
        breakglass.open_access(by=aicha, usager=marcel, reason=EmergencyReason.URGENCE, text="a" * 10**6)


def test_asked_twice_it_is_one_access(aicha: Post, nadia: Post, marcel: Usager) -> None:
    assert broken(aicha, marcel) == broken(aicha, marcel)
    assert BreakGlassNotice.objects.count() == 1


def test_who_answers_for_the_record_is_told_at_once(
    aicha: Post, nadia: Post, helene: Post, sophie: Post, seat: Callable[[Metier], Post], marcel: Usager
) -> None:
    dpo = seat(Metier.DPO)
    row = broken(aicha, marcel)
    assert {notice.post_id for notice in BreakGlassNotice.objects.all()} == {nadia.id, dpo.id}
    assert breakglass.notices(nadia).get().access == row
    breakglass.acknowledge(row=row, by=nadia)
    assert not breakglass.notices(nadia).exists()
    assert breakglass.notices(dpo).exists()


def test_without_a_dpo_the_director_is_told(aicha: Post, nadia: Post, helene: Post, marcel: Usager) -> None:
    broken(aicha, marcel)
    assert {notice.post_id for notice in BreakGlassNotice.objects.all()} == {nadia.id, helene.id}


def test_start_each_read_and_end_are_traced_with_the_reason(aicha: Post, marcel: Usager) -> None:
    row = broken(aicha, marcel)
    door(again(aicha), marcel.id, Act.READ, DataClass.SANTE)
    breakglass.close(row=row, by=aicha)
    events = TraceEvent.objects.filter(usager_id=marcel.id, post_id=aicha.id).order_by("sequence")
    assert [(one.action, one.reason) for one in events] == [
        ("breakglass.opened", "urgence:urgence"),
        ("usager.read", "urgence:urgence"),
        ("breakglass.ended", "urgence:urgence"),
    ]
    assert not any(WHAT in str(one.detail) for one in events)


def test_the_person_reads_it_in_who_read_my_file(aicha: Post, marcel: Usager) -> None:
    broken(aicha, marcel)
    door(again(aicha), marcel.id, Act.READ, DataClass.SANTE)
    said = [line.what for line in trail.lines(trail.of_usager(marcel))]
    assert any("accès d'urgence" in what and "Urgence de soin" in what for what in said)


def test_the_search_wants_the_exact_name_and_birth_date(aicha: Post, marcel: Usager) -> None:
    assert breakglass.find(by=aicha, name="le goff", birth_date="1941-09-05") == [marcel]
    assert breakglass.find(by=aicha, name="Marcel Le Goff", birth_date="1941-09-05") == [marcel]
    assert breakglass.find(by=aicha, name="LE GOF", birth_date="1941-09-05") == []
    assert breakglass.find(by=aicha, name="LE GOFF", birth_date="1941-09-06") == []
    tries = TraceEvent.objects.filter(action="breakglass.searched", post_id=aicha.id)
    assert tries.count() == 4
    assert not any("GOF" in str(one.detail).upper() for one in tries)


def test_the_search_is_bounded(aicha: Post, marcel: Usager) -> None:
    for _ in range(breakglass.TRIES):
        breakglass.find(by=aicha, name="PERSONNE", birth_date="1900-01-01")
    with pytest.raises(Refused):
        breakglass.find(by=aicha, name="LE GOFF", birth_date="1941-09-05")
    with at(timezone.now() + timedelta(minutes=61)):
        assert breakglass.find(by=aicha, name="LE GOFF", birth_date="1941-09-05") == [marcel]


def test_an_emergency_does_not_pass_what_was_refused_to_a_named_professional(
    aicha: Post, ines: Post, marcel: Usager
) -> None:
    oppositions.oppose(usager=marcel, kind=DataClass.IDENTITE, by=ines, post=aicha)
    assert breakglass.find(by=aicha, name="LE GOFF", birth_date="1941-09-05") == []
    with pytest.raises(Refused) as refusal:
        broken(aicha, marcel, EmergencyReason.VITALE)
    assert "opposée" in refusal.value.sentence


def test_an_opposition_made_during_the_hour_closes_at_once(aicha: Post, ines: Post, marcel: Usager) -> None:
    broken(aicha, marcel, EmergencyReason.VITALE)
    oppositions.oppose(usager=marcel, kind=DataClass.IDENTITE, by=ines, post=aicha)
    with pytest.raises(Http404):
        door(again(aicha), marcel.id, Act.READ, DataClass.IDENTITE)


@pytest.mark.parametrize(
    ("reason", "even_then", "opens"),
    [
        (EmergencyReason.VITALE, False, True),
        (EmergencyReason.VITALE, True, False),
        (EmergencyReason.URGENCE, False, False),
    ],
)
def test_an_opposition_to_a_metier_passes_only_for_a_risk_to_a_life_that_cannot_speak(
    aicha: Post, ines: Post, irene: Usager, reason: EmergencyReason, even_then: bool, opens: bool
) -> None:
    oppositions.oppose(usager=irene, kind=DataClass.SANTE, by=ines, metier=Metier.AIDE_SOIGNANT, in_emergency=even_then)
    broken(aicha, irene, reason)
    if opens:
        assert door(again(aicha), irene.id, Act.READ, DataClass.SANTE) == irene
    else:
        with pytest.raises(ClosedDoor):
            door(again(aicha), irene.id, Act.READ, DataClass.SANTE)


def test_in_my_team_an_emergency_takes_no_right_away(aicha: Post, ines: Post, irene: Usager) -> None:
    oppositions.oppose(usager=irene, kind=DataClass.SANTE, by=ines, metier=Metier.AIDE_SOIGNANT)
    broken(aicha, irene, EmergencyReason.VITALE)
    assert door(again(aicha), irene.id, Act.WRITE, DataClass.SOINS) == irene


def test_the_review_is_for_who_reads_the_trail_and_never_for_oneself(
    aicha: Post, helene: Post, nadia: Post, marcel: Usager
) -> None:
    row = broken(aicha, marcel)
    with pytest.raises(ClosedDoor):
        breakglass.review(row=row, by=nadia, verdict=Verdict.JUSTIFIE)
    breakglass.review(row=row, by=helene, verdict=Verdict.EQUIPE, note="Mettre l'équipe à jour.")
    row.refresh_from_db()
    assert (row.verdict, row.reviewed_by) == (Verdict.EQUIPE, helene)
    assert list(breakglass.latest(helene)) == [row]
    assert list(breakglass.latest(nadia)) == [row]
    assert list(breakglass.latest(aicha)) == []
