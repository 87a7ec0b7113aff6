from __future__ import annotations

from django.urls import path

from alentour.exchanges.views import tray

app_name = "exchanges"

urlpatterns = [
    path("echanges/", tray.tray, name="tray"),
    path("echanges/<uuid:exchange_id>/reprendre/", tray.retry, name="retry"),
    path("echanges/<uuid:exchange_id>/abandonner/", tray.cancel, name="cancel"),
    path("connexions/", tray.connections, name="connections"),
]
