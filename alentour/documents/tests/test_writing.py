"""Writing with several hands: from the record, without overwriting anybody, to a signed page that travels."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from esante.cda import decode, faults

from alentour.accounts.enums import Metier
from alentour.accounts.models import Post, Structure
from alentour.accounts.services import create_professional, open_post
from alentour.audit.models import TraceEvent
from alentour.core.doors import ClosedDoor, Refused
from alentour.documents import outlines
from alentour.documents.enums import State
from alentour.documents.models import Document, Typing
from alentour.documents.outlines import outline_of
from alentour.documents.prefill import SOURCES
from alentour.documents.services import (
    Said,
    begin,
    cda_of,
    content,
    keep_typing,
    replace,
    say_ready,
    take_again,
    validate,
    write,
)
from alentour.documents.tests.test_ordonnance import text_of
from alentour.identity.models import Usager
from alentour.record.services import add_to_team

Login = Callable[[Client, Post], Client]


@pytest.fixture
def draft(irene: Usager, ines: Post) -> Document:
    """The liaison letter that Inès began."""
    return begin(post=ines, usager=irene, outline=outline_of("liaison_sortie"))


@pytest.fixture
def lea(ssiad: Structure, irene: Usager) -> Post:
    """Orthophoniste beside Irène."""
    person = create_professional(family_name="Caron", given_name="Léa", idnps="810100000099", civility="MME")
    post = open_post(professional=person, structure=ssiad, metier=Metier.REEDUCATEUR, profession_code="91")
    add_to_team(usager=irene, post=post, by=None)
    return post


WHOLE = {"motif": Said(text="Retour chez sa fille le 2 décembre.", based_on=0),
         "suite": Said(text="- Pansement tous les deux jours", based_on=0)}  # fmt: skip


@pytest.mark.parametrize("outline", outlines.outlines().values(), ids=lambda one: one.slug)
def test_each_outline_holds_together(outline: outlines.Outline) -> None:
    assert any(part.required for part in outline.parts), "a document that needs nothing says nothing"
    assert len({part.slug for part in outline.parts}) == len(outline.parts)
    assert all(not part.prefill or part.prefill in SOURCES for part in outline.parts)
    traits = outline.traits
    for metiers, narrowed in ((outline.writers, traits.writers), (outline.signers, traits.validators)):
        assert narrowed is None or (metiers is not None and metiers <= narrowed) or metiers is None


def test_beginning_twice_opens_the_same_draft(draft: Document, irene: Usager, ines: Post) -> None:
    assert begin(post=ines, usager=irene, outline=outline_of("liaison_sortie")) == draft
    assert [one.slug for one in draft.passages.all()] == [part.slug for part in outline_of("liaison_sortie").parts]


def test_two_hands_never_overwrite_each_other(draft: Document, ines: Post, nadia: Post) -> None:
    assert write(document=draft, by=ines, said=WHOLE).saved == ("motif", "suite")
    late = {"motif": Said(text="Entrée en EHPAD.", based_on=0), "suite": Said(text="", based_on=0)}
    done = write(document=draft, by=nadia, said=late)

    assert done.saved == ()
    (clash,) = done.clashes
    assert (clash.theirs, clash.mine, clash.by) == ("Retour chez sa fille le 2 décembre.", "Entrée en EHPAD.", ines)
    assert draft.passages.get(slug="motif").text == "Retour chez sa fille le 2 décembre."
    assert Typing.objects.get(post=nadia).content["motif"]["text"] == "Entrée en EHPAD.", "kept aside"


def test_a_page_left_open_fights_with_nothing_it_did_not_touch(draft: Document, ines: Post, nadia: Post) -> None:
    write(document=draft, by=ines, said=WHOLE)
    done = write(document=draft, by=nadia, said={
        "motif": Said(text="", based_on=0), "sejour": Said(text="Deux chutes.", based_on=0),
    })  # fmt: skip
    assert (done.saved, done.clashes) == (("sejour",), ())


def test_what_is_typed_waits_for_who_typed_it(draft: Document, ines: Post, nadia: Post) -> None:
    keep_typing(document=draft, by=nadia, said={"motif": Said(text="Je commence", based_on=0)})
    assert not Typing.objects.filter(post=ines).exists()
    write(document=draft, by=nadia, said={"motif": Said(text="Je finis", based_on=0)})
    assert not Typing.objects.exists()


def test_a_document_without_what_it_needs_is_not_signed(draft: Document, ines: Post) -> None:
    with pytest.raises(Refused, match=r"Il manque encore : Motif de sortie, Suites à donner"):
        validate(document=draft, by=ines)


def test_signed_it_names_every_hand_and_passes_the_rules(draft: Document, ines: Post, nadia: Post) -> None:
    write(document=draft, by=ines, said=WHOLE)
    write(document=draft, by=nadia, said={"sejour": Said(text="Séjour calme.", based_on=0)})
    signed = validate(document=draft, by=nadia)

    read = decode(cda_of(signed))
    assert faults(read) == ()
    names = {one.professional.family for one in read.header.authors}  # type: ignore[union-attr]
    assert {name.upper() for name in names} == {"MOREAU", "ROUX"}
    assert signed.signer_name == str(nadia.professional), "the legal authenticator is who signed"
    words = text_of(content(signed))
    assert "Retour chez sa fille" in words
    assert "Écrit par" in words


def test_a_new_version_carries_the_text_on_and_replaces(draft: Document, ines: Post) -> None:
    write(document=draft, by=ines, said=WHOLE)
    first = validate(document=draft, by=ines)
    second = replace(document=first, by=ines)
    assert second.passages.get(slug="motif").text == WHOLE["motif"].text
    write(document=second, by=ines, said={"motif": Said(text="Départ reporté.", based_on=0)})
    signed = validate(document=second, by=ines)
    first.refresh_from_db()
    assert (first.state, signed.version, signed.set_oid) == (State.REMPLACE, 2, first.set_oid)
    assert "Départ reporté" in text_of(content(signed))
    assert "Retour chez sa fille" in text_of(content(first)), "the replaced version says what it said"


def test_a_change_takes_back_the_word_of_who_read_it_again(draft: Document, ines: Post, nadia: Post) -> None:
    write(document=draft, by=ines, said=WHOLE)
    assert say_ready(document=draft, by=ines).ready_at is not None
    write(document=draft, by=nadia, said={"motif": Said(text="Autre motif", based_on=1)})
    draft.refresh_from_db()
    assert draft.ready_at is None


def test_what_is_read_again_waits_on_the_day_of_who_signs(
    client: Client, login: Login, draft: Document, ines: Post, nadia: Post, aicha: Post
) -> None:
    write(document=draft, by=ines, said=WHOLE)
    say_ready(document=draft, by=ines)
    waits = "Un document relu attend votre signature"
    assert waits in login(client, nadia).get("/").content.decode()
    assert waits not in login(Client(), ines).get("/").content.decode(), "who read it again already knows"
    assert waits not in login(Client(), aicha).get("/").content.decode(), "she does not sign such a letter"


def test_constantes_are_a_table_taken_again_never_typed(irene: Usager, ines: Post) -> None:
    draft = begin(post=ines, usager=irene, outline=outline_of("constantes"))
    assert write(document=draft, by=ines, said={"tableau": Said(text="37", based_on=0)}).saved == ()
    assert take_again(document=draft, by=ines, slug="tableau").version == 1
    with pytest.raises(Refused, match="ne vient pas du dossier"):
        take_again(document=draft, by=ines, slug="commentaire")


def test_each_metier_writes_its_own(irene: Usager, ines: Post, aicha: Post, lea: Post) -> None:
    assert begin(post=lea, usager=irene, outline=outline_of("bilan_orthophonie")).kind == "bilan_metier"
    with pytest.raises(ClosedDoor):
        begin(post=ines, usager=irene, outline=outline_of("bilan_orthophonie"))
    with pytest.raises(ClosedDoor) as door:
        begin(post=lea, usager=irene, outline=outline_of("certificat"))
    assert door.value.opens_to == ("Médecin",)
    assert "bilan_psychologique" not in [one.slug for one in outlines.offered_to(aicha)]


def test_the_screens_write_and_show_both_texts(
    client: Client, login: Login, irene: Usager, ines: Post, nadia: Post
) -> None:
    seated = login(client, ines)
    page = seated.get(reverse("documents:choose", args=[irene.id])).content.decode()
    assert "Lettre de liaison de sortie" in page
    assert "Certificat médical" not in page
    answer = seated.post(reverse("documents:choose", args=[irene.id]), {"modele": "liaison_sortie"})
    draft = Document.objects.get(template="liaison_sortie")
    assert answer.headers["Location"] == reverse("documents:write", args=[draft.id])

    form = {"texte-motif": "Mon motif", "lu-motif": "0", "titre": "Sortie de décembre"}
    assert seated.post(reverse("documents:write", args=[draft.id]), form).status_code == 302
    other = login(Client(), nadia).post(
        reverse("documents:write", args=[draft.id]), {"texte-motif": "Un autre", "lu-motif": "0"}
    )
    assert other.status_code == 409
    both = other.content.decode()
    assert "Mon motif" in both
    assert "Un autre" in both
    assert seated.get(reverse("documents:content", args=[draft.id])).content.startswith(b"%PDF")
    assert not TraceEvent.objects.filter(reason__contains="motif").exists()


def test_a_text_too_long_is_said_and_kept(client: Client, login: Login, draft: Document, ines: Post) -> None:
    answer = login(client, ines).post(
        reverse("documents:write", args=[draft.id]), {"texte-motif": "x" * 20_001, "lu-motif": "0"}
    )
    assert answer.status_code == 422
    assert "trop long" in answer.content.decode()
    assert "x" * 20_001 in answer.content.decode()


def test_karim_writes_nothing_there(client: Client, login: Login, draft: Document, irene: Usager, karim: Post) -> None:
    seated = login(client, karim)
    assert seated.get(reverse("documents:choose", args=[irene.id])).status_code == 404
    for name in ("write", "keep", "ready"):
        assert seated.post(reverse(f"documents:{name}", args=[draft.id])).status_code == 404


def test_the_writing_page_costs_little(
    client: Client, login: Login, draft: Document, ines: Post, django_assert_max_num_queries: Callable[..., object]
) -> None:
    seated = login(client, ines)
    seated.get(reverse("documents:write", args=[draft.id]))
    with django_assert_max_num_queries(15):  # type: ignore[attr-defined]
        seated.get(reverse("documents:write", args=[draft.id]))
