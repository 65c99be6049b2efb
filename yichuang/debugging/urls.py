"""Addresses of joint debugging."""

from django.urls import path

from yichuang.debugging.views import runs

BENCH = "exchange/systems/<str:key>/debugging/"
urlpatterns = [
    path(BENCH, runs.runs, name="debugging"),
    path(f"{BENCH}<int:pk>/", runs.show, name="debugging-run"),
    path(f"{BENCH}<int:pk>/act/<str:verb>/", runs.act, name="debugging-act"),
    path(f"{BENCH}<int:pk>/sheets/<str:kind>/", runs.sheet, name="debugging-sheet"),
]
