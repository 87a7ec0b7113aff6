"""The Annuaire refreshes the copy; when it is out of reach the copy answers and says so."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from alentour.accounts.models import Post
from alentour.directory import services
from alentour.directory.gateway import AnnuaireUnreachable
from alentour.directory.models import Listing
from alentour.directory.tests.conftest import Says
from alentour.directory.tests.people import MARTIN, PHARMACIE, SILENT
from alentour.exchanges.enums import Service, State
from alentour.exchanges.models import Exchange, ServiceState

pytestmark = pytest.mark.django_db
DOWN = AnnuaireUnreachable("unreachable", "L'Annuaire Santé ne répond pas pour l'instant.")


def test_what_the_annuaire_says_is_shown_and_journalled(ines: Post, annuaire: Says) -> None:
    annuaire(MARTIN)
    found = services.search("martin", structure=ines.structure, by=ines)
    assert [line.name for line in found.listings] == ["Dr Paul MARTIN"]
    assert (found.reachable, found.sentence) == (True, "")
    exchange = Exchange.objects.get(service=Service.ANNUAIRE)
    assert (exchange.state, exchange.receipt, exchange.by) == (State.ACCEPTED, {"found": 1}, ines)


def test_the_same_question_is_asked_once_in_ten_minutes(ines: Post, annuaire: Says) -> None:
    asked = annuaire(MARTIN)
    services.search("Martin", structure=ines.structure)
    services.search("martin ", structure=ines.structure)
    assert len(asked) == 1


def test_two_letters_are_answered_by_the_copy_alone(ines: Post, annuaire: Says, known: None) -> None:
    asked = annuaire(SILENT)
    assert [line.name for line in services.search("ma", structure=ines.structure).listings] == [
        "Dr Paul MARTIN",
        "Pharmacie du Mail",
    ]
    assert asked == []


@pytest.mark.usefixtures("known")
def test_an_outage_is_said_with_the_age_of_what_is_shown(ines: Post, annuaire: Says) -> None:
    annuaire(DOWN)
    found = services.search("martin", structure=ines.structure)
    assert [line.name for line in found.listings] == ["Dr Paul MARTIN"]
    assert not found.reachable
    assert found.sentence.startswith("Annuaire Santé injoignable : voici les résultats connus ici, du ")
    assert ServiceState.objects.get(service=Service.ANNUAIRE).is_down


def test_an_outage_with_nothing_known_says_so(ines: Post, annuaire: Says) -> None:
    annuaire(DOWN)
    found = services.search("inconnu", structure=ines.structure)
    assert found.sentence == "Annuaire Santé injoignable : rien n'est connu ici à ce nom."


@pytest.mark.usefixtures("known")
def test_after_an_outage_nobody_waits_again_at_once(ines: Post, annuaire: Says) -> None:
    asked = annuaire(DOWN)
    services.search("martin", structure=ines.structure)
    assert not services.search("pharmacie", structure=ines.structure).reachable
    assert len(asked) == 1


@pytest.mark.usefixtures("known")
def test_an_installation_without_annuaire_answers_from_its_copy(ines: Post) -> None:
    found = services.search("martin", structure=ines.structure)
    assert ([line.name for line in found.listings], found.reachable) == (["Dr Paul MARTIN"], True)


@pytest.mark.usefixtures("known")
def test_who_holds_a_mailbox_is_known_without_asking(annuaire: Says) -> None:
    asked = annuaire(DOWN)
    line = services.listing_of(" Paul.Martin@medecin.mssante.test ")
    assert line is not None
    assert line.name == "Dr Paul MARTIN"
    assert asked == []


def test_an_unknown_mailbox_is_looked_up_for_a_structure(ines: Post, annuaire: Says) -> None:
    annuaire(PHARMACIE)
    line = services.listing_of("officine@pharmacie-mail.mssante.test", structure=ines.structure)
    assert line is not None
    assert line.name == "Pharmacie du Mail"


@pytest.mark.usefixtures("known")
def test_an_old_line_is_checked_again_and_leaves_when_the_mailbox_closed(ines: Post, annuaire: Says) -> None:
    Listing.objects.update(fetched_at=timezone.now() - timedelta(days=31))
    annuaire()
    assert services.listing_of("paul.martin@medecin.mssante.test", structure=ines.structure) is None
    assert not Listing.objects.filter(mailbox_address="paul.martin@medecin.mssante.test").exists()


@pytest.mark.usefixtures("known")
def test_an_old_line_still_answers_during_an_outage(ines: Post, annuaire: Says) -> None:
    Listing.objects.update(fetched_at=timezone.now() - timedelta(days=31))
    annuaire(DOWN)
    line = services.listing_of("paul.martin@medecin.mssante.test", structure=ines.structure)
    assert line is not None
    assert line.name == "Dr Paul MARTIN"
