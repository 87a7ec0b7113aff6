"""Settings come from the environment, typed, and every mistake is told in one sentence.

A secret may be given as ``NAME`` or, better, as ``NAME_FILE`` (a path). Nothing is read anywhere else.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit


class ConfigurationError(Exception):
    """One or several settings cannot be used; ``sentences`` says which and why."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__("\n".join(sentences))


class Env:
    """Reads settings and keeps the mistakes, so that all of them are told at once by :meth:`check`."""

    def __init__(self, source: Mapping[str, str] | None = None) -> None:
        self.source = os.environ if source is None else source
        self.mistakes: list[str] = []

    def text(self, name: str, default: str = "") -> str:
        return self.source.get(name, "").strip() or default

    def secret(self, name: str, default: str = "") -> str:
        """The value of ``NAME``, or the content of the file that ``NAME_FILE`` points at."""
        path = self.text(f"{name}_FILE")
        if not path:
            return self.text(name, default)
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            self.mistakes.append(f"{name}_FILE : le fichier ne peut pas être lu ({error.strerror}).")
            return default

    def integer(self, name: str, default: int, *, low: int = 0, high: int = 2**31) -> int:
        raw = self.text(name)
        if not raw:
            return default
        if not raw.isdigit() or not low <= int(raw) <= high:
            self.mistakes.append(f"{name} : un nombre entier de {low} à {high} est attendu.")
            return default
        return int(raw)

    def seconds(self, name: str, default: float) -> float:
        raw = self.text(name)
        if not raw:
            return default
        try:
            value = float(raw)
        except ValueError:
            value = -1
        if value <= 0:
            self.mistakes.append(f"{name} : une durée en secondes est attendue, par exemple {default:g}.")
            return default
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        raw = self.text(name).lower()
        if raw in {"1", "true", "yes", "oui", "on"}:
            return True
        if raw in {"0", "false", "no", "non", "off"}:
            return False
        if raw:
            self.mistakes.append(f"{name} : « oui » ou « non » est attendu.")
        return default

    def url(self, name: str, default: str = "") -> str:
        raw = self.text(name, default)
        if raw and (urlsplit(raw).scheme not in {"http", "https"} or not urlsplit(raw).hostname):
            self.mistakes.append(f"{name} : une adresse complète est attendue (https://…).")
        return raw

    def path(self, name: str, default: Path | None = None, *, must_exist: bool = False) -> Path | None:
        raw = self.text(name)
        value = Path(raw) if raw else default
        if must_exist and value is not None and not value.exists():
            self.mistakes.append(f"{name} : ce fichier ou dossier n'existe pas.")
        return value

    def choice(self, name: str, options: tuple[str, ...], default: str) -> str:
        raw = self.text(name, default)
        if raw not in options:
            self.mistakes.append(f"{name} : une de ces valeurs est attendue : {', '.join(options)}.")
            return default
        return raw

    def words(self, name: str, default: tuple[str, ...]) -> list[str]:
        raw = self.text(name)
        return [word.strip() for word in raw.split(",") if word.strip()] if raw else list(default)

    def check(self) -> None:
        if self.mistakes:
            raise ConfigurationError(self.mistakes)
