"""Django's view of the room."""

from django.apps import AppConfig


class StudioConfig(AppConfig):
    """Registers the tables of the studio."""

    name = "yichuang.studio"
    label = "studio"
    verbose_name = "事项梳理"
    default_auto_field = "django.db.models.BigAutoField"
