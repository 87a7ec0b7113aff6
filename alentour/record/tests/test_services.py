"""Team, circle, contacts, decisions, stays, alerts: what each gesture does and refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.audit.models import TraceEvent
from alentour.core.doors import Refused
from alentour.directory.services import keep
from alentour.directory.tests.people import MARTIN, PHARMACIE
from alentour.identity.models import Usager
from alentour.record import rules, selectors, services
from alentour.record.enums import AlertKind, CircleRole, ConsentObject, Decision, GivenBy, Means, Relation, StayKind
from alentour.record.models import CareTeamMember, Consent

pytestmark = pytest.mark.django_db
PHOTO = ConsentObject.PHOTO


def agree(usager: Usager, by: Post, object: ConsentObject = PHOTO, decision: Decision = Decision.ACCORD) -> Consent:
    return services.collect_consent(usager=usager, object=object, decision=decision, by=by)


def test_silence_is_not_an_agreement(irene: Usager) -> None:
    assert selectors.consent_in_force(irene, PHOTO) is None
    assert not selectors.agrees(irene, PHOTO)


def test_aicha_collects_the_agreement_for_a_photo(irene: Usager, aicha: Post) -> None:
    consent = agree(irene, aicha)
    assert selectors.agrees(irene, PHOTO)
    assert (consent.given_by, consent.means, consent.collected_by) == (GivenBy.PERSONNE, Means.ORAL, aicha)
    trace = TraceEvent.objects.get(action="consent.collected")
    assert (trace.usager_id, trace.detail["object"], trace.detail["decision"]) == (irene.id, "photo", "accord")


def test_the_last_decision_counts(irene: Usager, aicha: Post) -> None:
    agree(irene, aicha)
    agree(irene, aicha, decision=Decision.REFUS)
    assert not selectors.agrees(irene, PHOTO)
    last = selectors.consent_in_force(irene, PHOTO)
    assert last is not None
    assert last.decision == Decision.REFUS


def test_a_withdrawal_is_effective_at_once_and_does_not_revive_the_former(irene: Usager, aicha: Post) -> None:
    agree(irene, aicha)
    services.withdraw_consent(consent=agree(irene, aicha), by=aicha)
    assert not selectors.agrees(irene, PHOTO)
    assert Consent.objects.count() == 2


def test_a_decision_ends_on_its_day(irene: Usager, aicha: Post) -> None:
    today = timezone.localdate()
    consent = services.collect_consent(usager=irene, object=PHOTO, decision=Decision.ACCORD, by=aicha, until=today)
    assert selectors.agrees(irene, PHOTO)
    Consent.objects.filter(pk=consent.pk).update(until=today - timedelta(days=1))
    assert not selectors.agrees(irene, PHOTO)


def test_a_decision_already_over_is_refused(irene: Usager, aicha: Post) -> None:
    with pytest.raises(Refused, match="déjà passée"):
        services.collect_consent(
            usager=irene,
            object=PHOTO,
            decision=Decision.ACCORD,
            by=aicha,
            until=timezone.localdate() - timedelta(days=1),
        )


def test_a_metier_collects_only_what_its_gestures_need(irene: Usager, aicha: Post, karim: Post, sophie: Post) -> None:
    assert rules.may_collect(aicha, PHOTO)
    assert not rules.may_collect(aicha, ConsentObject.DMP_INFORMATION)
    assert not rules.may_collect(karim, PHOTO)
    with pytest.raises(Refused, match="métier"):
        agree(irene, sophie)


def test_an_opposition_to_the_dmp_is_known(irene: Usager, ines: Post) -> None:
    assert not selectors.objects_to_dmp(irene)
    agree(irene, ines, ConsentObject.DMP_OPPOSITION)
    assert selectors.objects_to_dmp(irene)


def test_each_object_is_collected_by_somebody() -> None:
    assert all(rules.metiers_that_collect(one) for one in ConsentObject)


def test_a_post_of_another_structure_never_joins_the_team(irene: Usager, karim: Post, ines: Post) -> None:
    with pytest.raises(Refused, match="structure"):
        services.add_to_team(usager=irene, post=karim, by=ines)


def test_joining_twice_is_one_place(irene: Usager, ines: Post) -> None:
    assert services.add_to_team(usager=irene, post=ines, by=ines).pk
    assert CareTeamMember.objects.filter(post=ines).count() == 1


def test_leaving_and_coming_back_are_two_places(irene: Usager, aicha: Post, ines: Post) -> None:
    services.remove_from_team(member=CareTeamMember.objects.get(post=aicha), by=ines)
    services.add_to_team(usager=irene, post=aicha, by=ines)
    assert CareTeamMember.objects.filter(post=aicha).count() == 2
    assert [member.post for member in selectors.team_of(irene)].count(aicha) == 1


def test_a_line_of_the_directory_joins_the_circle_as_it_is(irene: Usager, ines: Post) -> None:
    (line,) = keep([MARTIN])
    pro = services.add_to_circle(usager=irene, by=ines, role=CircleRole.MEDECIN_TRAITANT, listing=line)
    assert (pro.name, pro.structure_name, pro.mss_address) == (
        "Dr Paul MARTIN",
        "Cabinet médical du Mail",
        "paul.martin@medecin.mssante.test",
    )
    assert selectors.in_circle(irene, "PAUL.MARTIN@medecin.mssante.test") == pro
    again = services.add_to_circle(usager=irene, by=ines, role=CircleRole.MEDECIN_TRAITANT, listing=line)
    assert again == pro


def test_the_circle_outlives_the_line_of_the_directory(irene: Usager, ines: Post) -> None:
    (line,) = keep([PHARMACIE])
    services.add_to_circle(usager=irene, by=ines, role=CircleRole.PHARMACIE, listing=line)
    line.delete()
    assert [pro.name for pro in selectors.circle_of(irene)] == ["Pharmacie du Mail"]


def test_somebody_without_a_name_is_nobody(irene: Usager, ines: Post) -> None:
    with pytest.raises(Refused, match="nom"):
        services.add_to_circle(usager=irene, by=ines, role=CircleRole.AUTRE, name="")


@pytest.mark.parametrize(
    ("code", "role"),
    [
        ("G15_10/SM26", CircleRole.MEDECIN_TRAITANT),
        ("G15_10/SM15", CircleRole.SPECIALISTE),
        ("G15_60", CircleRole.INFIRMIER),
        ("SA33", CircleRole.PHARMACIE),
        ("", CircleRole.AUTRE),
    ],
)
def test_the_role_proposed_comes_from_the_profession(code: str, role: CircleRole) -> None:
    from alentour.directory.models import Listing

    assert rules.likely_role(Listing(profession_code=code)) == role


def test_leaving_the_circle_keeps_the_history(irene: Usager, ines: Post) -> None:
    pro = services.add_to_circle(usager=irene, by=ines, role=CircleRole.AUTRE, name="Mme Le Gall")
    services.remove_from_circle(pro=pro, by=ines)
    assert not selectors.circle_of(irene).exists()
    pro.refresh_from_db()
    assert pro.ends_on is not None


def test_contacts_are_called_in_their_order(irene: Usager, ines: Post) -> None:
    for order, name in ((2, "Nour"), (1, "Léa")):
        services.save_contact(
            usager=irene, by=ines, given_name=name, family_name="Dupont", relation=Relation.ENFANT, call_order=order
        )
    assert [contact.given_name for contact in selectors.contacts_of(irene)] == ["Léa", "Nour"]
    services.remove_contact(contact=selectors.contacts_of(irene)[0], by=ines)
    assert [contact.given_name for contact in selectors.contacts_of(irene)] == ["Nour"]


def test_one_stay_at_a_time(irene: Usager, ines: Post) -> None:
    with pytest.raises(Refused, match="déjà en cours"):
        services.admit(usager=irene, by=ines)
    stay = selectors.current_stay(irene)
    assert stay is not None
    with pytest.raises(Refused, match="précéder"):
        services.discharge(stay=stay, by=ines, ends_on=stay.starts_on - timedelta(days=1))
    services.discharge(stay=stay, by=ines, ends_on=stay.starts_on, reason="retour au domicile")
    assert services.admit(
        usager=irene, by=ines, kind=StayKind.TEMPORAIRE, starts_on=timezone.localdate() + timedelta(days=1)
    ).pk


def test_an_alert_is_sealed_in_the_database_and_ends_without_being_erased(irene: Usager, ines: Post) -> None:
    alert = services.raise_alert(usager=irene, by=ines, kind=AlertKind.ALLERGIE, label=" Pénicilline ")
    assert [one.label for one in selectors.alerts_of(irene)] == ["Pénicilline"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT label FROM record_alert")
        assert "Pénicilline".encode() not in bytes(cursor.fetchone()[0])
    services.end_alert(alert=alert, by=ines)
    assert not selectors.alerts_of(irene).exists()
    alert.refresh_from_db()
    assert alert.label == "Pénicilline"


def test_no_health_nor_identity_enters_the_trail(irene: Usager, ines: Post) -> None:
    services.raise_alert(usager=irene, by=ines, kind=AlertKind.ALLERGIE, label="Pénicilline")
    services.save_contact(usager=irene, by=ines, family_name="Dupont", relation=Relation.ENFANT, comment="sourde")
    written = " ".join(f"{event.detail} {event.reason}" for event in TraceEvent.objects.all())
    assert "nicilline" not in written
    assert "Dupont" not in written
    assert "sourde" not in written
