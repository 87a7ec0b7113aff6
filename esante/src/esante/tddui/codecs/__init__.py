"""How each business object is written and read; `registry.SPECS` is the whole list."""

from __future__ import annotations

from esante.tddui.codecs.registry import SPECS
from esante.tddui.codecs.spec import Spec

__all__ = ["SPECS", "Spec"]
