"""Addresses of the room."""

from django.urls import path

from yichuang.sharing.views import apis, calls, gateway, grants

urlpatterns = [
    path("sharing/", apis.list_apis, name="shared-apis"),
    path("sharing/export/", apis.export_apis, name="shared-apis-export"),
    path("sharing/register/", apis.register, name="shared-api-register"),
    path("sharing/apis/<str:key>/", apis.show, name="shared-api"),
    path("sharing/apis/<str:key>/document/", apis.document, name="shared-api-document"),
    path("sharing/apis/<str:key>/act/<str:verb>/", apis.act, name="shared-api-act"),
    path("sharing/grants/", grants.list_grants, name="api-grants"),
    path("sharing/grants/export/", grants.export_grants, name="api-grants-export"),
    path("sharing/grants/<int:pk>/act/<str:verb>/", grants.act, name="api-grant-act"),
    path("sharing/calls/", calls.list_calls, name="shared-calls"),
    path("sharing/calls/export/", calls.export_calls, name="shared-calls-export"),
    path("sharing/performance/", calls.show_performance, name="sharing-performance"),
    path("sharing/performance/export/", calls.export_performance, name="sharing-performance-export"),
    path("gateway/<str:key>/<path:path>", gateway.pass_through, name="gateway"),
]
