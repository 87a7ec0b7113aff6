from __future__ import annotations

from django.urls import path

from alentour.home.views import access, day

app_name = "home"

urlpatterns = [
    path("", day.day, name="day"),
    path("acces/", access.access, name="access"),
]
