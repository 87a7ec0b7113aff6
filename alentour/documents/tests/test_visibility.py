"""The flags of a document, and the combinations that do not exist."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from alentour.accounts.models import Post
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents import outlines, services
from alentour.documents.models import Document
from alentour.documents.services.visibility import set_visibility
from alentour.identity.models import Usager

Login = Callable[[Client, Post], Client]


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


def test_the_screen_offers_what_exists_and_keeps_the_choice(
    client: Client, login: Login, photo: Document, aicha: Post, ines: Post, karim: Post
) -> None:
    url = reverse("documents:visibility", args=[photo.id])
    login(client, aicha)
    page = client.get(reverse("documents:view", args=[photo.id])).content.decode()
    assert "Choisir qui le voit" in page
    client.post(url, {"visible": "professionnels-representants"})
    photo.refresh_from_db()
    assert (photo.hidden_from_pros, photo.hidden_from_usager, photo.hidden_from_guardians) == (True, False, True)
    assert "aux autres professionnels ni aux représentants légaux" in " ".join(
        client.get(reverse("documents:view", args=[photo.id])).content.decode().split()
    )
    client.post(url, {"visible": "personne-et-tous"})
    photo.refresh_from_db()
    assert photo.hidden_from_pros
    login(client, karim)
    assert client.post(url, {"visible": "tous"}).status_code == 404


def test_every_text_of_a_section_is_shown_with_its_hand(
    client: Client, login: Login, irene: Usager, ines: Post
) -> None:
    outline = next(one for one in outlines.offered_to(ines) if any(not part.is_table for part in one.parts))
    document = services.begin(post=ines, usager=irene, outline=outline)
    slug = next(part.slug for part in outline.parts if not part.is_table and part.may_write(ines))
    for text in ("Premier jet", "Deuxième jet"):
        read = document.passages.get(slug=slug).version
        services.write(document=document, by=ines, said={slug: services.Said(text=text, based_on=read)})
    login(client, ines)
    page = client.get(reverse("documents:history", args=[document.id])).content.decode()
    assert page.index("Deuxième jet") < page.index("Premier jet")
    assert "Proposé par le dossier" in page
    assert "Inès MOREAU" in page
