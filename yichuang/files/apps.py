"""Django's view of the room."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Registers the tables of stored files, tickets and readings."""

    name = "yichuang.files"
    label = "files"
    verbose_name = "统一文件存储中心"
    default_auto_field = "django.db.models.BigAutoField"
