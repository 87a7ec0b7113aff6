"""What can be wrong with the ground material of the CI-SIS.

EsanteError
├── InvalidIns          a matricule or its OID has not the shape of an INS   (ValueError too)
├── InvalidIdentifier   a professional or structure identifier                (ValueError too)
├── Unwritable          a trait INSi has no letters for                       (ValueError too)
├── UnknownCode         a code absent from one of our tables                  (KeyError too)
├── BadTime             a text that is no HL7 time                            (ValueError too)
└── XmlError
    ├── UnsafeXml       DOCTYPE, entity, or more than we accept to read
    └── MalformedXml    not XML
"""

from __future__ import annotations


class EsanteError(Exception):
    """Root of everything `esante` raises on purpose."""


_INS_SENTENCES = {
    "length": "Un matricule INS compte 15 caractères : les 13 premiers et leur clé.",
    "shape": "Ce texte n'a pas la forme d'un matricule INS.",
    "oid": "Cet OID n'est pas celui d'une INS (NIR, NIA, ou NIR de test ou de démonstration).",
    "key": "La clé de contrôle ne correspond pas au matricule : vérifiez chaque chiffre.",
    "cx": "Ce texte n'est pas un identifiant INS au format CX.",
}


class InvalidIns(EsanteError, ValueError):
    """`reason` is one of length, shape, oid, key, cx; `sentence` is its French wording. Never holds the matricule."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        self.sentence = _INS_SENTENCES[reason]
        super().__init__(self.sentence)


class InvalidIdentifier(EsanteError, ValueError):
    """A PS_IdNat or Struct_IdNat of a shape the CI-SIS does not know."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


_FIELDS = {"birth_name": "Le nom de naissance", "given_name": "Le prénom"}


class Unwritable(EsanteError, ValueError):
    """A name INSi cannot be asked with: `field` is birth_name or given_name, `character` the one in the way."""

    def __init__(self, field: str, character: str, sentence: str = "") -> None:
        self.field = field
        self.character = character
        name = _FIELDS.get(field, field)
        self.sentence = sentence or f"{name} contient « {character} », que l'état civil n'écrit pas ainsi."
        super().__init__(self.sentence)


class UnknownCode(EsanteError, KeyError):
    """A code that `table` does not hold."""

    def __init__(self, table: str, code: str) -> None:
        self.table = table
        self.code = code
        super().__init__(f"code {code!r} is not in table {table}")

    def __str__(self) -> str:
        return str(self.args[0])


class BadTime(EsanteError, ValueError):
    """A text that cannot be read as an HL7 time (TS)."""


class XmlError(EsanteError, ValueError):
    """The bytes are not XML we accept to read; `why` says it in French."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class UnsafeXml(XmlError):
    """A DOCTYPE, an entity, or a size beyond what is read."""


class MalformedXml(XmlError):
    """The bytes are not well-formed XML."""
