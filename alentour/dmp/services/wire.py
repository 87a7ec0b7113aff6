"""One question to the DMP while a person waits: its answer is journalled, its errors become sentences."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from alentour.accounts.models import Post
from alentour.core.doors import Refused
from alentour.dmp.found import DmpOff, DmpRefused, DmpUnreachable
from alentour.exchanges import outcomes
from alentour.exchanges.enums import Service
from alentour.exchanges.services import journal
from alentour.identity.models import Usager

T = TypeVar("T")
UNREACHABLE = "DMP injoignable pour le moment. La liste ci-dessous est la dernière connue ; réessayez plus tard."


def ask(usager: Usager, by: Post, kind: str, label: str, ask: Callable[[], T]) -> T:
    """Ask, and journal the answer whatever it is: the request, its code, never its content."""
    try:
        answer = ask()
    except DmpOff as error:
        raise Refused(error.sentence) from None
    except DmpUnreachable as error:
        _journal(usager, by, kind, label, outcomes.Unreachable(sentence=error.sentence))
        raise Refused(UNREACHABLE) from None
    except DmpRefused as error:
        _journal(usager, by, kind, label, outcomes.Refused(code=error.code, sentence=error.sentence))
        raise Refused(error.sentence) from None
    _journal(usager, by, kind, label, outcomes.Accepted())
    return answer


def _journal(usager: Usager, by: Post, kind: str, label: str, outcome: outcomes.Outcome) -> None:
    journal(
        kind=kind, service=Service.DMP, label=label, structure=by.structure, outcome=outcome, by=by, usager_id=usager.id
    )
