"""Django's view of the room."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from yichuang.foundations.catalogues import compile_catalogues


class FoundationsConfig(AppConfig):
    """Registers the tables of the ledger, the calendar and idempotency."""

    name = "yichuang.foundations"
    label = "foundations"
    verbose_name = "地基"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Load every room's `hearings.py`, where it subscribes to the ledger: all tables are known by now. Compile the catalogues."""
        compile_catalogues()
        autodiscover_modules("hearings")
