"""Django's view of the room."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Registers the tables of the exchange."""

    name = "yichuang.exchange"
    label = "exchange"
    verbose_name = "数据交换"
    default_auto_field = "django.db.models.BigAutoField"
