"""What the screens of the documents show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from django.urls import reverse

from alentour.accounts.models import Post
from alentour.documents.enums import Provenance as From
from alentour.documents.enums import State
from alentour.documents.models import Arrival, Document, FilingItem
from alentour.documents.outlines import outline_of
from alentour.documents.received import Identity
from alentour.identity.matching import Candidate
from alentour.identity.models import Usager
from alentour.ui import words
from alentour.ui.shapes import DocumentCard, Event, Provenance

Source = Literal["ici", "mss", "dmp", "citoyen", "papier"]
SOURCES: dict[str, Source] = {
    From.ICI: "ici", From.SCAN: "papier", From.MSS: "mss", From.DMP: "dmp", From.CITOYEN: "citoyen",
}  # fmt: skip
STATUS = {State.BROUILLON: "brouillon", State.ANNULE: "annulé", State.REMPLACE: "", State.VALIDE: ""}


def provenance(document: Document) -> Provenance:
    """Who says so, when, by which way it came."""
    return Provenance(
        source=SOURCES[document.provenance],
        at=document.effective_at,
        author=document.author_name,
        establishment=document.author_structure,
        signed=document.state != State.BROUILLON and bool(document.signer_name),
        version=document.version,
        replaced=document.state == State.REMPLACE,
    )


def card(document: Document) -> DocumentCard:
    """A document in a list of its record."""
    return DocumentCard(
        title=document.title,
        url=reverse("documents:view", args=[document.id]),
        kind=document.label,
        provenance=provenance(document),
        icon=document.traits.icon,
        thumbnail_url=reverse("documents:thumbnail", args=[document.id]) if document.thumbnail_id else "",
        size=document.body.size if document.body else 0,
        status=STATUS[State(document.state)],
    )


def event(document: Document) -> Event:
    return Event(
        title=f"{document.label} : {document.title}" if document.title != document.label else document.label,
        at=document.effective_at,
        author=", ".join(filter(None, (document.author_name, document.author_structure))),
        icon=document.traits.icon,
        url=reverse("documents:view", args=[document.id]),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalLine:
    """One way it came: « reçu par messagerie sécurisée de Dr Martin, lun. 23 nov. 14 h 40 »."""

    words: str
    differs: bool


def arrival_lines(arrivals: Iterable[Arrival]) -> list[ArrivalLine]:
    found = []
    for arrival in arrivals:
        sender = f" de {arrival.sender}" if arrival.sender else ""
        text = f"{From(arrival.provenance).label}{sender}, {words.full(arrival.at)}"
        found.append(ArrivalLine(words=text[0].upper() + text[1:], differs=not arrival.same_bytes))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class TrayLine:
    """A line of the tray: what, whose it says it is, why it waits."""

    url: str
    title: str
    person: str
    sentence: str
    sender: str
    at: object
    readable: bool


def tray_line(item: FilingItem) -> TrayLine:
    identity = identity_in(item)
    return TrayLine(
        url=reverse("documents:item", args=[item.id]),
        title=f"{item.document.label} : {item.document.title}"
        if item.document
        else item.file_name or "Fichier illisible",
        person=identity.display_name if not identity.is_silent else "",
        sentence=item.sentence or item.get_reason_display(),
        sender=item.sender,
        at=item.created_at,
        readable=item.document is not None,
    )


def identity_in(item: FilingItem) -> Identity:
    return Identity(**item.identity)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """One trait of two identities, side by side."""

    label: str
    theirs: str
    ours: str
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateCard:
    """Somebody it could be, and each trait compared. ``other_ins``: the document carries another INS than hers."""

    usager: Usager
    traits: tuple[Trait, ...]
    same_ins: bool
    other_ins: bool

    @property
    def differing(self) -> int:
        return sum(trait.differs for trait in self.traits)


LABELS = (
    ("birth_name", "Nom de naissance"),
    ("first_given_name", "Premier prénom"),
    ("given_names", "Prénoms"),
    ("birth_date", "Date de naissance"),
    ("sex", "Sexe"),
    ("birth_place", "Lieu de naissance (COG)"),
)


def candidate_cards(candidates: Sequence[Candidate], identity: Identity) -> list[CandidateCard]:
    return [
        CandidateCard(
            usager=one.usager,
            traits=tuple(_trait(name, label, one, identity) for name, label in LABELS),
            same_ins=one.same_ins,
            other_ins=bool(identity.matricule and one.usager.matricule and identity.matricule != one.usager.matricule),
        )
        for one in candidates
    ]


def _trait(name: str, label: str, candidate: Candidate, identity: Identity) -> Trait:
    field = "birth_date_text" if name == "birth_date" else name
    theirs, ours = getattr(identity, name), getattr(candidate.usager, field)
    if name == "birth_date":
        theirs, ours = words.birth(theirs), words.birth(ours)
    return Trait(label=label, theirs=theirs, ours=ours, differs=name in candidate.differing)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gestures:
    """What this post may do with this document."""

    validate: bool = False
    ready: bool = False
    edit: bool = False
    replace: bool = False
    cancel: bool = False
    hide: bool
    unfile: bool = False


def gestures(document: Document, post: Post, *, may_file: bool) -> Gestures:
    draft, valid = document.state == State.BROUILLON, document.state == State.VALIDE
    writes, signs = document.traits.may_write(post), document.traits.may_validate(post)
    form = bool(document.content.get("lines")) or document.is_written
    if document.is_written:
        outline = outline_of(document.template)
        writes, signs = outline.may_write(post), outline.may_sign(post)
    return Gestures(
        validate=draft and signs,
        edit=draft and writes and form,
        ready=draft and document.is_written and writes and not signs and document.ready_at is None,
        replace=valid and writes and document.is_ours and form and not document.is_urgency,
        cancel=document.is_ours and (draft or valid) and signs,
        hide=document.is_ours and (draft or valid) and signs,
        unfile=may_file and not document.is_ours and hasattr(document, "filing"),
    )


# The combinations that exist (JDV_J08): hidden from the professionals, from the person, from her legal representatives.
VISIBLE = (
    ("tous", (False, False, False), "À tous ceux qui y ont droit", "La personne, ses représentants, ses soignants."),
    ("professionnels", (True, False, False), "Pas aux autres professionnels", "La personne l'a demandé."),
    (
        "representants",
        (False, False, True),
        "Pas aux représentants légaux",
        "La personne mineure ou protégée l'a demandé.",
    ),
    ("professionnels-representants", (True, False, True), "Ni aux uns ni aux autres", "La personne seule le voit."),
    ("personne", (False, True, False), "Pas encore à la personne", "Le temps de l'annoncer de vive voix."),
)


def visible(document: Document) -> list[tuple[str, str, str, bool]]:
    """The choices of who sees it (value, label, why, chosen), in the order of the screen."""
    held = (document.hidden_from_pros, document.hidden_from_usager, document.hidden_from_guardians)
    return [(value, label, why, flags == held) for value, flags, label, why in VISIBLE]
