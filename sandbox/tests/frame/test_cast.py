"""The cast is complete and coherent: every key is right, every link leads somewhere."""

from __future__ import annotations

from sandbox.cast import load


def _key(matricule: str) -> int:
    digits = matricule[:13].replace("2A", "19").replace("2B", "18")
    return 97 - int(digits) % 97


def test_only_the_official_wrong_key_is_wrong() -> None:
    wrong = [known.key for known in load().citizens.values() if _key(known.matricule) != int(known.matricule[13:])]
    assert wrong == ["hermann"]


def test_each_professional_works_somewhere_and_each_mailbox_has_known_members() -> None:
    cast = load()
    assert {cast.structure_of(person).key for person in cast.professionals.values()} <= set(cast.structures)
    members = {key for structure in cast.structures.values() for key in structure.members}
    assert members <= set(cast.professionals)


def test_irene_is_found_by_her_matricule_and_ines_by_her_national_identifier() -> None:
    cast = load()
    irene = cast.by_matricule("238033523800188")
    assert irene is not None
    assert irene.name == "IRENE DUPONT"
    ines = cast.by_idnps("810100000024")
    assert ines is not None
    assert cast.structure_of(ines).id == "1350009999"
    assert cast.by_matricule("209076322083439") is cast.citizens["ecetinsi"]
    assert cast.by_idnps("899999999999") is None
