from __future__ import annotations

from django.urls import path, register_converter

from alentour.portability.views import sending, taking


class Gesture:
    """What may be done with an import."""

    regex = "reprendre|annuler|detruire"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Gesture, "transfer_gesture")
app_name = "portability"

urlpatterns = [
    path("", sending.home, name="home"),
    path("personne/<uuid:usager_id>/", sending.record, name="record"),
    path("tous/", sending.everybody, name="everybody"),
    path("envoi/<uuid:export_id>/", sending.export, name="export"),
    path("envoi/<uuid:export_id>/avancement/", sending.export_progress, name="export-progress"),
    path("envoi/<uuid:export_id>/fichier/", sending.take, name="take"),
    path("envoi/<uuid:export_id>/detruire/", sending.forget, name="forget"),
    path("recevoir/", taking.receive, name="receive"),
    path("reprise/<uuid:job_id>/", taking.preview, name="import"),
    path("reprise/<uuid:job_id>/avancement/", taking.import_progress, name="import-progress"),
    path("reprise/<uuid:job_id>/<transfer_gesture:what>/", taking.gesture, name="gesture"),
    path("reprise/personne/<uuid:arriving_id>/", taking.person, name="person"),
    path("reprise/personne/<uuid:arriving_id>/identite/", taking.identify, name="identify"),
    path("reprise/personne/<uuid:arriving_id>/laisser/", taking.skip, name="skip"),
    path("reprise/ligne/<uuid:conflict_id>/", taking.choose, name="choose"),
]
