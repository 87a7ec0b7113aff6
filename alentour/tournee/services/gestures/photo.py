"""A photo of a wound, with the agreement collected in the same gesture."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from alentour.accounts.enums import DataClass
from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.documents.consents import Agreement
from alentour.documents.enums import DocumentKind
from alentour.documents.kinds import kind_of as document_kind
from alentour.documents.models import Document
from alentour.documents.services import create_photo
from alentour.identity.models import Usager
from alentour.record.enums import GivenBy, Means
from alentour.tournee.gesture import Sent, text_of
from alentour.ui.words import full


def kind_of(content: Any) -> DataClass:
    return document_kind(DocumentKind.PHOTO_PLAIE).data_class


def write(*, sent: Sent, usager: Usager, by: Post, done_at: datetime, told: str, sure: bool) -> Document:
    if not sent.photo:
        raise Refused("La photo n'est pas arrivée avec son geste : reprenez-la.")
    taken = f"Prise en tournée, {full(done_at)}" + (f", par {told}." if told else ".")
    return create_photo(
        post=by,
        usager=usager,
        data=sent.photo,
        agreement=agreement_of(sent.content),
        title=text_of(sent.content, "title")[:200],
        note=f"{text_of(sent.content, 'note')[:1900]}\n{taken}".strip(),
    )


def agreement_of(content: Any) -> Agreement | None:
    """The agreement ticked on the phone; None leans on one still in force."""
    if content.get("agrees") is not True:
        return None
    try:
        return Agreement(
            given_by=GivenBy(content.get("given_by", GivenBy.PERSONNE)), means=Means(content.get("means", Means.ORAL))
        )
    except ValueError:
        raise Refused("On ne lit pas qui a donné l'accord pour la photo : reprenez-le.") from None


def words(content: Any) -> list[list[str]]:
    lines = [["Photo", text_of(content, "title") or "sans titre"]]
    note = text_of(content, "note")
    lines.append(["Accord", "recueilli sur le moment" if content.get("agrees") is True else "celui du dossier"])
    return [*lines, ["À savoir", note]] if note else lines
