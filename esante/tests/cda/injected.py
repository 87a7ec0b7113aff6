"""The faults put on purpose into sound documents: which rule of ours must see each, or that the ANS's rules do.

Sixty-seven faults. Ours alone see 66 of them without any kit; the official rules see 47; the twenty of `MISSED` have no judge
but us; one («unknown code of an entry») has no judge but the official rules.

Source: trial of the CI-SIS kit, lists «caught» and «missed» (the missed ones have no other judge than us).
"""

from __future__ import annotations

from dataclasses import dataclass

from .editing import Edit, insert_after, put, say, twice, without

DISCHARGE_LETTER = "LDL-SES_2022.01.xml"
PDF_REPORT = "DOC_NON_STRUCTURE_CDA-R2-N1.xml"

_INS = "recordTarget/patientRole/id[1]"
_NAME = "recordTarget/patientRole/patient/name"
_AUTHOR = "author/assignedAuthor"
_ACT = "documentationOf[1]/serviceEvent"
_TEXT = "component/nonXMLBody/text"
_SECTION = "component/structuredBody/component[1]/section"


@dataclass(frozen=True, slots=True)
class Injected:
    """A fault: its name, the edit that makes it, the code of our rule («» when only the ANS's rules see it)."""

    name: str
    edit: Edit
    code: str
    document: str = DISCHARGE_LETTER


_RELATED = '<relatedDocument typeCode="{}"><parentDocument><id root="1.2.250.1.213.1.1.1.29.2022.1.0"/></parentDocument></relatedDocument>'

# The official rules catch these
CAUGHT = (
    Injected("realmCode is not FR", put("realmCode", code="US"), "header.realmCode"),
    Injected("no HL7 France template", without("templateId[1]"), "header.templateId"),
    Injected("no CI-SIS template", without("templateId[2]"), "header.templateId"),
    Injected("no id", without("id"), "header.missing"),
    Injected("no setId", without("setId"), "header.missing"),
    Injected("no versionNumber", without("versionNumber"), "header.missing"),
    Injected("versionNumber is a word", put("versionNumber", value="un"), "header.versionNumber"),
    Injected("empty title", say("title", ""), "header.title"),
    Injected("no title", without("title"), "header.missing"),
    Injected("typeCode out of J07", put("code", code="99999-9"), "header.code"),
    Injected("typeCode without label", without("code", "displayName"), "header.code"),
    Injected("language without country", put("languageCode", code="fr"), "header.languageCode"),
    Injected("language in words", put("languageCode", code="français"), "header.languageCode"),
    Injected("unknown confidentiality", put("confidentialityCode", code="X"), "header.confidentialityCode"),
    Injected("null confidentiality", put("confidentialityCode", nullFlavor="UNK"), "header.null"),
    Injected("INS without birth place", without("//birthplace/place/addr/county"), "traits.place"),
    Injected("INS without birth date", without("//birthTime", "value"), "traits.birth"),
    Injected("INS without first given name", without(f"{_NAME}/given[2]"), "traits.missing"),
    Injected("INS without list of given names", without(f"{_NAME}/given[1]"), "traits.missing"),
    Injected("INS without birth name", without(f"{_NAME}/family[1]"), "traits.missing"),
    Injected("spouse qualifier", put(f"{_NAME}/family[2]", qualifier="SP"), "traits.qualifier"),
    Injected("unknown gender", put("//administrativeGenderCode", code="H"), "traits.sex"),
    Injected("no person at all", without("recordTarget"), "header.missing"),
    Injected("two persons", twice("recordTarget"), "patient.single"),
    Injected("unknown function", put("participant/functionCode", code="XXX"), "participant.function"),
    Injected(
        "author's structure under another OID",
        put(f"{_AUTHOR}/representedOrganization/id", root="1.2.3.4"),
        "structure.id.root",
    ),
    Injected(
        "custodian under another OID", put("//representedCustodianOrganization/id", root="1.2.3.4"), "custodian.id"
    ),
    Injected("not signed", put("legalAuthenticator/signatureCode", code="X"), "legal.signature"),
    Injected("no performer", without(f"{_ACT}/performer"), "act.performer"),
    Injected("act without time", without(f"{_ACT}/effectiveTime"), "act.time"),
    Injected("no frame of care", without(f"{_ACT}//standardIndustryClassCode"), "act.setting"),
    Injected("unknown frame of care", put(f"{_ACT}//standardIndustryClassCode", code="XXX"), "act.setting"),
    Injected("unknown kind of structure", put("//healthCareFacility/code", code="SA99"), "encounter.sector"),
    Injected("appended document", insert_after("documentationOf", _RELATED.format("APND")), "header.relatedDocument"),
    Injected("telecom with a space", put("recordTarget/patientRole/telecom", value="tel:01 44 53"), "telecom.format"),
    Injected("telecom without prefix", put("recordTarget/patientRole/telecom", value="0144534551"), "telecom.format"),
    Injected("unknown use of an address", put("//guardian/addr", use="XX"), "address.use"),
    Injected("unknown kind of relative", put("informant/relatedEntity", classCode="XYZ"), "informant.kind"),
    Injected("unknown relation", put("informant/relatedEntity/code", code="XYZ"), "informant.relation"),
    Injected("title of a name in full", say("author//prefix", "Docteur"), "name.prefix"),
    Injected("unknown suffix of a name", say("author//suffix", "MD"), "name.suffix"),
    Injected("typeId of another standard", put("typeId", extension="POCD_HD000041"), "header.typeId"),
    Injected("unknown participation", put("participant", typeCode="XYZ"), "participant.type"),
    Injected(
        "a fourth template at level 1",
        insert_after("templateId[3]", '<templateId root="1.2.250.1.213.1.1.1.22"/>'),
        "body.templates",
        PDF_REPORT,
    ),
    Injected("section without title", without(f"{_SECTION}/title"), "section.title"),
    Injected("unknown code of a section", put(f"{_SECTION}/code", code="0-0"), "code.loinc"),
    Injected("unknown code of an entry", put("//entry//code", code="0-0"), ""),
)
# The official rules miss these: they have no other judge than us
MISSED = (
    Injected("INS under an unknown OID", put(_INS, root="1.2.250.1.213.1.4.99"), "ins.oid"),
    Injected("INS with a wrong key", put(_INS, extension="279035121518900"), "ins.key"),
    Injected("INS of 13 digits", put(_INS, extension="2790351215189"), "ins.length"),
    Injected("birth place of 4 characters", say("//birthplace/place/addr/county", "5121"), "traits.place"),
    Injected("RPPS of 10 digits", put(f"{_AUTHOR}/id", extension="80123456789"), "author.id"),
    Injected("RPPS of 13 digits", put(f"{_AUTHOR}/id", extension="80123456789712"), "author.id"),
    Injected("RPPS with a wrong key", put(f"{_AUTHOR}/id", extension="801234567890"), "author.id.key"),
    Injected("author under any OID", put(f"{_AUTHOR}/id", root="1.2.3.4"), "author.id.root"),
    Injected("author without trade", without(f"{_AUTHOR}/code"), "author.code"),
    Injected("nobody answers for it", without("legalAuthenticator/assignedEntity/assignedPerson"), "legal.person"),
    Injected("no time zone", put("effectiveTime", value="20191203133000"), "header.effectiveTime"),
    Injected("a date without hour", put("effectiveTime", value="20191203"), "header.effectiveTime"),
    Injected("typeCode of another system", put("code", codeSystem="1.2.250.1.213.1.1.4.12"), "header.code.system"),
    Injected("setId is id", put("setId", root="1.2.250.1.213.1.1.1.29.2022.1.1"), "header.setId"),
    Injected("unknown kind of file", put(_TEXT, mediaType="application/zip"), "body.mediaType", PDF_REPORT),
    Injected("file of another kind", put(_TEXT, mediaType="image/jpeg"), "body.content", PDF_REPORT),
    Injected("file not declared base64", without(_TEXT, "representation"), "body.representation", PDF_REPORT),
    Injected("broken base64", say(_TEXT, "JVBERi0xLjQ*"), "body.base64", PDF_REPORT),
    Injected("section without text", without(f"{_SECTION}/text"), "section.text"),
    Injected("reference to nothing", put("//entry//reference", value="#nowhere"), "section.reference"),
)

# The same fault where a document of ours has another shape than the official example
AT_HOME = {
    "unknown use of an address": put("recordTarget/patientRole/addr", use="XX"),
    "unknown suffix of a name": say("participant//suffix", "MD"),
    "unknown code of a section": put(f"{_SECTION}/code", code="0-0", codeSystem="2.16.840.1.113883.6.1"),
    "setId is id": put("setId", root="1.2.250.1.999.2.1.2"),
}

FAULTS = (*CAUGHT, *MISSED)
