from __future__ import annotations

from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "alentour.projects"
    label = "projects"
    verbose_name = "Projet personnalisé"

    def ready(self) -> None:
        from alentour.projects.plugs import plug

        plug()
