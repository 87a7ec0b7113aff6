from __future__ import annotations

from django.urls import path

from alentour.directory.views import search

app_name = "directory"

urlpatterns = [path("", search.search, name="search")]
