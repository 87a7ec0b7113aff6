"""Validation against the ANS kit and our own rules."""

from __future__ import annotations

from .finding import Finding, KitError, ValidationUnavailable
from .kit import Kit
from .validator import Validator

__all__ = ["Finding", "Kit", "KitError", "ValidationUnavailable", "Validator"]
