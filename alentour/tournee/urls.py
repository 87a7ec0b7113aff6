from __future__ import annotations

from django.urls import path

from alentour.tournee.views import api, consigne, review, shell

app_name = "tournee"
urlpatterns = [
    path("", shell.page, name="round"),
    path("coquille/", shell.shell, name="shell"),
    path("sw.js", shell.worker, name="worker"),
    path("manifeste.webmanifest", shell.manifest, name="manifest"),
    path("api/choisir/", api.choose, name="api-choose"),
    path("api/emporter/", api.take, name="api-take"),
    path("api/etat/", api.state, name="api-state"),
    path("api/envoyer/", api.send, name="api-send"),
    path("api/photo/", api.send_photo, name="api-photo"),
    path("api/perdu/", api.lost, name="api-lost"),
    path("a-revoir/", review.listing, name="review"),
    path("a-revoir/<uuid:ident>/", review.compare, name="compare"),
    path("consigne/<uuid:usager_id>/", consigne.page, name="consigne"),
]
