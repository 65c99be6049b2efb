"""Django's view of the room."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Registers the tables of matters, their versions, synonyms and life events."""

    name = "yichuang.catalog"
    label = "catalog"
    verbose_name = "事项目录"
    default_auto_field = "django.db.models.BigAutoField"
