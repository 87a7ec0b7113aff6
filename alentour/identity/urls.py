from __future__ import annotations

from django.urls import path

from alentour.identity.views import card, document, edit, insi, search, worklist

app_name = "identity"

urlpatterns = [
    path("a-qualifier/", worklist.worklist, name="worklist"),
    path("chercher/", search.search, name="search"),
    path("<uuid:usager_id>/", card.card, name="card"),
    path("<uuid:usager_id>/mention/", card.attribute, name="attribute"),
    path("<uuid:usager_id>/insi/", insi.ask, name="insi"),
    path("<uuid:usager_id>/insi/reponse/", insi.answer, name="insi-answer"),
    path("<uuid:usager_id>/piece/", document.document, name="document"),
    path("<uuid:usager_id>/modifier/", edit.edit, name="edit"),
]
