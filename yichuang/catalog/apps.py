"""Django's view of the room."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Registers the tables of the room."""

    name = "yichuang.catalog"
    label = "catalog"
    verbose_name = "事项库"
    default_auto_field = "django.db.models.BigAutoField"
