"""The persons of the cast, as a test of any app may need them (fictitious; test INS)."""

from __future__ import annotations

from typing import Any

from alentour.accounts.models import Post, Structure
from alentour.identity import insi
from alentour.identity.answers import FormerIns, InsiIdentity
from alentour.identity.mapping import Ins, Traits
from alentour.identity.models import InsiProposal, Usager
from alentour.identity.services import create_usager, validate_identity

TEST_OID = "1.2.250.1.213.1.4.10"
NIR_OID = "1.2.250.1.213.1.4.8"
IRENE = Traits(
    birth_name="DUPONT", given_names="IRENE MARIE", first_given_name="IRENE", birth_date="1938-03-12", sex="F",
    birth_place="35238",
)  # fmt: skip
MARCEL = Traits(
    birth_name="LE GOFF", given_names="MARCEL", first_given_name="MARCEL", birth_date="1941-09-05", sex="M",
    birth_place="35238",
)  # fmt: skip
YVONNE = Traits(
    birth_name="KERVELLA", given_names="YVONNE ANNE", first_given_name="YVONNE", birth_date="1952-02-28", sex="F",
    birth_place="35047",
)  # fmt: skip
JEAN = Traits(
    birth_name="TREMEL", given_names="JEAN-MARIE YVES", first_given_name="JEAN-MARIE", birth_date="1933-07-14", sex="M",
    birth_place="22070",
)  # fmt: skip
MATRICULES = {
    "DUPONT": "238033523800188",
    "LE GOFF": "141093523801474",
    "KERVELLA": "252023504702251",
    "TREMEL": "133072207000910",
}


def meet(structure: Structure, traits: Traits, by: Post | None = None, **details: Any) -> Usager:
    """A first meeting: provisoire."""
    return create_usager(
        structure=structure,
        by=by,
        birth_name=traits.birth_name,
        given_names=traits.given_names,
        first_given_name=traits.first_given_name,
        birth_date_text=traits.birth_date,
        sex=traits.sex,
        birth_place=traits.birth_place,
        **details,
    )


def identity_of(traits: Traits, *, oid: str = TEST_OID, history: tuple[FormerIns, ...] = ()) -> InsiIdentity:
    """What INSi would return for a person of the cast."""
    return InsiIdentity(traits, Ins(matricule=MATRICULES[traits.birth_name], oid=oid), history)


def answered(usager: Usager, by: Post, identity: InsiIdentity) -> InsiProposal:
    """INSi has answered and nobody has decided yet."""
    return InsiProposal.objects.create(
        structure=usager.structure, usager=usager, asked_by=by, content=identity.to_json()
    )


def recovered(usager: Usager, by: Post, identity: InsiIdentity) -> Usager:
    """INSi has answered and ``by`` accepted."""
    answered(usager, by, identity)
    return insi.accept(usager=usager, by=by)


def qualified(structure: Structure, traits: Traits, by: Post, **details: Any) -> Usager:
    """Met, recovered from INSi, identity document seen: qualifiée."""
    usager = recovered(meet(structure, traits, by, **details), by, identity_of(traits))
    return validate_identity(usager=usager, by=by, document="carte_identite")
