"""Django's view of the room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Registers the tables of cases."""

    name = "yichuang.cases"
    label = "cases"
    verbose_name = "办件"
    default_auto_field = "django.db.models.BigAutoField"
