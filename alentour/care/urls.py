from __future__ import annotations

from django.urls import path

from alentour.care.views import evaluations, measures, papers, releve, scales, transmissions, treatments

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
    path("evaluation/<uuid:evaluation_id>/pdf/", papers.evaluation, name="evaluation-pdf"),
    path("personne/<uuid:usager_id>/evaluer/", scales.choose, name="scale-choose"),
    path("personne/<uuid:usager_id>/evaluer/<slug:slug>/", scales.begin, name="scale-begin"),
    path("personne/<uuid:usager_id>/evaluations/suivi/<slug:slug>/", scales.history, name="scale-history"),
    path("echelle/<uuid:evaluation_id>/", scales.sheet, name="scale"),
    path("echelle/<uuid:evaluation_id>/valider/", scales.gesture, {"what": "valider"}, name="scale-validate"),
    path("echelle/<uuid:evaluation_id>/corriger/", scales.gesture, {"what": "corriger"}, name="scale-correct"),
    path("echelle/<uuid:evaluation_id>/alerte/", scales.gesture, {"what": "alerte"}, name="scale-alert"),
    path("prises/", treatments.the_round, name="round"),
    path("prises/<uuid:line_id>/noter/", treatments.intake, name="intake"),
    path("prises/<uuid:administration_id>/reprendre/", treatments.intake_cancel, name="intake-cancel"),
    path("traitement/<uuid:line_id>/arreter/", treatments.line_stop, name="line-stop"),
    path("personne/<uuid:usager_id>/traitements/", treatments.plan, name="plan"),
    path("personne/<uuid:usager_id>/traitements/ajouter/", treatments.line_new, name="line-new"),
    path("personne/<uuid:usager_id>/traitements/imprimer/", treatments.pilulier, name="pilulier"),
    path("personne/<uuid:usager_id>/prises/", treatments.intakes, name="intakes"),
    path("constantes/", measures.measure_choose, name="measure-choose"),
    path("constantes/<uuid:reading_id>/annuler/", measures.cancel, name="cancel"),
    path("constantes/alerte/<uuid:measure_id>/", measures.handle, name="handle"),
    path("personne/<uuid:usager_id>/sante/", measures.sante, name="sante"),
    path("personne/<uuid:usager_id>/constantes/", measures.measure, name="measure"),
    path("personne/<uuid:usager_id>/seuils/", measures.thresholds, name="thresholds"),
]
