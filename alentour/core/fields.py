"""Model fields whose content is encrypted in the database."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from alentour.core import crypto


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]
    """Text, encrypted at rest; not searchable. Empty text stays empty."""

    def _place(self) -> str:
        return f"{self.model._meta.db_table}:{self.attname}"

    def get_prep_value(self, value: Any) -> Any:
        if value is None or isinstance(value, (bytes, memoryview)):
            return value
        return crypto.seal(self.to_text(value).encode(), place=self._place())

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        return super().get_db_prep_value(value if prepared else self.get_prep_value(value), connection, True)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if value is None:
            return self.empty()
        return self.from_text(crypto.unseal(bytes(value), place=self._place()).decode())

    def to_text(self, value: Any) -> str:
        return str(value)

    def from_text(self, text: str) -> Any:
        return text

    def empty(self) -> Any:
        return None if self.null else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.to_text(self.value_from_object(obj))

    def _check_str_default_value(self) -> list[Any]:
        """Django warns of a text default on a binary column; here the text is what people write, sealed on its way in."""
        return []

    def get_default(self) -> Any:
        return super().get_default() if self.has_default() else self.empty()


class SealedJSONField(SealedTextField):
    """A JSON value, encrypted at rest."""

    def to_text(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    def from_text(self, text: str) -> Any:
        return json.loads(text)

    def empty(self) -> Any:
        return None if self.null else {}
