"""Django's view of the room."""

from django.apps import AppConfig


class FoundationsConfig(AppConfig):
    """Registers the tables of the ledger, the calendar and idempotency."""

    name = "yichuang.foundations"
    label = "foundations"
    verbose_name = "地基"
    default_auto_field = "django.db.models.BigAutoField"
