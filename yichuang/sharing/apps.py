"""Django's view of the room."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Registers the tables of the data-sharing platform."""

    name = "yichuang.sharing"
    label = "sharing"
    verbose_name = "数据共享"
    default_auto_field = "django.db.models.BigAutoField"
