"""The text of the « INS à scanner » (ANS, Format datamatrix INS 2.2; specs/dmp-ins §1.12)."""

from __future__ import annotations

from alentour.identity.models import Usager

HEADER = "IS01" + "0" * 22
GS = "\x1d"


def payload(usager: Usager) -> str:
    """Header and blocks S1 to S7. A variable field that is neither full nor last is closed by GS."""
    day = "-".join(reversed(usager.birth_date_text.split("-")))
    given = (usager.given_names or usager.first_given_name)[:100]
    name = usager.birth_name[:100]
    blocks = [
        f"S1{usager.matricule}",
        f"S2{usager.ins_oid}{'' if len(usager.ins_oid) == 20 else GS}",
        f"S3{given}{'' if len(given) == 100 else GS}",
        f"S5{usager.sex}",
        f"S6{day}",
        f"S7{usager.birth_place}" if usager.birth_place else "",
        f"S4{name}",
    ]
    return HEADER + "".join(blocks)
