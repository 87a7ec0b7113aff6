"""What a person closes is closed at once, for whom she says and for nobody else (specs/product §3.5, rule 1)."""

from __future__ import annotations

import pytest
from django.http import Http404

from alentour.accounts.enums import Act, DataClass, Metier
from alentour.accounts.models import Post
from alentour.accounts.rights import can
from alentour.audit.models import TraceEvent
from alentour.core.doors import ClosedDoor, Refused
from alentour.identity.models import Usager
from alentour.record import oppositions
from alentour.record.access import door, meets, readable, readable_usagers, visible_usagers

pytestmark = pytest.mark.django_db


def again(post: Post) -> Post:
    """The same post at its next request."""
    return Post.objects.get(pk=post.pk)


def test_an_opposition_to_a_metier_closes_that_door_and_no_other(aicha: Post, ines: Post, irene: Usager) -> None:
    oppositions.oppose(usager=irene, kind=DataClass.SOINS, by=ines, metier=Metier.AIDE_SOIGNANT)
    with pytest.raises(ClosedDoor) as closed:
        door(again(aicha), irene.id, Act.READ, DataClass.SOINS)
    assert "opposée" in closed.value.why
    assert TraceEvent.objects.filter(action="usager.opposed", post_id=aicha.id, result="refused").exists()
    assert door(again(aicha), irene.id, Act.READ, DataClass.SANTE) == irene
    assert door(again(ines), irene.id, Act.READ, DataClass.SOINS) == irene


def test_neither_reading_nor_writing_passes(aicha: Post, ines: Post, irene: Usager) -> None:
    oppositions.oppose(usager=irene, kind=DataClass.SOINS, by=ines, metier=Metier.AIDE_SOIGNANT)
    with pytest.raises(ClosedDoor):
        door(again(aicha), irene.id, Act.WRITE, DataClass.SOINS)


def test_the_rest_of_the_screen_hears_of_it_too(aicha: Post, ines: Post, irene: Usager) -> None:
    oppositions.oppose(usager=irene, kind=DataClass.SANTE, by=ines, metier=Metier.AIDE_SOIGNANT)
    post = again(aicha)
    assert can(post, Act.READ, DataClass.SANTE)
    door(post, irene.id, Act.READ, DataClass.IDENTITE)
    assert not can(post, Act.READ, DataClass.SANTE)


def test_taken_back_the_door_opens_at_once(aicha: Post, ines: Post, irene: Usager) -> None:
    row = oppositions.oppose(usager=irene, kind=DataClass.SOINS, by=ines, metier=Metier.AIDE_SOIGNANT)
    oppositions.withdraw(opposition=row, by=ines)
    assert door(again(aicha), irene.id, Act.READ, DataClass.SOINS) == irene
    assert list(oppositions.of_usager(irene, past=True)) == [row]


def test_lists_and_exports_leave_her_out_for_that_kind_only(
    aicha: Post, ines: Post, irene: Usager, marcel: Usager
) -> None:
    oppositions.oppose(usager=irene, kind=DataClass.SOINS, by=ines, metier=Metier.INFIRMIER)
    assert set(readable_usagers(ines, DataClass.SOINS)) == {marcel}
    assert set(readable_usagers(ines, DataClass.SANTE)) == {irene, marcel}
    assert not readable(ines, irene, DataClass.SOINS)
    assert readable(aicha, irene, DataClass.SOINS)


def test_a_named_professional_may_lose_the_whole_record(aicha: Post, ines: Post, irene: Usager) -> None:
    oppositions.oppose(usager=irene, kind=DataClass.IDENTITE, by=ines, post=aicha)
    assert not visible_usagers(aicha).exists()
    assert not meets(again(aicha), irene.id)
    with pytest.raises(Http404):
        door(again(aicha), irene.id, Act.READ, DataClass.IDENTITE)
    assert door(again(ines), irene.id, Act.READ, DataClass.IDENTITE) == irene


def test_another_structure_is_not_concerned(ines: Post, karim: Post, irene: Usager, irene_at_saad: Usager) -> None:
    from alentour.record.services import add_to_team

    add_to_team(usager=irene_at_saad, post=karim, by=None)
    oppositions.oppose(usager=irene, kind=DataClass.TRANSMISSIONS_VIE, by=ines, metier=Metier.AIDE_DOMICILE)
    assert door(again(karim), irene_at_saad.id, Act.READ, DataClass.TRANSMISSIONS_VIE) == irene_at_saad


def test_said_twice_it_is_one_decision_and_the_firmer_stands(ines: Post, irene: Usager) -> None:
    first = oppositions.oppose(usager=irene, kind=DataClass.SOINS, by=ines, metier=Metier.INFIRMIER)
    again = oppositions.oppose(usager=irene, kind=DataClass.SOINS, by=ines, metier=Metier.INFIRMIER, in_emergency=True)
    assert first == again
    assert oppositions.of_usager(irene).get().in_emergency


@pytest.mark.parametrize(
    ("kind", "metier", "sentence"),
    [
        (DataClass.INS, Metier.SECRETAIRE, "La loi ne permet pas"),
        (DataClass.IDENTITE, Metier.AIDE_SOIGNANT, "par son nom"),
        (DataClass.SOINS, None, "Choisissez un métier"),
    ],
)
def test_what_cannot_be_closed_is_said(
    ines: Post, irene: Usager, kind: DataClass, metier: Metier | None, sentence: str
) -> None:
    with pytest.raises(Refused) as refusal:
        oppositions.oppose(usager=irene, kind=kind, by=ines, metier=metier)
    assert sentence in refusal.value.sentence


def test_a_home_helper_does_not_collect_it(karim: Post, irene_at_saad: Usager) -> None:
    with pytest.raises(Refused):
        oppositions.oppose(usager=irene_at_saad, kind=DataClass.PROJET, by=karim, metier=Metier.DIRECTEUR)


def test_the_trail_holds_the_decision_and_no_health_text(ines: Post, irene: Usager) -> None:
    oppositions.oppose(usager=irene, kind=DataClass.SOINS, by=ines, metier=Metier.INFIRMIER, note="sa voisine")
    event = TraceEvent.objects.get(action="opposition.collected")
    assert event.detail["kind"] == "soins"
    assert "voisine" not in str(event.detail) + event.reason
