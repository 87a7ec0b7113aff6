"""Creating, validating, editing, doubting: what changes, what is kept, what is traced."""

from __future__ import annotations

import pytest

from alentour.accounts.models import Post, Structure
from alentour.audit.models import TraceEvent
from alentour.core.doors import Refused
from alentour.identity import services
from alentour.identity.enums import Attribut, MatriculeState, StatutIns
from alentour.identity.models import Usager
from alentour.identity.tests.people import IRENE, MARCEL, MATRICULES, identity_of, meet, qualified, recovered

pytestmark = pytest.mark.django_db


def last_trace() -> TraceEvent:
    return TraceEvent.objects.order_by("pk").last()  # type: ignore[return-value]


def test_declared_traits_open_a_provisional_identity_with_its_own_number(ssiad: Structure, ines: Post) -> None:
    irene, marcel = meet(ssiad, IRENE, ines, used_given_name="Irène"), meet(ssiad, MARCEL, ines)
    assert (irene.statut, irene.ipp, marcel.ipp) == (StatutIns.PROVISOIRE, "000001", "000002")
    assert irene.display_name == "Irène DUPONT"
    assert irene.matricule == ""
    assert last_trace().detail["evidence"] == "declaration"


def test_two_structures_number_their_persons_apart(ssiad: Structure, saad: Structure) -> None:
    assert meet(ssiad, IRENE).ipp == meet(saad, IRENE).ipp == "000001"


def test_a_matricule_read_on_a_document_is_checked_and_proves_nothing(ssiad: Structure, ines: Post) -> None:
    usager = meet(ssiad, IRENE, ines, matricule="2 38 03 35 238 001 88")
    assert usager.statut == StatutIns.PROVISOIRE
    assert usager.matricule == ""
    assert [row.state for row in usager.matricules.all()] == [MatriculeState.DECLARE]


def test_a_matricule_with_a_wrong_key_is_refused_and_nothing_is_created(ssiad: Structure, ines: Post) -> None:
    with pytest.raises(Refused, match="clé"):
        meet(ssiad, IRENE, ines, matricule="238033523800189")
    assert not Usager.objects.exists()


def test_a_document_validates_a_provisional_identity(irene: Usager, ines: Post) -> None:
    after = services.validate_identity(usager=irene, by=ines, document="passeport")
    assert after.statut == StatutIns.VALIDEE
    trace = last_trace()
    assert (trace.action, trace.detail["evidence"], trace.detail["was"], trace.detail["now"]) == (
        "identity.validated", "passeport", "provisoire", "validee",
    )  # fmt: skip
    assert trace.post_id == ines.id


def test_a_document_qualifies_a_recovered_identity(irene: Usager, ines: Post) -> None:
    recovered(irene, ines, identity_of(IRENE))
    after = services.validate_identity(usager=irene, by=ines, document="carte_identite")
    assert after.statut == StatutIns.QUALIFIEE
    assert after.ins_is_usable


@pytest.mark.parametrize("document", ["carte_vitale", "permis", "declaration", "photocopie", "inconnu", ""])
def test_what_is_not_a_high_trust_document_validates_nothing(irene: Usager, ines: Post, document: str) -> None:
    with pytest.raises(Refused):
        services.validate_identity(usager=irene, by=ines, document=document)
    irene.refresh_from_db()
    assert irene.statut == StatutIns.PROVISOIRE
    assert not irene.checks.exists()


def test_a_family_record_book_validates_only_beside_another_proof(irene: Usager, ines: Post) -> None:
    with pytest.raises(Refused, match="jumelé"):
        services.validate_identity(usager=irene, by=ines, document="livret_famille")
    after = services.validate_identity(usager=irene, by=ines, document="livret_famille", pairing="photo")
    assert after.statut == StatutIns.VALIDEE


def test_editing_a_strict_trait_invalidates_the_matricule(ssiad: Structure, ines: Post) -> None:
    irene = qualified(ssiad, IRENE, ines)
    after = services.edit_traits(usager=irene, by=ines, birth_name="DUPOND")
    assert (after.statut, after.matricule, after.ins_oid) == (StatutIns.PROVISOIRE, "", "")
    assert after.matricules.get().state == MatriculeState.INVALIDE
    assert all(check.is_void for check in after.checks.all())


def test_editing_with_the_document_in_hand_leaves_the_identity_validated(ssiad: Structure, ines: Post) -> None:
    irene = qualified(ssiad, IRENE, ines)
    after = services.edit_traits(usager=irene, by=ines, document="passeport", birth_place="35001")
    assert (after.statut, after.matricule) == (StatutIns.VALIDEE, "")
    assert [check.document for check in after.checks.filter(is_void=False)] == ["passeport"]


def test_the_names_in_use_and_the_telephone_change_without_consequence(ssiad: Structure, ines: Post) -> None:
    irene = qualified(ssiad, IRENE, ines)
    after = services.edit_traits(usager=irene, by=ines, used_name="Martin", phone="06 12 34 56 78")
    assert after.statut == StatutIns.QUALIFIEE
    assert after.ins_is_usable
    assert after.nom_n == "MARTIN DUPONT"
    assert last_trace().detail["fields"] == "phone,used_name"


def test_an_edit_that_changes_nothing_leaves_no_trace(ssiad: Structure, ines: Post) -> None:
    irene = qualified(ssiad, IRENE, ines)
    before = TraceEvent.objects.count()
    services.edit_traits(usager=irene, by=ines, birth_name="DUPONT", phone="")
    assert TraceEvent.objects.count() == before


def test_a_doubt_takes_the_matricule_away_and_blocks_everything_until_it_is_lifted(
    ssiad: Structure, ines: Post
) -> None:
    irene = qualified(ssiad, IRENE, ines)
    after = services.set_attribute(usager=irene, by=ines, attribut=Attribut.DOUTEUX, on=True, reason="deux cartes")
    assert (after.statut, after.matricule, after.douteux) == (StatutIns.PROVISOIRE, "", True)
    with pytest.raises(Refused, match="douteuse"):
        services.validate_identity(usager=after, by=ines, document="passeport")
    lifted = services.set_attribute(usager=after, by=ines, attribut=Attribut.DOUTEUX, on=False)
    assert (lifted.statut, lifted.douteux) == (StatutIns.PROVISOIRE, False)
    assert services.validate_identity(usager=lifted, by=ines, document="passeport").statut == StatutIns.VALIDEE


def test_a_homonym_keeps_its_status_and_may_also_be_doubtful(ssiad: Structure, ines: Post) -> None:
    irene = qualified(ssiad, IRENE, ines)
    after = services.set_attribute(usager=irene, by=ines, attribut=Attribut.HOMONYME, on=True)
    assert after.ins_is_usable
    both = services.set_attribute(usager=irene, by=ines, attribut=Attribut.DOUTEUX, on=True)
    assert both.homonyme
    assert both.douteux


@pytest.mark.parametrize("first", [Attribut.DOUTEUX, Attribut.HOMONYME])
def test_a_fictive_identity_holds_no_other_mention(irene: Usager, ines: Post, first: Attribut) -> None:
    services.set_attribute(usager=irene, by=ines, attribut=first, on=True)
    with pytest.raises(Refused, match="fictive"):
        services.set_attribute(usager=irene, by=ines, attribut=Attribut.FICTIF, on=True)


def test_a_failed_verification_stops_the_use_of_the_matricule(ssiad: Structure, ines: Post) -> None:
    irene = qualified(ssiad, IRENE, ines)
    after = services.verification_failed(usager=irene)
    assert (after.statut, after.ins_is_usable) == (StatutIns.VALIDEE, False)
    assert after.matricules.get(matricule=MATRICULES["DUPONT"]).state == MatriculeState.INVALIDE


def test_a_lunar_birth_date_is_kept_as_it_is(ssiad: Structure) -> None:
    usager = services.create_usager(
        structure=ssiad, by=None, birth_name="KERVELLA", first_given_name="YVONNE", birth_date_text="1952-00-00"
    )
    assert (usager.birth_date_text, usager.birth_date, usager.age) == ("1952-00-00", None, None)


def test_no_identity_enters_the_trail(ssiad: Structure, ines: Post) -> None:
    irene = qualified(ssiad, IRENE, ines)
    services.edit_traits(usager=irene, by=ines, birth_name="DUPOND")
    written = " ".join(f"{event.detail} {event.reason} {event.target_id}" for event in TraceEvent.objects.all())
    for secret in ("DUPON", "IRENE", "23803352380", "1938-03"):
        assert secret not in written
