"""Where the transfers show themselves: a tab of the record, a line of the navigation, two chores of the runner."""

from __future__ import annotations

from django.http import HttpRequest

from alentour.accounts.enums import DataClass
from alentour.exchanges import handlers
from alentour.portability import jobs, rules
from alentour.record import panels
from alentour.ui import nav


def plug() -> None:
    panels.register("transferts", "Transferts", "portability:record", kind=DataClass.IDENTITE, order=92)
    nav.register("Transferts", "portability:home", "package", order=92, shown=concerned)
    handlers.register_chore("portability", jobs.turn, every=1.0)
    handlers.register_chore("portability-tidy", jobs.tidy, every=600.0)


def concerned(request: HttpRequest) -> bool:
    post = getattr(request, "post", None)
    return post is not None and (rules.may_send_all(post) or rules.may_take(post))
