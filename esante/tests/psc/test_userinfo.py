"""Who Pro Santé Connect says a professional is, where, and under which role of the VIHF."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from esante.cisis import Code, StructId
from esante.psc import (
    Activity,
    Exercise,
    NoActivity,
    Practice,
    SeveralActivities,
    UnreadableUserInfo,
    UserInfo,
    choose,
    decode_userinfo,
    encode_userinfo,
    practices,
    trade,
    vihf_roles,
)

SSIAD = StructId.parse("1350009999")
AT_SSIAD = Activity(
    mode="S", sector="SA41", finess="350009999", technical_id="F350009999", structure_id="1350009999", name="SSIAD"
)
ELSEWHERE = Activity(mode="L", sector="SA07", siret="81234567800013", structure_id="381234567800013")
INES = UserInfo(
    subject="f:3b8f:810100000024",
    name_id="810100000024",
    family="MOREAU",
    given="INES",
    roles=("60^1.2.250.1.213.1.1.5.5",),
    sector="SA41",
    level="APPPRIP3",
    civility="MME",
    exercises=(
        Exercise(profession="60", category="C", family="MOREAU", given="INES", activities=(ELSEWHERE, AT_SSIAD)),
    ),
)


def test_it_goes_both_ways() -> None:
    data = json.loads(json.dumps(encode_userinfo(INES)))
    assert decode_userinfo(data) == INES
    assert decode_userinfo(data).raw == data


@pytest.mark.kits
def test_the_official_example_is_read(kits: Path) -> None:
    info = decode_userinfo(json.loads((kits / "ihe/psc/userinfo-exemple.json").read_text()))
    assert (info.name_id, info.family, info.given, info.sector) == ("899700366240", "DOC0036624", "KIT", "SA07")
    assert [practice.activity.structure_id for practice in practices(info)] == ["499700366240007", "10B0172805"]
    hospital = choose(info, StructId.parse("10B0172805"))
    assert hospital.activity.sector == "SA01"
    assert [(role.code, role.system) for role in vihf_roles(hospital)] == [
        ("10", "1.2.250.1.71.1.2.7"),
        ("SM26", "1.2.250.1.71.4.2.5"),
    ]


@pytest.mark.parametrize("data", [None, [], "x", {}, {"sub": "s"}, {"SubjectNameID": "8"}])
def test_what_names_nobody_is_refused(data: object) -> None:
    with pytest.raises(UnreadableUserInfo):
        decode_userinfo(data)


def test_odd_shapes_are_forgiven() -> None:
    data = {"sub": "s", "preferred_username": "810100000024", "SubjectRefPro": None, "SubjectRole": "60"}
    info = decode_userinfo(data)
    assert (info.name_id, info.exercises, info.roles) == ("810100000024", (), ())


def test_the_activity_is_the_one_of_this_establishment() -> None:
    assert choose(INES, SSIAD).activity == AT_SSIAD
    assert choose(INES, StructId.parse("381234567800013")).activity == ELSEWHERE


@pytest.mark.parametrize(
    "activity",
    [
        Activity(finess="350009999"),
        Activity(technical_id="F350009999"),
        Activity(structure_id="1350009999"),
    ],
)
def test_a_site_is_recognised_by_any_of_its_identifiers(activity: Activity) -> None:
    info = replace(INES, exercises=(Exercise(profession="60", activities=(activity,)),))
    assert choose(info, SSIAD).activity == activity


def test_a_legal_entity_is_not_a_place_of_exercise() -> None:
    info = replace(INES, exercises=(Exercise(profession="60", activities=(Activity(legal_finess="350009999"),)),))
    with pytest.raises(NoActivity):
        choose(info, SSIAD)


def test_nobody_reads_the_dmp_without_an_activity_here() -> None:
    with pytest.raises(NoActivity, match="pas d'activité"):
        choose(INES, StructId.parse("1350009965"))


def test_several_professions_are_to_be_chosen_from() -> None:
    two = replace(INES, exercises=(*INES.exercises, Exercise(profession="94", activities=(AT_SSIAD,))))
    with pytest.raises(SeveralActivities) as several:
        choose(two, SSIAD)
    assert [practice.exercise.profession for practice in several.value.choices] == ["60", "94"]


def test_the_same_profession_twice_is_one_choice() -> None:
    twice = replace(INES, exercises=(replace(INES.exercises[0], activities=(AT_SSIAD, AT_SSIAD)),))
    assert choose(twice, SSIAD).activity == AT_SSIAD


@pytest.mark.parametrize(
    ("exercise", "role", "roles", "job"),
    [
        (Exercise(profession="60"), "", [("60", "1.2.250.1.71.1.2.7")], "G15_60"),
        (
            Exercise(profession="10", skill_type="S", skill="SM26"),
            "",
            [("10", "1.2.250.1.71.1.2.7"), ("SM26", "1.2.250.1.71.4.2.5")],
            "G15_10/SM26",
        ),
        (Exercise(profession="21"), "", [("21", "1.2.250.1.71.1.2.7")], "G15_21"),
        (Exercise(profession="93"), "", [("93", "1.2.250.1.213.1.6.1.109")], "93"),
        (Exercise(profession="41"), "", [("41", "1.2.250.1.213.1.6.1.4")], "41"),
        (Exercise(profession="99"), "313", [("313", "1.2.250.1.213.1.6.1.107")], "313"),
        (Exercise(profession=""), "350", [("350", "1.2.250.1.213.1.6.1.107")], "350"),
        (Exercise(profession="350"), "", [("350", "1.2.250.1.213.1.6.1.107")], "350"),
        (Exercise(profession="60"), "353", [("60", "1.2.250.1.71.1.2.7")], "G15_60"),
    ],
)
def test_each_trade_shows_its_roles(exercise: Exercise, role: str, roles: list[tuple[str, str]], job: str) -> None:
    practice = Practice(exercise, replace(AT_SSIAD, role=role))
    shown = vihf_roles(practice)
    assert [(code.code, code.system) for code in shown] == roles
    assert all(code.label and not code.label.isdecimal() for code in shown)
    found = trade(practice)
    assert found is not None
    assert found.code == job


def test_a_platform_may_want_other_profession_first() -> None:
    other = Code("99", "1.2.250.1.213.1.6.1.4", "Autre profession")
    practice = Practice(Exercise(profession="99"), replace(AT_SSIAD, role="313"))
    assert [code.code for code in vihf_roles(practice, other)] == ["99", "313"]


def test_a_trade_unknown_to_our_table_is_said_unknown() -> None:
    practice = Practice(Exercise(profession="77"), AT_SSIAD)
    assert trade(practice) is None
    assert vihf_roles(practice)[0].label == "77"
