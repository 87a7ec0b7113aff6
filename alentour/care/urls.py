from __future__ import annotations

from django.urls import path

from alentour.care.views import evaluations, measures, releve, transmissions

app_name = "care"

urlpatterns = [
    path("releve/", releve.releve, name="releve"),
    path("releve/imprimer/", releve.releve_print, name="releve-print"),
    path("releve/prise/", releve.take, name="releve-take"),
    path("transmission/", transmissions.write_choose, name="write-choose"),
    path("transmission/<uuid:transmission_id>/vu/", transmissions.seen, name="seen"),
    path("cible/<uuid:cible_id>/clore/", transmissions.close_cible, name="close-cible"),
    path("personne/<uuid:usager_id>/transmissions/", transmissions.transmissions, name="transmissions"),
    path("personne/<uuid:usager_id>/evaluations/", evaluations.evaluations, name="evaluations"),
    path("personne/<uuid:usager_id>/evaluations/aggir/", evaluations.begin, name="evaluation-begin"),
    path("evaluation/<uuid:evaluation_id>/", evaluations.evaluation, name="evaluation"),
    path("evaluation/<uuid:evaluation_id>/valider/", evaluations.validate, name="evaluation-validate"),
    path("constantes/", measures.measure_choose, name="measure-choose"),
    path("constantes/<uuid:reading_id>/annuler/", measures.cancel, name="cancel"),
    path("constantes/alerte/<uuid:measure_id>/", measures.handle, name="handle"),
    path("personne/<uuid:usager_id>/sante/", measures.sante, name="sante"),
    path("personne/<uuid:usager_id>/constantes/", measures.measure, name="measure"),
    path("personne/<uuid:usager_id>/seuils/", measures.thresholds, name="thresholds"),
]
