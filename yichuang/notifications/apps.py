"""Django's view of the room."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Registers the tables of the room."""

    name = "yichuang.notifications"
    label = "notifications"
    verbose_name = "消息通知"
    default_auto_field = "django.db.models.BigAutoField"
