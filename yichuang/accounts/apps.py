"""Django's view of the room."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the tables of the room."""

    name = "yichuang.accounts"
    label = "accounts"
    verbose_name = "账号与申请人"
    default_auto_field = "django.db.models.BigAutoField"
