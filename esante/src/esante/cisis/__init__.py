"""The ground of every protocol: identities, identifiers, coded values, times, and safe XML.

Words and sources: `README.md` beside this file.
"""

from __future__ import annotations

from . import codes, oids, safe_xml, times
from .actors import Address, Professional, Structure, Telecom
from .codes import (
    FORMAT_OTHER,
    Code,
    class_codes,
    class_of,
    confidentiality,
    encounter_type,
    format_for,
    format_for_template,
    practice_setting,
    practice_settings,
    profession,
    profession_of,
    professions,
    relation,
    relations,
    sector,
    sectors,
    type_code,
    type_codes,
)
from .errors import (
    BadTime,
    EsanteError,
    InvalidIdentifier,
    InvalidIns,
    MalformedXml,
    UnknownCode,
    UnsafeXml,
    Unwritable,
    XmlError,
)
from .identifiers import PsId, StructId, luhn_is_right
from .ins import Ins, check_typed, ins_key
from .names import for_insi, normalise
from .traits import STRICT_TRAITS, Traits, disagreements

__all__ = [
    "FORMAT_OTHER",
    "STRICT_TRAITS",
    "Address",
    "BadTime",
    "Code",
    "EsanteError",
    "Ins",
    "InvalidIdentifier",
    "InvalidIns",
    "MalformedXml",
    "Professional",
    "PsId",
    "StructId",
    "Structure",
    "Telecom",
    "Traits",
    "UnknownCode",
    "UnsafeXml",
    "Unwritable",
    "XmlError",
    "check_typed",
    "class_codes",
    "class_of",
    "codes",
    "confidentiality",
    "disagreements",
    "encounter_type",
    "for_insi",
    "format_for",
    "format_for_template",
    "ins_key",
    "luhn_is_right",
    "normalise",
    "oids",
    "practice_setting",
    "practice_settings",
    "profession",
    "profession_of",
    "professions",
    "relation",
    "relations",
    "safe_xml",
    "sector",
    "sectors",
    "times",
    "type_code",
    "type_codes",
]
