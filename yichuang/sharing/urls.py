"""Addresses of the room."""

from django.urls import path

from yichuang.sharing.views import gateway

urlpatterns = [
    path("gateway/<str:key>/<path:path>", gateway.pass_through, name="gateway"),
]
