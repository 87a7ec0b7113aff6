from __future__ import annotations

from django.urls import path

from alentour.documents.views import (
    content,
    departure,
    life,
    ordonnance,
    panel,
    photo,
    scan,
    tray,
    urgence,
    view,
    visibility,
    writing,
)

app_name = "documents"

urlpatterns = [
    path("personne/<uuid:usager_id>/", panel.panel, name="panel"),
    path("personne/<uuid:usager_id>/photo/", photo.new, name="new-photo"),
    path("personne/<uuid:usager_id>/ordonnance/", ordonnance.new, name="new-ordonnance"),
    path("personne/<uuid:usager_id>/numeriser/", scan.new, name="new-scan"),
    path("personne/<uuid:usager_id>/ecrire/", writing.choose, name="choose"),
    path("personne/<uuid:usager_id>/urgence/", urgence.urgency, name="urgency"),
    path("personne/<uuid:usager_id>/depart/", departure.departure, name="departure"),
    path("personne/<uuid:usager_id>/plan-de-prise/", urgence.plan, name="plan"),
    path("a-classer/", tray.tray, name="tray"),
    path("a-classer/ecartes/", tray.set_apart, name="set-apart"),
    path("a-classer/<uuid:item_id>/", tray.item, name="item"),
    path("a-classer/<uuid:item_id>/contenu/", content.of_item, name="item-content"),
    path("a-classer/<uuid:item_id>/classer/", tray.file, name="file"),
    path("a-classer/<uuid:item_id>/ecarter/", tray.put_aside, name="set-aside"),
    path("a-classer/<uuid:item_id>/reprendre/", tray.take_back, name="take-back"),
    path("<uuid:document_id>/", view.view, name="view"),
    path("<uuid:document_id>/reprise/", view.take_up, name="take-up"),
    path("<uuid:document_id>/chemins/", view.roads, name="roads"),
    path("<uuid:document_id>/contenu/", content.content, name="content"),
    path("<uuid:document_id>/vignette/", content.thumbnail, name="thumbnail"),
    path("<uuid:document_id>/telecharger/", content.download, name="download"),
    path("<uuid:document_id>/imprimer/", view.printed, name="print"),
    path("<uuid:document_id>/modifier/", ordonnance.edit, name="edit"),
    path("<uuid:document_id>/ecrire/", writing.write, name="write"),
    path("<uuid:document_id>/brouillon/", writing.keep, name="keep"),
    path("<uuid:document_id>/reprendre/<slug:slug>/", writing.take_again, name="take-again"),
    path("<uuid:document_id>/relu/", writing.ready, name="ready"),
    path("<uuid:document_id>/valider/", life.validate, name="validate"),
    path("<uuid:document_id>/remplacer/", life.replace, name="replace"),
    path("<uuid:document_id>/annuler/", life.cancel, name="cancel"),
    path("<uuid:document_id>/visible/", visibility.visibility, name="visibility"),
    path("<uuid:document_id>/ecritures/", visibility.history, name="history"),
    path("<uuid:document_id>/declasser/", life.unfile, name="unfile"),
]
