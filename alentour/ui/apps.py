from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "alentour.ui"
    label = "ui"
    verbose_name = "Système d'interface"
