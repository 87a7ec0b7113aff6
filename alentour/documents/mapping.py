"""From our documents to the header of a CDA, and back. Pure: no query, no clock, no file (specs/cda §4).

Header and submission metadata come from this one object: rejections of the DMP mostly come from two that disagree (EX_2.1).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from django.utils import timezone
from esante.cda import (
    Author,
    ClinicalDocument,
    Encounter,
    Header,
    Media,
    NonXmlBody,
    Patient,
    Service,
)
from esante.cda.structured.entries_model import Allergy, Problem, Reading, Vaccination
from esante.cda.structured.prescription import Appliance, Medicine, Prescription

from alentour.accounts.enums import Metier
from alentour.accounts.models import Post, Structure
from alentour.documents.enums import DocumentKind
from alentour.documents.models import Document
from alentour.documents.received import Identity, ReceivedCda
from alentour.documents.told import Told
from alentour.identity.models import Usager
from esante import cisis

_LAST_MINUTE = time(23, 59, 59)
CIM10 = "2.16.840.1.113883.6.3"
VISIBILITY = ("MASQUE_PS", "INVISIBLE_PATIENT", "INVISIBLE_REPRESENTANTS_LEGAUX")


def structure_of(structure: Structure) -> cisis.Structure:
    """The establishment as an actor of the CI-SIS."""
    return cisis.Structure(
        id=cisis.StructId.parse(structure.idnst),
        name=structure.name,
        sector=cisis.sector(structure.sector),
        practice_setting=cisis.practice_setting(structure.practice_setting),
        telecom=_telephone(structure.phone),
        address=_address(structure.address, structure.postal_code, structure.city),
    )


def professional_of(post: Post) -> cisis.Professional:
    """Who acts, for which structure. Without an RPPS: an identifier of the structure (PS_IdNat, kinds 3 and 5)."""
    person = post.professional
    return cisis.Professional(
        id=cisis.PsId.parse(person.idnps or local_id(post)),
        family=person.family_name,
        given=person.given_name,
        title=person.title,
        civility=person.civility,
        profession=cisis.profession(post.profession_code),
        structure=structure_of(post.structure),
    )


def local_id(post: Post) -> str:
    """`3` + FINESS + `/` + local id, or `5` + SIRET: somebody of a structure who has no national identifier."""
    idnst = post.structure.idnst
    prefix = "3" if idnst.startswith("1") else "5"
    return f"{prefix}{idnst[1:]}/{post.professional_id.hex[-12:]}"


def ins_of(usager: Usager) -> cisis.Ins | None:
    """The INS, only when it may leave the house: qualified, of an accepted domain, not doubtful (RNIV EXI ID 29)."""
    if not usager.ins_is_usable:
        return None
    return cisis.Ins(matricule=usager.matricule, oid=usager.ins_oid)


def traits_of(usager: Usager) -> cisis.Traits:
    return cisis.Traits(
        birth_name=usager.birth_name,
        given_names=usager.given_names,
        first_given_name=usager.first_given_name,
        birth_date=usager.birth_date_text,
        sex=usager.sex,
        birth_place=usager.birth_place,
        used_name=usager.used_name,
        used_given_name=usager.used_given_name,
    )


def patient_of(usager: Usager, structure: Structure) -> Patient:
    return Patient(
        ins=ins_of(usager),
        traits=traits_of(usager),
        ipp=(structure.ipp_oid, usager.ipp) if usager.ipp else None,
        address=_address(usager.address, usager.postal_code, usager.city),
        telecoms=(cisis.Telecom(_telephone(usager.phone), "H"),) if usager.phone else (),
    )


def header_of(document: Document, *, writers: Sequence[Post] = ()) -> Header:
    """The header of a validated document. Its author, signer, person and structure must be loaded.

    ``writers``: everybody who wrote it, the author first; each is an author of the CDA.
    """
    if document.usager is None or document.author is None or document.validated_by is None:
        raise ValueError("a document without person, author or signer has no header")
    at = timezone.localtime(document.effective_at)
    author = professional_of(document.author)
    structure = structure_of(document.structure)
    start = timezone.localtime(document.service_start) if document.service_start else at
    return Header(
        document_id=document.document_oid,
        set_id=document.set_oid,
        version=document.version,
        type_code=cisis.type_code(document.type_code),
        title=document.title,
        effective_time=at,
        patient=patient_of(document.usager, document.structure),
        authors=tuple(Author(professional_of(one), at) for one in writers) or (Author(author, at),),
        legal_authenticator=Author(professional_of(document.validated_by), _local(document.validated_at)),
        custodian=structure,
        services=(Service(start=start, stop=_local(document.service_stop), performer=author),),
        # No serviceProviderOrganization: the CI-SIS closes that place to it (schematron CI-SISComponentOf).
        encounter=Encounter(sector=structure.sector, start=start),
        confidentiality=cisis.confidentiality(document.confidentiality),
        replaces=document.replaces_oid or None,
    )


def _local(moment: datetime | None) -> datetime | None:
    return timezone.localtime(moment) if moment else None


def _telephone(number: str) -> str:
    digits = "".join(c for c in number if c.isdigit() or c == "+")
    return f"tel:{digits}" if digits else ""


def _address(street: str, postal_code: str, city: str) -> cisis.Address | None:
    if not (street or postal_code or city):
        return None
    lines = tuple(line.strip() for line in street.splitlines() if line.strip())
    return cisis.Address(lines=lines, postal_code=postal_code, city=city)


# --- and back


def received(document: ClinicalDocument, *, now: datetime, faults: tuple[str, ...] = ()) -> ReceivedCda:
    """What a decoded CDA says, in our words; ``now`` dates the one that forgot to."""
    header = document.header
    code = header.type_code
    author = header.authors[0].professional if header.authors else None
    body = _body(document)
    return ReceivedCda(
        oid=header.document_id,
        set_oid=header.set_id or header.document_id,
        version=max(header.version, 1),
        type_code=code.code,
        type_system=code.system,
        type_label=_label(code),
        class_code=_class(code.code),
        title=header.title or _label(code) or "Document sans titre",
        effective_at=header.effective_time or now,
        author_name=_name(author),
        author_structure=_house(author) or (header.custodian.name if header.custodian else ""),
        signer_name=_name(header.legal_authenticator.professional) if header.legal_authenticator else "",
        identity=identity_of(header.patient),
        service_start=header.service_start,
        replaces_oid=header.replaces or "",
        confidentiality=header.confidentiality.code if header.confidentiality.code in {"N", "R", "V"} else "N",
        media_type=body.media_type if body else "",
        body=body.data if body else b"",
        faults=faults,
    )


def identity_of(patient: Patient) -> Identity:
    traits = patient.traits
    return Identity(
        birth_name=traits.birth_name,
        given_names=traits.given_names,
        first_given_name=traits.first_given_name,
        birth_date=traits.birth_date,
        sex=traits.sex,
        birth_place=traits.birth_place,
        used_name=traits.used_name,
        matricule=patient.ins.matricule if patient.ins else "",
        ins_oid=patient.ins.oid if patient.ins else "",
    )


def _body(document: ClinicalDocument) -> Media | NonXmlBody | None:
    """The file to show: the body itself, or the PDF copy that a structured prescription carries."""
    if isinstance(document.body, NonXmlBody):
        return document.body if document.body.data else None
    return next((m for m in document.body.media.values() if m.media_type == "application/pdf" and m.data), None)


def _label(code: cisis.Code) -> str:
    try:
        return cisis.type_code(code.code).label
    except cisis.UnknownCode:
        return code.label


def _class(type_code: str) -> str:
    try:
        return cisis.class_of(type_code).code
    except cisis.UnknownCode:
        return ""


def _name(actor: object) -> str:
    if isinstance(actor, cisis.Professional):
        title = {"DR": "Dr ", "PR": "Pr "}.get(actor.title.upper(), "")
        return f"{title}{actor.given} {actor.family.upper()}".strip()
    return str(getattr(actor, "software", ""))


def _house(actor: object) -> str:
    structure = getattr(actor, "structure", None)
    return structure.name if structure else ""


# --- from an ordonnance of ours to a structured prescription (eP-MED-DM)


def prescription_of(document: Document, pdf: bytes) -> Prescription | None:
    """What a médecin prescribed, as data, its page inside; None when the national form has no place for it.

    It has none for a soin, nor for a medicine without posology: such an ordonnance travels as its page alone.
    """
    content, signer = document.content, document.validated_by
    lines = content.get("lines") or ()
    if document.kind != DocumentKind.ORDONNANCE or not lines or signer is None or signer.metier != Metier.MEDECIN:
        return None
    if any(not _has_a_place(line) for line in lines):
        return None
    renewals = int(content.get("renewals") or 0)
    return Prescription(
        valid_from=timezone.localtime(document.effective_at),
        valid_until=_end_of(content.get("valid_until") or ""),
        pdf=pdf,
        medicines=tuple(_medicine(line, renewals) for line in lines if line["nature"] == "medicament"),
        appliances=tuple(_appliance(line, renewals) for line in lines if line["nature"] == "dispositif"),
        comment=content.get("note") or "",
    )


def _has_a_place(line: dict[str, str]) -> bool:
    return line["nature"] == "dispositif" or (line["nature"] == "medicament" and bool(line["posology"].strip()))


def _medicine(line: dict[str, str], renewals: int) -> Medicine:
    return Medicine(
        name=line["text"].strip(),
        posology=line["posology"].strip(),
        duration=line["duration"].strip(),
        renewals=renewals,
    )


def _appliance(line: dict[str, str], renewals: int) -> Appliance:
    """A device has no posology: how to use it, and how long, follow its name."""
    told = (line[part].strip() for part in ("text", "posology", "duration"))
    return Appliance(name=", ".join(part for part in told if part), renewals=renewals)


def _end_of(day: str) -> datetime | None:
    """The last moment of the last day it may be served."""
    return timezone.make_aware(datetime.combine(date.fromisoformat(day), _LAST_MINUTE)) if day else None


# --- what structured documents say


def told_of(reading: Reading) -> tuple[Told, ...]:
    """The entries of a document in the words of the record. Treatments, measures and results are said, and taken up nowhere:
    a plan de prise is prescribed, a measure is made here."""
    return (
        *(_allergy(one) for one in reading.allergies),
        *(_problem(one) for one in reading.problems),
        *(_vaccine(one) for one in reading.vaccinations),
        *(Told(family="Traitements", label=one.medicine, detail=one.posology) for one in reading.treatments),
        *(
            Told(
                family="Mesures",
                label=one.kind.words,
                detail=f"{one.value.normalize():f} {one.kind.unit}".replace(".", ","),
            )
            for one in reading.vital_signs
        ),
        *(Told(family="Résultats", label=one.text, detail=one.value) for one in reading.results),
    )


def _allergy(one: Allergy) -> Told:
    said = {"kind": "allergie", "label": one.text[:200], "reaction": one.reaction, "since": one.since}
    said |= {"severity": "grave"} if one.severe else {}
    said |= {"code": one.code.code[:30], "code_system": one.code.system[:80]} if one.code else {}
    grave = "grave" if one.severe else ""
    detail = ", ".join(part for part in (one.reaction, grave, "" if one.active else "n'est plus d'actualité") if part)
    return Told(family="Allergies", label=one.text, detail=detail, slug="allergie" if one.active else "", said=said)


def _problem(one: Problem) -> Told:
    said = {
        "kind": "actif" if one.active else "medical",
        "label": one.text,
        "code": one.code.code[:10] if one.code and one.code.system == CIM10 else "",
        "since": one.since.isoformat() if one.since else "",
        "until": one.until.isoformat() if one.until else "",
    }
    family = "Problèmes en cours" if one.active else "Antécédents"
    return Told(family=family, label=one.text, detail=_since(one.since), slug="antecedent", said=said)


def _vaccine(one: Vaccination) -> Told:
    """Without its day a vaccination is said only: the record asks for the day."""
    said = {"vaccine": one.text, "done_on": one.on.isoformat() if one.on else ""}
    said |= {"code": one.code.code[:30], "code_system": one.code.system[:80]} if one.code else {}
    return Told(
        family="Vaccinations", label=one.text, detail=_since(one.on, "le"), slug="vaccin" if one.on else "", said=said
    )


def _since(day: date | None, word: str = "depuis le") -> str:
    return f"{word} {day:%d/%m/%Y}" if day else "date non connue"
