"""Every status and every event: what RNIV allows, and what it forbids (specs/dmp-ins §1.9)."""

from __future__ import annotations

import itertools

import pytest

from alentour.core.doors import Refused
from alentour.identity import rules
from alentour.identity.enums import Evenement, StatutIns
from alentour.identity.models import Usager

P, R, V, Q = StatutIns.PROVISOIRE, StatutIns.RECUPEREE, StatutIns.VALIDEE, StatutIns.QUALIFIEE
FORBIDDEN = None

# rows: where the identity is; columns: what happens to it
EXPECTED = {
    Evenement.INSI: {P: R, R: FORBIDDEN, V: Q, Q: FORBIDDEN},
    Evenement.PIECE: {P: V, R: Q, V: FORBIDDEN, Q: FORBIDDEN},
    Evenement.MODIFICATION: {P: P, R: P, V: P, Q: P},
    Evenement.MODIFICATION_AVEC_PIECE: {P: V, R: V, V: V, Q: V},
    Evenement.VERIFICATION_KO: {P: FORBIDDEN, R: P, V: FORBIDDEN, Q: V},
    Evenement.DOUTE: {P: P, R: P, V: P, Q: P},
    Evenement.FICTION: {P: P, R: P, V: P, Q: P},
}
PAIRS = list(itertools.product(StatutIns, Evenement))


@pytest.mark.parametrize(("statut", "event"), PAIRS, ids=[f"{s}-{e}" for s, e in PAIRS])
def test_each_pair_moves_as_rniv_says_or_is_refused_in_words(statut: StatutIns, event: Evenement) -> None:
    usager = Usager(statut=statut)
    expected = EXPECTED[event][statut]
    if expected is FORBIDDEN:
        with pytest.raises(Refused) as refusal:
            rules.next_statut(usager, event)
        assert refusal.value.sentence.endswith(".")
    else:
        assert rules.next_statut(usager, event) == expected


@pytest.mark.parametrize("event", [Evenement.INSI, Evenement.PIECE, Evenement.MODIFICATION_AVEC_PIECE])
@pytest.mark.parametrize(("attribut", "word"), [("douteux", "douteuse"), ("fictif", "fictive")])
def test_a_doubtful_or_fictive_identity_can_neither_be_searched_nor_validated(
    event: Evenement, attribut: str, word: str
) -> None:
    usager = Usager(statut=P, **{attribut: True})
    with pytest.raises(Refused, match=word):
        rules.next_statut(usager, event)


def test_only_qualified_identities_let_their_matricule_leave(settings: object) -> None:
    ins = {"matricule": "238033523800188", "ins_oid": "1.2.250.1.213.1.4.10"}
    assert [Usager(statut=statut, **ins).ins_is_usable for statut in (P, R, V, Q)] == [False, False, False, True]
    assert not Usager(statut=Q, douteux=True, **ins).ins_is_usable
    assert not Usager(statut=Q, fictif=True, **ins).ins_is_usable
    assert not Usager(statut=Q).ins_is_usable


def test_a_test_matricule_never_leaves_a_production_installation(settings: object) -> None:
    usager = Usager(statut=Q, matricule="238033523800188", ins_oid="1.2.250.1.213.1.4.10")
    settings.INS_MODE = "production"  # type: ignore[attr-defined]
    assert not usager.ins_is_usable
    assert [reason.sentence for reason in rules.why_not_usable(usager)] == [
        "L'INS vient d'une autorité que cette installation n'accepte pas."
    ]


@pytest.mark.parametrize(
    ("statut", "gestures"),
    [
        (P, ["Demander l'INS à INSi", "Vérifier une pièce d'identité"]),
        (R, ["Vérifier une pièce d'identité"]),
        (V, ["Demander l'INS à INSi"]),
    ],
)
def test_the_explanation_names_the_missing_gestures(statut: StatutIns, gestures: list[str]) -> None:
    reasons = rules.why_not_usable(Usager(statut=statut))
    assert [reason.action_label for reason in reasons] == gestures
    assert all(reason.url.startswith("/identite/") for reason in reasons)


def test_a_fictive_identity_is_explained_without_any_gesture() -> None:
    (reason,) = rules.why_not_usable(Usager(statut=P, fictif=True))
    assert "fictive" in reason.sentence
    assert reason.url == ""
