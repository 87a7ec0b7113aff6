from __future__ import annotations

from django.urls import path

from alentour.accounts.views import session

app_name = "accounts"

urlpatterns = [
    path("connexion/", session.sign_in, name="login"),
    path("connexion/refus/", session.refused, name="refused"),
    path("connexion/poste/", session.choose, name="choose-post"),
    path("deconnexion/", session.sign_out, name="logout"),
]
