"""What every screen inside a record shows around itself."""

from __future__ import annotations

from typing import Any

from alentour.accounts.http import WorkRequest
from alentour.identity.models import Usager
from alentour.record import panels
from alentour.record.presenters import person_header


def around(request: WorkRequest, usager: Usager, **context: Any) -> dict[str, Any]:
    """The header of the person and the tabs of her record, with the context of the screen."""
    return {
        "usager": usager,
        "person": person_header(usager, request.post),
        "tabs": panels.tabs(request.post, usager, "documents"),
        **context,
    }
