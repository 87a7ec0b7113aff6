"""Every kind of business object, in the order they are sent."""

from __future__ import annotations

from typing import Final

from esante.fhirkit import Json
from esante.fhirkit.reading import text
from esante.tddui import evaluation, names, people, questionnaire
from esante.tddui.codecs import agenda, orientation, plan, stay
from esante.tddui.codecs.spec import Spec
from esante.tddui.model import Contact, Evaluation
from esante.tddui.refs import Inward, Outward


def _contact(held: Contact, out: Outward) -> Json:
    return people.encode_contact(held, out.patient)


def _evaluation(held: Evaluation, out: Outward) -> Json:
    author = out.reference("professional", held.author) if held.author else None
    return evaluation.encode_evaluation(held, out.patient, author)


def _read_evaluation(resource: Json, into: Inward, where: str) -> Evaluation:
    author = resource.get("author")
    read = evaluation.decode_evaluation(resource, into.linked(author, where, "professional") if author else "")
    made = evaluation.gir_of(read.letters)
    if made and read.gir and made != read.gir:
        into.fault("gir-differs", where, f"Le GIR annoncé ({read.gir}) n'est pas celui des lettres ({made}).")
    return read


def _structure_id(resource: Json) -> str:
    return people.decode_structure(resource).id


_PEOPLE = (
    Spec(
        attr="etablissements",
        kind="structure",
        type="Organization",
        profiles=(),
        encode=lambda held, _: people.encode_structure(held),
        decode=lambda resource, *_: people.decode_structure(resource),
        identity=_structure_id,
    ),
    Spec(
        attr="professionnels",
        kind="professional",
        type="Practitioner",
        profiles=(),
        encode=lambda held, _: people.encode_professional(held),
        decode=lambda resource, *_: people.decode_professional(resource),
    ),
    Spec(
        attr="contacts",
        kind="contact",
        type="RelatedPerson",
        profiles=(),
        encode=_contact,
        decode=lambda resource, *_: people.decode_contact(resource),
        numbered=True,
    ),
)
_EVALUATIONS = (
    Spec(
        attr="evaluations",
        kind="evaluation",
        type="QuestionnaireResponse",
        profiles=(),
        encode=_evaluation,
        decode=_read_evaluation,
        accepts=evaluation.is_aggir,
    ),
    Spec(
        attr="questionnaires",
        kind="evaluation",
        type="QuestionnaireResponse",
        profiles=(),
        encode=questionnaire.encode_questionnaire,
        decode=questionnaire.decode_questionnaire,
        accepts=lambda resource: (
            text(resource.get("questionnaire")).partition("|")[0] != names.AGGIR_QUESTIONNAIRE
            and questionnaire.is_simple(resource)
        ),
    ),
)
SPECS: Final[tuple[Spec, ...]] = (
    *_PEOPLE,
    *stay.SPECS,
    *agenda.SPECS,
    *plan.SPECS,
    *_EVALUATIONS,
    *orientation.SPECS,
)
