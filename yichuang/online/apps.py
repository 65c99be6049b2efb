"""Django's view of the room."""

from django.apps import AppConfig


class OnlineConfig(AppConfig):
    """Registers the tables of online applications."""

    name = "yichuang.online"
    label = "online"
    verbose_name = "网上申请"
    default_auto_field = "django.db.models.BigAutoField"
