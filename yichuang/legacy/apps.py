"""Django's view of the room."""

from django.apps import AppConfig


class LegacyConfig(AppConfig):
    """Registers the tables of the legacy adapter."""

    name = "yichuang.legacy"
    label = "legacy"
    verbose_name = "旧接口适配"
    default_auto_field = "django.db.models.BigAutoField"
