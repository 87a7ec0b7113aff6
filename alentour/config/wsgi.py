"""The WSGI application. In the embedded mode the runner of exchanges is a thread of this very process."""

from __future__ import annotations

import gc
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

# What was loaded once is never garbage: a full collection that walks all of it stops a request for 100 ms. Frozen, it is
# left out, and the young objects of a page (a few thousand) no longer start collections in the middle of it.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 100)
