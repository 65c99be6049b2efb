"""Django's view of the room."""

from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    """Brings the officers' shell."""

    name = "yichuang.workbench"
    label = "workbench"
    verbose_name = "工作台"
