"""A whole record ⇄ a transaction Bundle (flux 1.1; profile tddui-bundle)."""

from __future__ import annotations

from esante.fhirkit import Json
from esante.tddui import document, evaluation, people, project, stay
from esante.tddui.document import Files
from esante.tddui.errors import RefusedTransfer, UnreadableTransfer
from esante.tddui.model import Action, Projet, Transfer
from esante.tddui.names import profile
from esante.tddui.reader import Reader
from esante.tddui.refs import Inward, Outward
from esante.tddui.wire import read_wire


def encode_transfer(transfer: Transfer) -> Json:
    """The Bundle of type transaction: POST only, every reference inside, the same record giving the same bundle.

    Raises RefusedTransfer: an identifier out of the grammar, an object that points at another that is not there, a projet
    without agreement of the structure, a GIR its letters do not make.
    """
    out = Outward()
    out.add("usager", "", people.encode_usager(transfer.usager))
    for structure in transfer.etablissements:
        out.add("structure", structure.id, people.encode_structure(structure))
    for person in transfer.professionnels:
        out.add("professional", person.id, people.encode_professional(person))
    patient = out.reference("usager", "")
    for number, contact in enumerate(transfer.contacts):
        out.add("contact", str(number), people.encode_contact(contact, patient))
    for sejour in transfer.sejours:
        out.add("sejour", sejour.id, stay.encode_sejour(sejour, patient, out.reference("structure", sejour.structure)))
    _add_projects(out, transfer, patient)
    for one in transfer.evaluations:
        author = out.reference("professional", one.author) if one.author else None
        out.add("evaluation", one.id, evaluation.encode_evaluation(one, patient, author))
    for file in transfer.documents:
        out.add("document", file.id, document.encode_document(file, patient))
    meta = {"profile": [profile("tddui-bundle")]}
    return {"resourceType": "Bundle", "meta": meta, "type": "transaction", "entry": out.entries}


def _add_projects(out: Outward, transfer: Transfer, patient: Json) -> None:
    for projet in transfer.projets:
        out.add("projet", projet.id, project.encode_projet(projet, patient, _add_accords(out, projet, patient)))
    for besoin in transfer.besoins:
        resource = project.encode_besoin(besoin, patient, out.reference("projet", besoin.projet))
        out.add("besoin", besoin.id, resource)
    for objectif in transfer.objectifs:
        besoins = [out.reference("besoin", one) for one in objectif.besoins]
        out.add("objectif", objectif.id, project.encode_objectif(objectif, patient, besoins))
    for action in transfer.actions:
        out.add("action", action.id, _action(out, action, patient))


def _add_accords(out: Outward, projet: Projet, patient: Json) -> list[tuple[str, Json]]:
    if not projet.accords_structure:
        raise RefusedTransfer("Un projet personnalisé porte au moins un accord de la structure.")
    held: list[tuple[str, Json]] = []
    signed = [("accordStructure", one) for one in projet.accords_structure]
    signed += [("accordUsager", one) for one in projet.accords_usager]
    for number, (what, accord) in enumerate(signed):
        author = out.reference("professional", accord.author) if accord.author else patient
        key = f"{projet.id} {number}"
        out.add("accord", key, project.encode_accord(accord, patient, author))
        held.append((what, out.reference("accord", key)))
    return held


def _action(out: Outward, action: Action, patient: Json) -> Json:
    owner = out.reference("professional", action.owner) if action.owner else None
    objectifs = [out.reference("objectif", one) for one in action.objectifs]
    return project.encode_action(action, patient, out.reference("projet", action.projet), owner, objectifs)


def decode_transfer(data: bytes | str, *, files: Files | None = None) -> Transfer:
    """Read a transaction received, for a preview: nothing here imports anything.

    ``files`` holds those that accompany the Bundle, by the relative address attachments give. What the guide's own
    examples do wrong (``request.url`` holding a profile's name) is accepted. Raises UnreadableTransfer when it is no
    transaction, or is about nobody or several people.
    """
    bundle = read_wire(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).content
    if not isinstance(bundle, dict) or bundle.get("resourceType") != "Bundle":
        raise UnreadableTransfer("Ce fichier n'est pas un transfert de dossier (FHIR).")
    if bundle.get("type") != "transaction":
        raise UnreadableTransfer("Ce fichier FHIR n'est pas un transfert de dossier (transaction).")
    held = Inward(bundle)
    patients = list(held.of("Patient"))
    if len(patients) != 1:
        raise UnreadableTransfer("Un transfert concerne une personne et une seule.")
    read = Reader(held, files)
    return Transfer(
        usager=people.decode_usager(patients[0][1]),
        etablissements=tuple(people.decode_structure(one) for _, one in held.of("Organization")),
        professionnels=tuple(people.decode_professional(one) for _, one in held.of("Practitioner")),
        contacts=tuple(people.decode_contact(one) for _, one in held.of("RelatedPerson")),
        sejours=read.sejours(),
        projets=read.projets(),
        besoins=read.besoins(),
        objectifs=read.objectifs(),
        actions=read.actions(),
        evaluations=read.evaluations(),
        documents=read.documents(),
        others=read.others(),
        faults=tuple(held.faults),
    )
