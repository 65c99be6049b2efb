"""Django's view of the room."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    """Brings the command that loads the demonstration."""

    name = "yichuang.demo"
    label = "demo"
    verbose_name = "演示"
