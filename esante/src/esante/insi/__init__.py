"""INSi: the national teleservice that gives a person's INS. See README.md."""

from __future__ import annotations

from esante.insi import card_search, trait_search, verification
from esante.insi.client import Call, InsiClient
from esante.insi.contexts import Contexts, Lps, decode_contexts, encode_contexts
from esante.insi.errors import IncompleteSearch, InsiError, Refusal, UnreadableAnswer, explain
from esante.insi.result import (
    Found,
    NotFound,
    Outcome,
    Period,
    Result,
    Several,
    decode_result,
    encode_result,
    outcome_of,
)
from esante.insi.strategy import attempts

__all__ = [
    "Call",
    "Contexts",
    "Found",
    "IncompleteSearch",
    "InsiClient",
    "InsiError",
    "Lps",
    "NotFound",
    "Outcome",
    "Period",
    "Refusal",
    "Result",
    "Several",
    "UnreadableAnswer",
    "attempts",
    "card_search",
    "decode_contexts",
    "decode_result",
    "encode_contexts",
    "encode_result",
    "explain",
    "outcome_of",
    "trait_search",
    "verification",
]
