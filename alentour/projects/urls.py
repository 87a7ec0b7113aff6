from __future__ import annotations

from django.urls import path

from alentour.projects.views import accords, bilans, goals, lists, person, pieces, projet, sections

app_name = "projects"

urlpatterns = [
    path("", lists.projets, name="list"),
    path("rythme/", lists.rhythm, name="rhythm"),
    path("personne/<uuid:usager_id>/", person.person, name="person"),
    path("personne/<uuid:usager_id>/commencer/", person.begin, name="begin"),
    path("objectif/<uuid:goal_id>/", goals.goal, name="goal"),
    path("objectif/<uuid:goal_id>/etat/", goals.move, name="goal-move"),
    path("objectif/<uuid:goal_id>/echange/", goals.remark, name="goal-remark"),
    path("bilan/<uuid:bilan_id>/", bilans.bilan, name="bilan"),
    path("accord/<uuid:accord_id>/page/", accords.scan, name="scan"),
    path("<uuid:projet_id>/", projet.projet, name="projet"),
    path("<uuid:projet_id>/imprimer/", projet.printed, name="print"),
    path("<uuid:projet_id>/differences/", projet.changes, name="changes"),
    path("<uuid:projet_id>/titre/", projet.frame, name="frame"),
    path("<uuid:projet_id>/tableau/", goals.board, name="board"),
    path("<uuid:projet_id>/observation/", goals.observe, name="observe"),
    path("<uuid:projet_id>/accords/", accords.accords, name="accords"),
    path("<uuid:projet_id>/bilan/", bilans.new, name="bilan-new"),
    path("<uuid:projet_id>/bilan/brouillon/", bilans.keep, name="bilan-keep"),
    path("<uuid:projet_id>/rubrique/<slug:kind>/", sections.section, name="section"),
    path("<uuid:projet_id>/rubrique/<slug:kind>/brouillon/", sections.keep, name="section-keep"),
    path("<uuid:projet_id>/rubrique/<slug:kind>/reprendre/", sections.drop, name="section-drop"),
    path("<uuid:projet_id>/geste/<slug:gesture>/", projet.move, name="move"),
    path("<uuid:projet_id>/<slug:kind>/ajouter/", pieces.add, name="piece-new"),
    path("<uuid:projet_id>/<slug:kind>/<uuid:piece_id>/", pieces.change, name="piece"),
    path("<uuid:projet_id>/<slug:kind>/<uuid:piece_id>/retirer/", pieces.remove, name="piece-remove"),
]
