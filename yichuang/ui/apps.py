"""The app that carries templates, static files and template tags."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, components and static files shared by all rooms."""

    name = "yichuang.ui"
    label = "ui"
    verbose_name = "界面"
