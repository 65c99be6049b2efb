"""Django's view of the room."""

from django.apps import AppConfig


class MiningConfig(AppConfig):
    """Registers the tables of association mining."""

    name = "yichuang.mining"
    label = "mining"
    verbose_name = "关联分析"
    default_auto_field = "django.db.models.BigAutoField"
