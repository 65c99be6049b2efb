"""Django's view of the room."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Registers the tables of the room."""

    name = "yichuang.organizations"
    label = "organizations"
    verbose_name = "组织机构"
    default_auto_field = "django.db.models.BigAutoField"
