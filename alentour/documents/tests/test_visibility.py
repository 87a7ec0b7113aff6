"""The flags of a document, and the combinations that do not exist."""

from __future__ import annotations

import pytest

from alentour.accounts.models import Post
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents.models import Document
from alentour.documents.services.visibility import set_visibility


@pytest.mark.parametrize(
    "flags", [(False, True, False), (True, False, True), (True, False, False), (False, False, False)]
)
def test_the_combinations_that_exist_are_kept(
    ordonnance: Document, martin: Post, flags: tuple[bool, bool, bool]
) -> None:
    pros, usager, guardians = flags
    row = set_visibility(document=ordonnance, by=martin, pros=pros, usager=usager, guardians=guardians)
    row.refresh_from_db()
    assert (row.hidden_from_pros, row.hidden_from_usager, row.hidden_from_guardians) == flags


@pytest.mark.parametrize(("pros", "guardians"), [(True, False), (False, True), (True, True)])
def test_hidden_from_the_person_it_is_hidden_from_nobody_else(
    ordonnance: Document, martin: Post, pros: bool, guardians: bool
) -> None:
    with pytest.raises(Refused, match="ne voit pas encore"):
        set_visibility(document=ordonnance, by=martin, pros=pros, usager=True, guardians=guardians)


def test_who_does_not_sign_does_not_hide(ordonnance: Document, ines: Post) -> None:
    with pytest.raises(ClosedDoor):
        set_visibility(document=ordonnance, by=ines, pros=True, usager=False, guardians=False)
