"""A rule of a national service: what a refusal cites.

Each service declares its own rules in its `rules.py`; the console lists them all and links each refusal to its line.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rule:
    """`code` is ours and stable (anchor of the console's page), `source` names the document and its paragraph,
    `sentence` says in French what the service requires."""

    code: str
    source: str
    sentence: str
