from __future__ import annotations

from django.urls import path

from alentour.demo import views

app_name = "demo"

urlpatterns = [path("", views.welcome, name="welcome")]
