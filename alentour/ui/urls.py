from __future__ import annotations

from django.urls import path

from alentour.ui import views

app_name = "ui"
urlpatterns = [
    path("galerie/", views.gallery, name="gallery"),
    path("galerie/<slug:slug>/", views.gallery_component, name="gallery_component"),
    path("preferences/", views.preferences, name="preferences"),
    path("compteurs/", views.badges, name="badges"),
]
