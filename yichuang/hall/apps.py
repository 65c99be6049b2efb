"""Django's view of the room."""

from django.apps import AppConfig


class HallConfig(AppConfig):
    """Registers the tables of the hall."""

    name = "yichuang.hall"
    label = "hall"
    verbose_name = "办事大厅"
    default_auto_field = "django.db.models.BigAutoField"
