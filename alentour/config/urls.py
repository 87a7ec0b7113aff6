"""One line an app; an app names its own screens."""

from __future__ import annotations

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

MOUNTS = [
    ("", "alentour.home.urls"),
    ("", "alentour.accounts.urls"),
    ("oidc/", "mozilla_django_oidc.urls"),
    ("", "alentour.exchanges.urls"),
    ("personnes/", "alentour.record.urls"),
    ("identite/", "alentour.identity.urls"),
    ("annuaire/", "alentour.directory.urls"),
    ("soins/", "alentour.care.urls"),
    ("projets/", "alentour.projects.urls"),
    ("agenda/", "alentour.agenda.urls"),
    ("documents/", "alentour.documents.urls"),
    ("messages/", "alentour.messaging.urls"),
    ("dmp/", "alentour.dmp.urls"),
    ("transferts/", "alentour.portability.urls"),
    ("tournee/", "alentour.tournee.urls"),
    ("ui/", "alentour.ui.urls"),
    ("demonstration/", "alentour.demo.urls"),
]

urlpatterns = [
    path(prefix, include(module))
    for prefix, module in MOUNTS
    if module.removesuffix(".urls") in settings.INSTALLED_APPS and find_spec(module)
]

handler404 = "alentour.core.views.not_found"
handler500 = "alentour.core.views.broken"
handler403 = "alentour.core.views.forbidden"
