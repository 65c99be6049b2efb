"""Addresses of the legacy adapter."""

from django.urls import path

from yichuang.legacy.views import app_key, doors

urlpatterns = [
    path("legacy/api/<str:name>", doors.message, name="legacy-message"),
    path("legacy/files/", doors.store, name="legacy-store"),
    path("legacy/files/<str:key>", doors.fetch, name="legacy-file"),
    path("legacy/files/<str:key>/ticket", doors.ticket, name="legacy-ticket"),
    path("legacy/gateway/app/refreshTokenByKey.htm", doors.refresh_by_key, name="legacy-refresh-by-key"),
    path("legacy/gateway/app/refreshTokenBySec.htm", doors.refresh_by_secret, name="legacy-refresh-by-secret"),
    path("exchange/systems/<str:key>/app-key/", app_key.app_key, name="system-app-key"),
]
