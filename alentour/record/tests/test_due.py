"""What the record reminds of, to whom can do something about it; and the whole record in one frozen object."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from alentour.accounts.models import Post, Structure
from alentour.identity.models import Usager
from alentour.identity.tests.people import JEAN, meet
from alentour.record import models, selectors, services
from alentour.record.content import allergies_are_known, content_of
from alentour.record.enums import (
    AlertKind,
    DirectiveState,
    EntitlementKind,
    HabitTheme,
    MovementKind,
    ProtectionKind,
    Relation,
)

pytestmark = pytest.mark.django_db


def said(post: Post) -> list[str]:
    return [one.said for one in selectors.due_for(post)]


def in_days(days: int) -> object:
    return timezone.localdate() + timedelta(days=days)


def test_the_nurse_is_asked_for_what_was_never_asked(ines: Post, aicha: Post, irene: Usager, marcel: Usager) -> None:
    assert said(ines) == ["À renseigner : allergies"]
    models.Stay.objects.filter(usager=irene).update(starts_on=in_days(-40))
    assert said(ines) == ["À renseigner : allergies et directives anticipées"]
    services.state_no_allergy(usager=irene, by=ines)
    services.write(models.Directive, usager=irene, by=ines, state=DirectiveState.INCONNU)
    assert said(ines) == ["À renseigner : directives anticipées"]
    services.correct(selectors.directive_of(irene), by=ines, state=DirectiveState.AUCUNE)  # type: ignore[type-var]
    assert said(ines) == []
    assert said(aicha) == []


def test_the_director_renews_rights_and_reviews_measures(helene: Post, ines: Post, irene: Usager) -> None:
    services.protect(usager=irene, by=None, holder="UDAF", kind=ProtectionKind.TUTELLE, review_on=in_days(30))
    services.protect(usager=irene, by=None, holder="UDAF", kind=ProtectionKind.TUTELLE, review_on=in_days(300))
    services.write(models.Entitlement, usager=irene, by=None, kind=EntitlementKind.AAH, ends_on=in_days(100))
    services.write(models.Entitlement, usager=irene, by=None, kind=EntitlementKind.APA, ends_on=in_days(400))
    assert said(helene) == ["Mesure de protection à revoir : tutelle", "Droit à renouveler : AAH"]
    assert not any("Droit" in one or "Mesure" in one for one in said(ines))


def test_who_is_there_is_asked_about_a_return_that_was_expected(aicha: Post, ines: Post, irene: Usager) -> None:
    stay = selectors.current_stay(irene)
    assert stay is not None
    models.Stay.objects.filter(pk=stay.pk).update(starts_on=in_days(-10), planned_end=in_days(-1))
    services.go_out(
        stay=stay, by=ines, kind=MovementKind.FAMILLE, at=timezone.now() - timedelta(days=5), expected_on=in_days(-2)
    )
    assert said(aicha) == ["Retour attendu, pas encore noté"]
    assert "Départ prévu, à confirmer" in said(ines)
    assert all(one.late for one in selectors.due_for(aicha))


def test_another_team_is_reminded_of_nothing(aicha: Post, karim: Post, marcel: Usager, ines: Post) -> None:
    services.admit(usager=marcel, by=ines)
    assert said(karim) == []
    assert said(aicha) == []


def test_the_reminders_cost_the_same_for_one_or_thirty(
    nadia: Post, ssiad: Structure, irene: Usager, django_assert_max_num_queries: Callable[..., object]
) -> None:
    for n in range(30):
        other = meet(ssiad, JEAN)
        services.admit(usager=other, by=None)
        services.write(models.Vaccination, usager=other, by=None, vaccine="Grippe", done_on="2025", due_on=in_days(n))
    with django_assert_max_num_queries(6):  # type: ignore[attr-defined]
        assert len(selectors.due_for(nadia)) == 40


def test_the_whole_record_in_a_fixed_number_of_queries(
    ines: Post, irene: Usager, django_assert_max_num_queries: Callable[..., object]
) -> None:
    services.raise_alert(usager=irene, by=ines, kind=AlertKind.ALLERGIE, label="Latex", reaction="eczéma")
    habit = services.write(models.Habit, usager=irene, by=ines, theme=HabitTheme.REPAS, text="Mixé.")
    services.correct(habit, by=ines, text="Mixé lisse.")
    services.save_contact(usager=irene, by=ines, family_name="Dupont", relation=Relation.ENFANT, phone="06")
    stay = selectors.current_stay(irene)
    assert stay is not None
    for _ in range(5):
        services.write(models.Device, usager=irene, by=ines, kind="lunettes", label="de loin")
    services.go_out(stay=stay, by=ines, kind=MovementKind.HOSPITALISATION, at=timezone.now(), where="CHU")
    with django_assert_max_num_queries(24):  # type: ignore[attr-defined]
        content = content_of(irene)
    assert content.whereabouts.hospitalised
    assert (content.allergies[0]["label"], content.allergies[0]["reaction"]) == ("Latex", "eczéma")
    assert (content.habits[0].id, content.habits[0].version, content.habits[0]["text"]) == (habit.pk, 2, "Mixé lisse.")
    assert content.habits[0].written_by == "Inès MOREAU"
    assert content.contacts[0]["phone"] == "06"
    assert content.stays[0]["place"] == "secteur Nord"
    assert content.movements[0]["where"] == "CHU"
    assert len(content.devices) == 5
    assert allergies_are_known(content)
