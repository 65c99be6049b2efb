"""Django's view of the room."""

from django.apps import AppConfig


class DebuggingConfig(AppConfig):
    """Registers the tables of joint debugging."""

    name = "yichuang.debugging"
    label = "debugging"
    verbose_name = "接口联调"
    default_auto_field = "django.db.models.BigAutoField"
