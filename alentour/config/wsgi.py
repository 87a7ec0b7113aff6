"""The WSGI application. In the embedded mode the runner of exchanges is a thread of this very process."""

from __future__ import annotations

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alentour.config.settings")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

from django.conf import settings

from alentour.core import policies

policies.must_hold()
if settings.EMBEDDED_RUNNER:
    from alentour.exchanges.runner import start_embedded

    start_embedded()
