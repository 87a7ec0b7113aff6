"""What a resource received says beyond our words: taken apart on the way in, put back on the way out.

A residue has the shape of its resource. In it, {"[]": …} is what completes the only element of a list; a list holds what
completes the element of a key ({"@": key, …}, see `paths.key_of`) and whole elements to add or to stand for a smaller one;
{"@was": ours, "@is": theirs} gives back a value we would have written otherwise, as long as we still write ours.
"""

from __future__ import annotations

from typing import Any

from esante.fhirkit import Json
from esante.tddui.paths import key_of

_ONLY, _KEY, _WAS, _IS = "[]", "@", "@was", "@is"
# What describes a file that stood elsewhere: we hold it ourselves.
_OF_A_FILE = frozenset({"url", "size", "hash"})


def residue(received: Json, emitted: Json) -> Json:
    """What ``received`` holds and ``emitted`` does not say."""
    left: Json = {}
    for name, value in received.items():
        if name == "data" and name in emitted:
            continue
        if name not in emitted:
            if name not in _OF_A_FILE or "data" not in emitted:
                left[name] = value
        elif isinstance(value, dict) and isinstance(emitted[name], dict):
            if inner := residue(value, emitted[name]):
                left[name] = inner
        elif isinstance(value, list) and isinstance(emitted[name], list):
            if beyond := _list(name, value, emitted[name]):
                left[name] = beyond
        elif value != emitted[name]:
            left[name] = {_WAS: emitted[name], _IS: value}
    return left


def merge(emitted: Json, left: Json) -> Json:
    """``emitted`` with its residue; what we say wins over what was kept."""
    merged = dict(emitted)
    for name, value in left.items():
        held = merged.get(name)
        if isinstance(value, dict) and _IS in value:
            if held is not None and held == value.get(_WAS):
                merged[name] = value[_IS]
        elif held is None:
            merged[name] = value
        elif isinstance(held, dict) and isinstance(value, dict):
            merged[name] = merge(held, value)
        elif isinstance(held, list) and isinstance(value, dict):
            merged[name] = [merge(held[0], value[_ONLY])] if len(held) == 1 and isinstance(held[0], dict) else held
        elif isinstance(held, list) and isinstance(value, list):
            merged[name] = _merged(name, held, value)
    return merged


def _list(name: str, received: list[Any], emitted: list[Any]) -> Any:
    if not all(isinstance(one, dict) for one in (*received, *emitted)):
        return []
    keys = [key_of(name, one) for one in emitted]
    if any(keys):
        return [beyond for one in received if (beyond := _keyed(name, one, keys, emitted))]
    if len(received) == len(emitted) == 1:
        inner = residue(received[0], emitted[0])
        return {_ONLY: inner} if inner else []
    return [one for one in received if one not in emitted]


def _keyed(name: str, one: Json, keys: list[str], emitted: list[Any]) -> Json:
    key = key_of(name, one)
    if not key or key not in keys:
        return one
    inner = residue(one, emitted[keys.index(key)]) if keys.count(key) == 1 else {}
    return {_KEY: key, **inner} if inner else {}


def _merged(name: str, held: list[Any], value: list[Any]) -> list[Any]:
    merged = list(held)
    for one in value:
        keys = [key_of(name, two) for two in merged]
        if _KEY in one:
            if keys.count(one[_KEY]) == 1:
                at = keys.index(one[_KEY])
                merged[at] = merge(merged[at], {name: part for name, part in one.items() if name != _KEY})
            continue
        at = next((at for at, two in enumerate(merged) if not keys[at] and _within(two, one)), -1)
        if at < 0:
            merged.append(one)
        else:
            merged[at] = one
    return merged


def _within(small: Any, large: Any) -> bool:
    if isinstance(small, dict) and isinstance(large, dict):
        return all(name in large and _within(value, large[name]) for name, value in small.items())
    if isinstance(small, list) and isinstance(large, list):
        return all(any(_within(one, two) for two in large) for one in small)
    return bool(small == large)
