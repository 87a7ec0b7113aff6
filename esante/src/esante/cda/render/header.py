"""The header of a document in plain French: who it is about, who wrote it, when, for which care."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from esante.cda.model import Author, Encounter, Header, Informant, Participant, Patient

from .words import CONFIDENTIALITIES, PARTICIPATIONS, RELATIVES, actor, birth, moment, structure, telecom

Row = tuple[str, str]


def header_html(header: Header) -> str:
    """Title, then one list of terms for the person and one for the document."""
    return (
        f"<header><h1>{escape(header.title or header.type_code.label or 'Document sans titre')}</h1>"
        f'<section aria-label="Personne">{_terms(_person(header.patient))}</section>'
        f'<section aria-label="Document">{_terms(_document(header))}</section></header>'
    )


def _terms(rows: Iterator[Row]) -> str:
    lines = "".join(f"<dt>{escape(term)}</dt><dd>{escape(text)}</dd>" for term, text in rows if text)
    return f"<dl>{lines}</dl>"


def _person(patient: Patient) -> Iterator[Row]:
    traits = patient.traits
    yield "Nom de naissance", traits.birth_name
    yield "Prénoms de naissance", traits.given_names or traits.first_given_name
    yield "Nom utilisé", " ".join(part for part in (traits.used_name, traits.used_given_name) if part)
    yield "Sexe", {"F": "Féminin", "M": "Masculin", "UN": "Indéterminé"}.get(traits.sex, traits.sex)
    born = {"F": "Née le", "M": "Né le"}.get(traits.sex, "Naissance")
    yield born, birth(traits.birth_date, lunar=traits.date_is_lunar)
    yield "Lieu de naissance (code INSEE)", traits.birth_place
    if patient.ins:
        yield "Matricule INS", patient.ins.matricule + (" (identité de test)" if patient.ins.is_test else "")
    yield "Identifiant local", patient.ipp[1] if patient.ipp else ""
    yield "Adresse", patient.address.on_one_line if patient.address else ""
    yield "Coordonnées", ", ".join(telecom(item) for item in patient.telecoms)
    if patient.guardian:
        guardian = patient.guardian
        yield "Représentant", guardian.structure_name or f"{guardian.given} {guardian.family}".strip()


def _document(header: Header) -> Iterator[Row]:
    yield "Type de document", header.type_code.label or header.type_code.code
    yield "Créé le", moment(header.effective_time)
    yield "Version", str(header.version) if header.version > 1 else ""
    yield "Remplace le document", header.replaces or ""
    yield "Confidentialité", CONFIDENTIALITIES.get(header.confidentiality.code, "")
    for author in header.authors:
        yield "Auteur", _signed(author)
    if header.legal_authenticator:
        yield "Responsable", _signed(header.legal_authenticator)
    yield "Conservé par", structure(header.custodian)
    for service in header.services:
        yield "Acte documenté", _dated(service.code.label if service.code else "Acte", moment(service.start))
    yield from _care(header.encounter)
    for recipient in header.recipients:
        yield "Destinataire", actor(recipient)
    for participant in header.participants:
        yield _participation(participant), actor(participant.professional)
    for informant in header.informants:
        yield RELATIVES.get(informant.kind, "Proche"), _relative(informant)


def _signed(author: Author) -> str:
    return _dated(actor(author.professional), moment(author.time))


def _dated(text: str, date: str) -> str:
    return f"{text}, le {date}" if date else text


def _care(encounter: Encounter | None) -> Iterator[Row]:
    if encounter is None:
        return
    labels = [code.label for code in (encounter.type, encounter.sector) if code and code.label]
    yield "Prise en charge", _dated(", ".join(labels), moment(encounter.start)) if labels else moment(encounter.start)


def _participation(participant: Participant) -> str:
    if participant.function:
        return participant.function.label or participant.function.code
    return PARTICIPATIONS.get(participant.type, "Participant")


def _relative(informant: Informant) -> str:
    name = f"{informant.given} {informant.family}".strip()
    relation = f"({informant.relation.label.lower()})" if informant.relation and informant.relation.label else ""
    numbers = ", ".join(telecom(item) for item in informant.telecoms)
    return " ".join(part for part in (name, relation, numbers) if part)
