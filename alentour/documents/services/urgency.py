"""The document de liaison d'urgence in one gesture: gathered from the record, frozen, signed, in place of the one before."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from alentour.accounts.enums import Act
from alentour.accounts.models import Post
from alentour.care.plan_paper import plan_pdf
from alentour.core import trace
from alentour.core.doors import Refused
from alentour.documents.enums import DocumentKind, Provenance, State
from alentour.documents.kinds import kind_of
from alentour.documents.models import Document
from alentour.documents.services.life import next_version, sign
from alentour.documents.services.making import new_document
from alentour.documents.urgence.gathering import gather
from alentour.documents.urgence.parts import Change, Part, changes, frozen, thawed
from alentour.identity.models import Usager

TITLE, LONGEST = "Document de liaison d'urgence", 2_000
RECENT = timedelta(hours=24)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The document in force (None: none yet), what the record says now, and what moved between the two."""

    document: Document | None
    parts: list[Part]
    changes: list[Change]

    @property
    def lacks(self) -> list[Part]:
        """The parts that urgences would miss."""
        return [part for part in self.parts if (part.lacks and not part.rows and not part.none) or _half(part)]

    @property
    def is_fresh(self) -> bool:
        return self.document is not None and not self.changes


def _half(part: Part) -> bool:
    return part.slug == "soignants" and bool(part.lacks)


def in_force(usager: Usager) -> Document | None:
    """The last one signed here and neither replaced nor cancelled."""
    rows = Document.objects.filter(
        structure_id=usager.structure_id,
        usager=usager,
        kind=DocumentKind.DLU,
        state=State.VALIDE,
        provenance=Provenance.ICI,
    )
    return rows.select_related("validated_by__professional").order_by("-effective_at").first()


def standing(post: Post, usager: Usager) -> Standing:
    """Where the document of this person is, for this reader: its parts are those that the reader opens."""
    kind_of(DocumentKind.DLU).require(post, Act.READ)
    document, parts = in_force(usager), gather(post, usager)
    said = thawed(document.content["urgence"]["parts"]) if document and document.is_urgency else []
    return Standing(document=document, parts=parts, changes=changes(said, parts) if document else [])


@transaction.atomic
def establish(*, post: Post, usager: Usager, comment: str = "") -> Document:
    """Write and sign it. When the one in force says the same since less than a day, it is given back: a gesture sent twice
    makes one document. It leaves by itself nowhere."""
    kind_of(DocumentKind.DLU).require(post, Act.VALIDATE)
    comment = comment.strip().replace("\r\n", "\n")
    if len(comment) > LONGEST:
        raise Refused(f"La remarque compte {len(comment)} caractères : {LONGEST} au plus. Rien n'a été établi.")
    Usager.objects.select_for_update(of=("self",)).filter(pk=usager.pk).values_list("pk", flat=True).first()
    parts, old = gather(post, usager), in_force(usager)
    held: dict[str, Any] = {"parts": frozen(parts), "comment": comment, "enclosed": {}}
    if old is not None and _says(old, held) and timezone.now() - old.effective_at < RECENT:
        return old
    held["enclosed"] = {"MEDICINES": b64encode(plan_pdf(post, usager)).decode("ascii")}
    content = {"urgence": held}
    if old is None:
        document = new_document(post=post, usager=usager, kind=DocumentKind.DLU, title=TITLE, content=content)
    else:
        document = next_version(old, post)
        document.content, document.body, document.media_type = content, None, ""
        document.save(force_insert=True)
        trace.record(
            "document.created", by=post, usager_id=usager.id, target=document, kind=document.kind,
            replaces=old.document_oid,
        )  # fmt: skip
    return sign(document=document, by=post)


def _says(old: Document, held: dict[str, Any]) -> bool:
    said = old.content.get("urgence", {})
    return bool(said.get("parts") == held["parts"] and said.get("comment") == held["comment"])
