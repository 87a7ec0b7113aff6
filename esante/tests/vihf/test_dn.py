"""Names of certificates are compared whatever their spelling."""

from __future__ import annotations

import pytest
from esante.vihf import same_dn, subject_dn

from .conftest import Signer


def test_the_subject_is_written_in_rfc_2253_order(org_sign: Signer) -> None:
    assert subject_dn(org_sign.certificate) == "CN=ssiad-ajoncs,OU=1350009999,O=SSIAD Les Ajoncs,C=FR"


@pytest.mark.parametrize(
    "spelling",
    [
        "CN=899900063480+SN=LIBRE+GN=MAX,T=Médecin,C=FR",
        "SN2=MAX + OID.2.5.4.4=LIBRE + CN=899900063480, OID.2.5.4.12=Médecin, C=FR",
        "2.5.4.4=#14054c49425245+2.5.4.42=#14034d4158+CN=899900063480,title=m\u00c9decin,C=FR",
    ],
)
def test_spellings_seen_in_official_samples_are_the_same_name(spelling: str) -> None:
    assert same_dn("CN=899900063480+SN=LIBRE+GN=MAX,T=Médecin,C=FR", spelling)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("CN=a,C=FR", "CN=b,C=FR"),
        ("CN=a,OU=1,C=FR", "CN=a,C=FR"),
        ("CN=a\\,O=x,C=FR", "CN=a,O=x,C=FR"),
        ("", ""),
        ("CN=#zz,C=FR", "CN=a,C=FR"),
    ],
)
def test_other_names_are_not(left: str, right: str) -> None:
    assert not same_dn(left, right)
