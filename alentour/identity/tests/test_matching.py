"""Whose document is this? Certain, or a person decides (specs/mss §2.8)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from alentour.accounts.models import Post, Structure
from alentour.identity.answers import FormerIns
from alentour.identity.enums import Attribut, MatchReason
from alentour.identity.mapping import Ins
from alentour.identity.matching import match
from alentour.identity.models import Usager
from alentour.identity.presenters import compared
from alentour.identity.services import set_attribute
from alentour.identity.tests.people import (
    IRENE,
    MARCEL,
    MATRICULES,
    NIR_OID,
    TEST_OID,
    YVONNE,
    identity_of,
    meet,
    qualified,
    recovered,
)

pytestmark = pytest.mark.django_db
INS = Ins(matricule=MATRICULES["DUPONT"], oid=TEST_OID)


def test_same_ins_and_same_four_traits_are_certain(ssiad: Structure, ines: Post) -> None:
    irene = qualified(ssiad, IRENE, ines)
    found = match(structure=ssiad, traits=IRENE, ins=INS)
    assert (found.certain, found.reason) == (irene, MatchReason.CERTAIN)


def test_accents_case_and_the_birth_place_do_not_prevent_certainty(ssiad: Structure, ines: Post) -> None:
    irene = qualified(ssiad, IRENE, ines)
    other = replace(IRENE, birth_name="Dupont", first_given_name="Irène", given_names="", birth_place="")
    assert match(structure=ssiad, traits=other, ins=INS).certain == irene


@pytest.mark.parametrize(
    "changed",
    [{"birth_name": "DUPOND"}, {"first_given_name": "LEA"}, {"birth_date": "1938-03-13"}, {"sex": "M"}],
)
def test_one_trait_that_differs_asks_for_a_person(ssiad: Structure, ines: Post, changed: dict[str, str]) -> None:
    irene = qualified(ssiad, IRENE, ines)
    traits = replace(IRENE, **changed, **({"given_names": ""} if "first_given_name" in changed else {}))  # type: ignore[arg-type]
    found = match(structure=ssiad, traits=traits, ins=INS)
    assert (found.certain, found.reason) == (None, MatchReason.TRAITS_DIFFER)
    assert found.candidates[0].usager == irene
    assert next(iter(changed)) in found.candidates[0].differing


def test_an_identity_not_qualified_here_asks_for_a_person(ssiad: Structure, ines: Post) -> None:
    irene = recovered(meet(ssiad, IRENE, ines), ines, identity_of(IRENE))
    found = match(structure=ssiad, traits=IRENE, ins=INS)
    assert (found.certain, found.reason) == (None, MatchReason.NOT_QUALIFIED)
    assert [one.usager for one in found.candidates] == [irene]


def test_an_unknown_ins_ranks_who_resembles_and_never_attaches(ssiad: Structure) -> None:
    alike = meet(ssiad, replace(IRENE, birth_name="DUPOND"))
    same_day = meet(ssiad, replace(YVONNE, birth_date="1938-03-12"))
    meet(ssiad, MARCEL)
    found = match(structure=ssiad, traits=IRENE, ins=INS)
    assert (found.certain, found.reason) == (None, MatchReason.UNKNOWN)
    assert [one.usager for one in found.candidates] == [alike, same_day]


def test_name_and_date_alone_never_attach(ssiad: Structure, ines: Post) -> None:
    irene = qualified(ssiad, IRENE, ines)
    found = match(structure=ssiad, traits=IRENE, ins=None)
    assert (found.certain, found.reason) == (None, MatchReason.NO_INS)
    assert found.candidates[0].usager == irene


def test_a_production_ins_is_not_the_test_one(ssiad: Structure, ines: Post) -> None:
    qualified(ssiad, IRENE, ines)
    found = match(structure=ssiad, traits=IRENE, ins=Ins(matricule=INS.matricule, oid=NIR_OID))
    assert found.certain is None


def test_an_authority_not_accepted_here_is_never_certain(ssiad: Structure, ines: Post, settings: object) -> None:
    qualified(ssiad, IRENE, ines)
    settings.INS_MODE = "production"  # type: ignore[attr-defined]
    assert match(structure=ssiad, traits=IRENE, ins=INS).reason == MatchReason.OTHER_AUTHORITY


def test_a_former_matricule_points_at_its_person_without_certainty(ssiad: Structure, ines: Post) -> None:
    former = FormerIns("252023504702251", TEST_OID)
    irene = recovered(meet(ssiad, IRENE, ines), ines, identity_of(IRENE, history=(former,)))
    found = match(structure=ssiad, traits=IRENE, ins=Ins(matricule=former.matricule, oid=TEST_OID))
    assert (found.certain, found.reason) == (None, MatchReason.FORMER)
    assert [one.usager for one in found.candidates] == [irene]


def test_a_doubtful_person_is_never_certain(ssiad: Structure, ines: Post) -> None:
    irene = qualified(ssiad, IRENE, ines)
    set_attribute(usager=irene, by=ines, attribut=Attribut.DOUTEUX, on=True)
    assert match(structure=ssiad, traits=IRENE, ins=INS).certain is None


def test_the_person_of_another_structure_does_not_exist(ssiad: Structure, ines: Post, saad: Structure) -> None:
    qualified(ssiad, IRENE, ines)
    found = match(structure=saad, traits=IRENE, ins=INS)
    assert (found.certain, found.candidates) == (None, ())


def test_candidates_are_bounded(ssiad: Structure) -> None:
    for _ in range(9):
        meet(ssiad, IRENE)
    assert len(match(structure=ssiad, traits=IRENE, ins=None).candidates) == 5
    assert Usager.objects.count() == 9


def test_the_comparison_says_which_trait_differs_in_words(ssiad: Structure, ines: Post) -> None:
    irene = qualified(ssiad, IRENE, ines)
    shown = compared(irene, replace(IRENE, birth_date="1938-03-13", birth_place=""), INS, theirs_is="Document")
    verdicts = {line.name: line.verdict for line in shown.lines}
    assert verdicts["birth_date"] == "differs"
    assert verdicts["birth_place"] == "absent"
    assert verdicts["matricule"] == verdicts["birth_name"] == "same"
    assert shown.sentence == "Un trait diffère : date de naissance."
