from __future__ import annotations

from django.urls import path

from alentour.care.views import transmissions

app_name = "care"

urlpatterns = [path("personne/<uuid:usager_id>/transmissions/", transmissions.transmissions, name="transmissions")]
