"""The document de liaison d'urgence of an EHPAD (DLU 2022.01), written strictly.

Source: CI-SIS volet «Document de liaison d'urgence EHPAD» 2022.01, model DLU (1.2.250.1.213.1.1.1.22).
"""

from __future__ import annotations

import base64
from typing import Any

from esante.cda.model import Header
from esante.cda.writing import make
from esante.cisis import Code, oids

from .dlu_model import Dlu, Enclosed, Enclosure
from .entries_model import Contact, Directive, Finding
from .fludt import EXAMS, examined, written
from .missing import MissingContent
from .prescription_appliance import section_of_comment
from .prescription_parts import SIMPLE_OBSERVATION, TA_ASIP, coded, french, points_to, templates, typed
from .urgency_parts import SNOMED, Line, Page, observed, place, section, truth, when_of
from .urgency_sections import allergies, history, problems, treatments, vaccinations

__all__ = ["STATES", "Dlu", "Enclosed", "Enclosure", "encode_dlu", "missing_of_dlu"]

_TEMPLATES = (oids.HL7_FRANCE, oids.CI_SIS, "1.2.250.1.213.1.1.1.22")
_ACT = Code("34117-2", oids.LOINC, "Historique et clinique")
_PCC = "1.3.6.1.4.1.19376.1.5.3.1"
# What may be observed of a person, with a code (JDV_ObservationEtatPatient, SNOMED CT).
STATES = {
    "288575003": "capable de communiquer",
    "247663003": "bien orienté",
    "62476001": "désorienté(e)",
    "24199005": "sensation d'agitation",
    "248043008": "comportement non-conciliant",
    "425104003": "comportement suicidaire",
    "397540003": "malvoyance",
    "15188001": "perte auditive",
    "62305002": "trouble du langage",
    "161898004": "chutes",
    "50239007": "errance",
    "248046000": "fugue",
    "386423001": "contention physique",
    "285304000": "à risque d'escarre",
    "249492002": "fausse route alimentaire",
}


def missing_of_dlu(header: Header, content: Dlu) -> tuple[str, ...]:
    """What the DLU still needs, in French sentences; empty when it is whole."""
    lacks = []
    if header.effective_time is None:
        lacks.append("La date du document manque.")
    if not any(one.type == "INF" and one.function and one.function.code == "PCP" for one in header.participants):
        lacks.append("Le médecin traitant n'est pas indiqué.")
    if header.patient.traits.birth_date is None:
        lacks.append("La date de naissance n'est pas indiquée.")
    if not content.enclosures:
        lacks.append("Aucune pièce ne l'accompagne : le tableau des médicaments ou la grille AGGIR suffit.")
    return tuple(lacks)


def encode_dlu(*, header: Header, content: Dlu) -> bytes:
    """The document. The header's type and first act are those of a DLU, whatever it says.

    Raises `MissingContent` when it is not whole, `RefusedDocument` when the header makes a faulty document.
    """
    lacks = missing_of_dlu(header, content)
    if lacks or header.effective_time is None:
        raise MissingContent(lacks)
    page = Page(header.document_id, header.effective_time)
    sections = [
        _hospital(page, content.hospital),
        problems(page, content.problems),
        history(page, content.history),
        allergies(page, content.allergies),
        treatments(page, content.treatments),
        _directives(page, content),
        _state(page, content),
        _resistant(page, content),
    ]
    if content.vaccinations:
        sections.append(vaccinations(page, content.vaccinations))
    sections.append(_enclosures(page, content.enclosures))
    words = _comment(content)
    if words:
        sections.append(section_of_comment(page.document_id, words))
    return written(header, _TEMPLATES, _ACT, sections)


def _hospital(page: Page, name: str) -> Any:
    shown = name.strip() or "Non renseigné"
    act = make(
        "act",
        *templates(f"{_PCC}.1.10.4.2", "1.2.250.1.213.1.1.3.97"),
        page.id("hospital/act"),
        coded("11302-7", "Etablissement de santé de préférence"),
        points_to("hospital"),
        make("statusCode", code="normal"),
        make("effectiveTime", value=page.now),
        make("participant", place(shown, "ROL"), typeCode="RCV") if name.strip() else None,
        classCode="ACT",
        moodCode="INT",
    )
    roots = (f"{_PCC}.1.13.2.10", "1.2.250.1.213.1.1.2.172")
    lines = [Line("Hôpital de préférence", shown, "hospital")]
    return section(page, "dispositions", roots, coded("11302-7", "Dispositions"), "Hôpital de préférence", lines, [act])


def _directives(page: Page, content: Dlu) -> Any:
    directive = content.directive or Directive(exists=None)
    known = {True: "Rédigées", False: "Aucune rédigée", None: "Non renseigné"}
    words = known[directive.exists] + (f" le {french(directive.on)}" if directive.exists and directive.on else "")
    lines = [
        Line("Directives anticipées", "\n".join(part for part in (words, directive.text) if part), "directives"),
        Line(
            "Soins palliatifs",
            {True: "En cours", False: "Non", None: "Non renseigné"}[content.palliative],
            "palliative",
        ),
    ]
    entry = make(
        "observation",
        *templates(
            "2.16.840.1.113883.10.20.1.17", SIMPLE_OBSERVATION[0], f"{_PCC}.4.13.7", "1.2.250.1.213.1.1.3.54",
        ),
        page.id("directives/observation"),
        coded("42348-3", "Directives anticipées"),
        points_to("directives"),
        make("statusCode", code="completed"),
        make("effectiveTime", when_of("low", directive.on), make("high", nullFlavor="NA")),
        truth(directive.exists),
        classCode="OBS",
        moodCode="EVN",
    )  # fmt: skip
    roots = ("2.16.840.1.113883.10.20.1.1", f"{_PCC}.3.34", f"{_PCC}.3.35", "1.2.250.1.213.1.1.2.157")
    code, title = coded("42348-3", "Directives anticipées"), "Soins palliatifs et directives anticipées"
    return section(page, "directives-section", roots, code, title, lines, [entry])


def _state(page: Page, content: Dlu) -> Any:
    groups: tuple[tuple[str, str, tuple[Finding, ...] | None], ...] = (
        ("mind", "État psychique", content.mind),
        ("handicaps", "Handicaps et déficits", content.handicaps),
        ("mobility", "Déplacements et transferts", content.mobility),
        ("risks", "Autres risques", content.risks),
        ("habits", "Habitudes de vie", content.habits),
    )
    lines, entries = [], []
    for name, label, found in groups:
        lines.append(Line(label, _words(found), name))
        for number, finding in enumerate(found or (), 1):
            if finding.code and finding.code.code in STATES:
                anchor = f"{name}-{number}"
                lines.append(Line(STATES[finding.code.code].capitalize(), finding.text, anchor))
                code = coded(finding.code.code, STATES[finding.code.code], SNOMED)
                entries.append(observed(page, anchor, code, truth(True), at=finding.at))
    if content.gir is not None:
        lines.append(Line("Dépendance", f"GIR {content.gir}", "gir"))
    objects = content.devices
    if objects is not None:
        words = "\n".join(one.text or one.kind.value for one in objects) or "Aucun"
        lines.append(Line("Appareils et prothèses", words, "devices"))
    if not entries:  # one is asked for: of the first of them we say that it is not known
        code = coded("288575003", STATES["288575003"], SNOMED)
        entries.append(observed(page, "mind", code, truth(None)))
    roots = (f"{_PCC}.1.21.2.9", "1.3.6.1.4.1.19376.1.7.3.1.1.13.7", "1.2.250.1.213.1.1.2.163")
    code, title = coded("42545-4", "Evènements observés"), "État de la personne"
    return section(page, "state", roots, code, title, lines, entries)


def _words(found: tuple[Finding, ...] | None) -> str:
    if found is None:
        return "Non renseigné"
    return "\n".join(one.text for one in found) or "Rien à signaler"


def _resistant(page: Page, content: Dlu) -> Any:
    shown = {True: "Oui", False: "Non", None: "Non renseigné"}[content.resistant]
    words = "\n".join(part for part in (shown, content.resistant_text.strip()) if part)
    lines = [Line("Porteur d'une bactérie multirésistante", words, "resistant")]
    code, title = coded("30954-2", "Résultats d'examens"), "Bactérie multirésistante (BMR)"
    return section(page, "exams", EXAMS, code, title, lines, [examined(page, "resistant")])


def _enclosures(page: Page, enclosures: tuple[Enclosure, ...]) -> Any:
    lines, entries, shown = [], [], []
    for number, one in enumerate(enclosures, 1):
        anchor, media = f"enclosed-{number}", f"media-{number}"
        lines.append(Line(f"Pièce {number}", one.kind.value[1], anchor))
        shown.append(make("renderMultiMedia", referencedObject=media))
        entries.append(_enclosure(page, anchor, media, one))
    code = coded("55107-7", "Documents ajoutés")
    whole = section(page, "enclosed", ("1.2.250.1.213.1.1.2.37",), code, "Documents joints", lines, entries)
    text = whole.find(f"{{{whole.nsmap[None]}}}text")
    for media_shown in shown:
        text.append(media_shown)
    return whole


def _enclosure(page: Page, anchor: str, media: str, one: Enclosure) -> Any:
    code, label = one.kind.value
    kind = observed(
        page,
        anchor,
        coded("69764-9", "Type de document"),
        typed("value", "CD", code=code, codeSystem=TA_ASIP, displayName=label),
        also="1.2.250.1.213.1.1.3.48.18",
    )
    data = make("value", base64.b64encode(one.pdf).decode("ascii"), mediaType="application/pdf", representation="B64")
    return make(
        "organizer",
        *templates("1.2.250.1.213.1.1.3.18"),
        page.id(f"{anchor}/organizer"),
        coded("55107-7", "Document attaché"),
        make("statusCode", code="completed"),
        make("component", kind),
        make("component", make("observationMedia", data, classCode="OBS", moodCode="EVN", ID=media)),
        classCode="CLUSTER",
        moodCode="EVN",
    )


def _comment(content: Dlu) -> str:
    """What no section of the volet holds: alerts first, then operations, whom to call, and the words of the team."""
    surgeries = [f"{one.text} ({french(one.on)})" if one.on else one.text for one in content.surgeries or ()]
    parts = [*(f"À SAVOIR : {alert}" for alert in content.alerts)]
    parts += ["Opérations : " + " ; ".join(surgeries)] if surgeries else []
    parts += [_contact(contact) for contact in content.contacts or ()]
    parts += [content.comment.strip()] if content.comment.strip() else []
    return "\n".join(parts)


def _contact(contact: Contact) -> str:
    link = ", ".join(part for part in (contact.link, "personne de confiance" if contact.trusted else "") if part)
    return f"À prévenir : {contact.name}{f' ({link})' if link else ''} {contact.telephone}".strip()
