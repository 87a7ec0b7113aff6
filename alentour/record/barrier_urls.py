"""The addresses of the two exceptions and of the extract, inside those of the record."""

from __future__ import annotations

from django.urls import path

from alentour.record.views import breakglass, extract, oppositions

urlpatterns = [
    path("urgence/", breakglass.search, name="breakglass"),
    path("urgence/<uuid:usager_id>/ouvrir/", breakglass.open_access, name="breakglass-open"),
    path("urgence/<uuid:access_id>/refermer/", breakglass.close, name="breakglass-close"),
    path("urgences/", breakglass.review_list, name="breakglass-review"),
    path("urgences/<uuid:access_id>/relire/", breakglass.review, name="breakglass-verdict"),
    path("urgences/<uuid:access_id>/vu/", breakglass.seen, name="breakglass-seen"),
    path("<uuid:usager_id>/oppositions/", oppositions.opposition_list, name="oppositions"),
    path(
        "<uuid:usager_id>/oppositions/<uuid:opposition_id>/retirer/", oppositions.withdraw, name="opposition-withdraw"
    ),
    path("<uuid:usager_id>/lectures/extrait/", extract.extract, name="extract"),
]
