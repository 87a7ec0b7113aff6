"""Object identifiers of the French health space, named once.

Sources: ANS «Référentiel des OID» as used in CI-SIS «Structuration minimale» 1.16, volet «Partage de documents», and
the NOS (Nomenclatures des objets de santé).
"""

from __future__ import annotations

# --- INS: the four authorities of a matricule (RNIV, annexe OID)
INS_NIR = "1.2.250.1.213.1.4.8"
INS_NIA = "1.2.250.1.213.1.4.9"
INS_NIR_TEST = "1.2.250.1.213.1.4.10"
INS_NIR_DEMO = "1.2.250.1.213.1.4.11"
# Abandoned INS calculé (2019-2021): read, never written.
INS_C = "1.2.250.1.213.1.4.2"
INS_OIDS = frozenset({INS_NIR, INS_NIA, INS_NIR_TEST, INS_NIR_DEMO})
# Social security number of the insured person: an administrative number, never an INS.
NSS_NIR = "1.2.250.1.213.1.4.13"
NSS_NIA = "1.2.250.1.213.1.4.14"

# --- who: professionals and systems (PS_IdNat), structures (Struct_IdNat)
PS = "1.2.250.1.71.4.2.1"
STRUCT = "1.2.250.1.71.4.2.2"
DMP_CUSTODIAN = "1.2.250.1.213.4.1"

# --- code systems
LOINC = "2.16.840.1.113883.6.1"
SNOMED_CT = "2.16.840.1.113883.6.96"
CIM10 = "2.16.840.1.113883.6.3"
TRE_A04_TYPE = LOINC
TRE_A05 = "1.2.250.1.213.1.1.4.12"
TRE_A03_CLASS = "1.2.250.1.213.1.1.4.1"
TRE_A06_FORMAT = "1.2.250.1.213.1.1.4.2.282"
IHE_FORMAT = "1.3.6.1.4.1.19376.1.2.3"
TRE_A00_SYSTEM_AUTHOR = "1.2.250.1.213.1.1.4.6"
TRE_A02_PROFESSION = "1.2.250.1.213.1.1.4.5"
TRE_A01_PRACTICE_SETTING = "1.2.250.1.213.1.1.4.9"
TRE_A07_STATUS = "1.2.250.1.213.1.1.4.13"
TRE_R02_SECTOR = "1.2.250.1.71.4.2.4"
TRE_R04_SPECIALTY = "1.2.250.1.71.4.2.5"
TRE_G15_PROFESSION = "1.2.250.1.71.1.2.7"
TRE_R85_ROLE = "1.2.250.1.213.1.6.1.107"
TRE_R94_SOCIAL = "1.2.250.1.213.1.6.1.4"
TRE_R95_TITLE = "1.2.250.1.213.1.6.1.109"
TRE_R66_ESTABLISHMENT = "1.2.250.1.213.1.6.1.8"
CONFIDENTIALITY = "2.16.840.1.113883.5.25"
GENDER = "2.16.840.1.113883.5.1"
ACT_CODE = "2.16.840.1.113883.5.4"
ROLE_CODE = "2.16.840.1.113883.5.111"
PARTICIPATION_FUNCTION = "2.16.840.1.113883.5.88"

# --- CDA templates of every French document («Structuration minimale», templateId)
HL7_FRANCE = "2.16.840.1.113883.2.8.2.1"
CI_SIS = "1.2.250.1.213.1.1.1.1"
# IHE XDS-SD: a document whose body is one scanned or printed file
XDS_SD = "1.3.6.1.4.1.19376.1.2.20"
CDA_TYPE_ID = "2.16.840.1.113883.1.3"


def is_oid(text: str) -> bool:
    """Whether `text` is a dotted OID fit for XDS: at most 64 characters, no leading zero (ITI TF-3 §4.2.3.1)."""
    arcs = text.split(".")
    return (
        len(text) <= 64
        and len(arcs) > 1
        and arcs[0] in {"0", "1", "2"}
        and all(arc.isascii() and arc.isdigit() and (arc == "0" or arc[0] != "0") for arc in arcs)
    )
