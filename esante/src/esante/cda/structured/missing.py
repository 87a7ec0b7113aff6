"""The refusal to write a document that is not whole."""

from __future__ import annotations

from esante.cisis import EsanteError


class MissingContent(EsanteError, ValueError):
    """What the document still needs; `lacks` says it in French sentences."""

    def __init__(self, lacks: tuple[str, ...]) -> None:
        self.lacks = lacks
        super().__init__(" ".join(lacks))
