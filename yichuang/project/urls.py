"""All addresses: each room brings its own."""

from importlib import import_module

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from yichuang.project import health, metrics
from yichuang.project.api import api, by_first_word

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("language/", require_POST(set_language), name="language"),
    path("api/", (by_first_word(api.urls[0]), *api.urls[1:])),
]
for room in settings.ROOMS:
    if (settings.BASE_DIR / room.replace(".", "/") / "urls.py").exists():
        import_module(f"{room}.urls")
        urlpatterns.append(path("", include(f"{room}.urls")))
