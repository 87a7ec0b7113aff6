from __future__ import annotations

from django.urls import path

from alentour.dmp.views import consent, panel, publish

app_name = "dmp"

urlpatterns = [
    path("personne/<uuid:usager_id>/", panel.panel, name="panel"),
    path("personne/<uuid:usager_id>/consulter/", panel.consult, name="consult"),
    path("personne/<uuid:usager_id>/autoriser/", panel.authorize, name="authorize"),
    path("personne/<uuid:usager_id>/informer/", consent.inform, name="inform"),
    path("personne/<uuid:usager_id>/opposition/", consent.oppose, name="oppose"),
    path("personne/<uuid:usager_id>/accord-de-lecture/", consent.permit, name="permit"),
    path("document/<uuid:entry_id>/ouvrir/", panel.open_entry, name="open"),
    path("deposer/<uuid:document_id>/", publish.publish, name="publish"),
    path("depot/<uuid:exchange_id>/reessayer/", publish.retry, name="retry"),
]
