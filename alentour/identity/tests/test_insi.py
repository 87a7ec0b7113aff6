"""Asking INSi and deciding: an answer is a proposal, an outage changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from alentour.accounts.models import Post, Structure
from alentour.audit.models import TraceEvent
from alentour.core.doors import Refused
from alentour.exchanges.enums import Service, State
from alentour.exchanges.models import Exchange, ServiceState
from alentour.identity import insi, services
from alentour.identity.answers import FormerIns, Found, InsiRefused, InsiUnreachable, NotFound, Several
from alentour.identity.enums import Attribut, MatriculeState, StatutIns
from alentour.identity.models import InsiProposal, Usager
from alentour.identity.tests.people import IRENE, MATRICULES, NIR_OID, answered, identity_of, meet, recovered

pytestmark = pytest.mark.django_db
Says = Callable[[object], list[object]]


def test_an_identity_is_found_and_waits_for_a_person(irene: Usager, ines: Post, insi_says: Says) -> None:
    asked = insi_says(Found(identity_of(IRENE)))
    assert insi.ask(usager=irene, by=ines).found
    assert asked == [replace(IRENE, used_given_name="Irène")]
    irene.refresh_from_db()
    assert (irene.statut, irene.matricule) == (StatutIns.PROVISOIRE, "")
    assert insi.proposal_of(irene) is not None
    exchange = Exchange.objects.get(service=Service.INSI)
    assert (exchange.state, exchange.usager_id, exchange.by) == (State.ACCEPTED, irene.id, ines)


def test_accepting_writes_the_traits_of_insi_exactly_and_the_matricule(ssiad: Structure, ines: Post) -> None:
    usager = meet(ssiad, replace(IRENE, birth_name="Dupont", given_names="Irène", birth_place=""), ines)
    after = recovered(usager, ines, identity_of(IRENE))
    assert after.statut == StatutIns.RECUPEREE
    assert (after.birth_name, after.given_names, after.birth_place) == ("DUPONT", "IRENE MARIE", "35238")
    assert after.matricule == MATRICULES["DUPONT"]
    assert not after.ins_is_usable
    assert not InsiProposal.objects.exists()


def test_the_names_in_use_are_never_filled_by_insi(irene: Usager, ines: Post) -> None:
    after = recovered(irene, ines, identity_of(IRENE))
    assert (after.used_given_name, after.used_name) == ("Irène", "")


def test_a_validated_identity_becomes_qualified_when_insi_agrees(irene: Usager, ines: Post) -> None:
    services.validate_identity(usager=irene, by=ines, document="passeport")
    after = recovered(irene, ines, identity_of(IRENE))
    assert (after.statut, after.ins_is_usable) == (StatutIns.QUALIFIEE, True)


def test_fewer_given_names_on_the_document_do_not_contradict_insi(ssiad: Structure, ines: Post) -> None:
    usager = meet(ssiad, replace(IRENE, given_names="Irène"), ines)
    services.validate_identity(usager=usager, by=ines, document="passeport")
    assert recovered(usager, ines, identity_of(IRENE)).statut == StatutIns.QUALIFIEE


def test_a_validated_identity_that_insi_contradicts_stays_validated_without_matricule(
    irene: Usager, ines: Post
) -> None:
    services.validate_identity(usager=irene, by=ines, document="passeport")
    after = recovered(irene, ines, identity_of(replace(IRENE, birth_date="1938-03-13", birth_place="35001")))
    assert (after.statut, after.matricule) == (StatutIns.VALIDEE, "")
    assert after.discrepancies == "birth_date,birth_place"
    assert after.birth_date_text == "1938-03-12"


def test_the_history_of_matricules_is_kept(irene: Usager, ines: Post) -> None:
    former = FormerIns("238033523800188", NIR_OID, "1990-01-01", "2009-01-01")
    after = recovered(irene, ines, identity_of(IRENE, history=(former,)))
    assert {(row.oid, row.state) for row in after.matricules.all()} == {
        (NIR_OID, MatriculeState.ANCIEN),
        ("1.2.250.1.213.1.4.10", MatriculeState.ACTIF),
    }


def test_declining_keeps_nothing_of_what_insi_returned(irene: Usager, ines: Post) -> None:
    answered(irene, ines, identity_of(IRENE))
    insi.decline(usager=irene, by=ines)
    assert not InsiProposal.objects.exists()
    irene.refresh_from_db()
    assert irene.statut == StatutIns.PROVISOIRE
    assert TraceEvent.objects.filter(action="identity.insi_declined").count() == 1


def test_an_old_answer_counts_no_more(irene: Usager, ines: Post) -> None:
    proposal = answered(irene, ines, identity_of(IRENE))
    InsiProposal.objects.filter(pk=proposal.pk).update(at=timezone.now() - timedelta(minutes=16))
    with pytest.raises(Refused, match="refaites la demande"):
        insi.accept(usager=irene, by=ines)


def test_the_answer_accepted_is_the_one_that_was_on_the_screen(irene: Usager, ines: Post) -> None:
    answered(irene, ines, identity_of(IRENE))
    with pytest.raises(Refused):
        insi.accept(usager=irene, by=ines, proposal_id=uuid4())
    irene.refresh_from_db()
    assert irene.matricule == ""


@pytest.mark.parametrize(
    ("answer", "code", "word"),
    [
        (NotFound(), "01", "personne"),
        (Several(), "02", "plusieurs"),
        (InsiRefused("desir_560", "Le certificat ne donne pas accès."), "desir_560", "certificat"),
    ],
)
def test_no_identity_and_refusals_change_nothing_and_say_why(
    irene: Usager, ines: Post, insi_says: Says, answer: object, code: str, word: str
) -> None:
    insi_says(answer)
    asked = insi.ask(usager=irene, by=ines)
    assert not asked.found
    assert word in asked.sentence
    irene.refresh_from_db()
    assert (irene.statut, irene.matricule) == (StatutIns.PROVISOIRE, "")
    assert Exchange.objects.get().code == code
    assert TraceEvent.objects.filter(action="identity.insi_asked", result="refused").count() == 1


@pytest.mark.parametrize("outage", [InsiUnreachable(), InsiRefused("siram_40", "INSi se repose.", unavailable=True)])
def test_an_outage_changes_nothing_and_shows_on_the_connections(
    irene: Usager, ines: Post, insi_says: Says, outage: Exception
) -> None:
    insi_says(outage)
    assert insi.ask(usager=irene, by=ines).sentence
    irene.refresh_from_db()
    assert irene.statut == StatutIns.PROVISOIRE
    assert ServiceState.objects.get(service=Service.INSI).is_down


def test_a_matricule_of_another_world_is_not_kept(irene: Usager, ines: Post, settings: object) -> None:
    settings.INS_MODE = "production"  # type: ignore[attr-defined]
    with pytest.raises(Refused, match="autorité"):
        recovered(irene, ines, identity_of(IRENE))
    irene.refresh_from_db()
    assert irene.matricule == ""


def test_the_same_matricule_twice_in_a_structure_is_refused(ssiad: Structure, irene: Usager, ines: Post) -> None:
    recovered(irene, ines, identity_of(IRENE))
    again = meet(ssiad, IRENE, ines)
    with pytest.raises(Refused, match="autre dossier"):
        recovered(again, ines, identity_of(IRENE))


def test_two_structures_may_each_know_the_same_person(irene: Usager, ines: Post, saad: Structure, karim: Post) -> None:
    recovered(irene, ines, identity_of(IRENE))
    assert recovered(meet(saad, IRENE, karim), karim, identity_of(IRENE)).statut == StatutIns.RECUPEREE


def test_insi_is_not_even_asked_about_a_doubtful_identity(irene: Usager, ines: Post, insi_says: Says) -> None:
    asked = insi_says(NotFound())
    services.set_attribute(usager=irene, by=ines, attribut=Attribut.DOUTEUX, on=True)
    irene.refresh_from_db()
    with pytest.raises(Refused, match="douteuse"):
        insi.ask(usager=irene, by=ines)
    assert asked == []


def test_the_proposal_is_sealed_in_the_database(irene: Usager, ines: Post) -> None:
    from django.db import connection

    answered(irene, ines, identity_of(IRENE))
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM identity_insiproposal")
        assert b"DUPONT" not in bytes(cursor.fetchone()[0])


def test_a_deduced_first_name_keeps_our_compound_one(ssiad: Structure, ines: Post) -> None:
    jean = replace(IRENE, birth_name="DUPONT", given_names="PIERRE ALAIN MURIEL", first_given_name="Pierre-Alain")
    usager = meet(ssiad, jean, ines)
    after = recovered(usager, ines, identity_of(replace(jean, first_given_name="")))
    assert after.first_given_name == "Pierre-Alain"
