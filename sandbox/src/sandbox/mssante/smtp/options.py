"""Parameters of MAIL and RCPT that aiosmtpd does not know: delivery notices (RFC 3461 § 4)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from sandbox.mssante.envelope import Notify, Recipient

_XTEXT = re.compile(r"(?:[!-*,-<>-~]|\+[0-9A-F]{2})*\Z")
_OUTCOMES = frozenset(get_args(Notify))
DEFAULT_NOTIFY: frozenset[Notify] = frozenset({"FAILURE"})


class BadParameter(ValueError):
    """The parameter is not what RFC 3461 allows; `str()` names it."""


@dataclass(frozen=True, slots=True)
class MailOptions:
    """RET and ENVID of a MAIL command."""

    whole: bool = False
    identifier: str = ""


def take_mail(argument: str) -> tuple[str, MailOptions]:
    """Split the argument of MAIL into what aiosmtpd reads and our options."""
    rest, found = _take(argument, ("RET", "ENVID"))
    kept = found.get("RET", "HDRS").upper()
    if kept not in ("FULL", "HDRS"):
        raise BadParameter("RET")
    return rest, MailOptions(kept == "FULL", _decoded("ENVID", found.get("ENVID", "")))


def take_recipient(argument: str) -> tuple[str, Recipient]:
    """Split the argument of RCPT; the recipient comes without its address."""
    rest, found = _take(argument, ("NOTIFY", "ORCPT"))
    original = _decoded("ORCPT", found.get("ORCPT", ""))
    if original and not original.lower().startswith("rfc822;"):
        raise BadParameter("ORCPT")
    return rest, Recipient("", _notify(found.get("NOTIFY")), original)


def _notify(value: str | None) -> frozenset[Notify]:
    if value is None:
        return DEFAULT_NOTIFY
    wanted = frozenset(word for word in get_args(Notify) if word in value.upper().split(","))
    alone = "NEVER" not in wanted or len(wanted) == 1
    if not wanted or not alone or not set(value.upper().split(",")) <= _OUTCOMES:
        raise BadParameter("NOTIFY")
    return wanted


def _take(argument: str, names: tuple[str, ...]) -> tuple[str, Mapping[str, str]]:
    path, mark, parameters = argument.rpartition(">")
    kept, found = [], {}
    for word in parameters.split():
        name, _, value = word.partition("=")
        if name.upper() in names:
            if not value or name.upper() in found:
                raise BadParameter(name.upper())
            found[name.upper()] = value
        else:
            kept.append(word)
    return " ".join([path + mark, *kept]).strip(), found


def _decoded(name: str, value: str) -> str:
    """xtext (RFC 3461 § 4): `+2B` for a plus sign."""
    if not _XTEXT.match(value):
        raise BadParameter(name)
    return re.sub(r"\+([0-9A-F]{2})", lambda pair: chr(int(pair.group(1), 16)), value)
