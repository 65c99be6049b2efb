"""Django's view of the room."""

from django.apps import AppConfig


class LifeEventsConfig(AppConfig):
    """Registers the tables of life events."""

    name = "yichuang.life_events"
    label = "life_events"
    verbose_name = "一件事"
    default_auto_field = "django.db.models.BigAutoField"
