"""Django's view of the room."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    """Registers the tables of feedback."""

    name = "yichuang.feedback"
    label = "feedback"
    verbose_name = "评价与投诉代办"
    default_auto_field = "django.db.models.BigAutoField"
