"""Django's view of the room."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the public's pages."""

    name = "yichuang.portal"
    label = "portal"
    verbose_name = "公众门户"
