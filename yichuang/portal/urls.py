"""Addresses of the public's pages."""

from django.urls import path

from yichuang.portal import views
from yichuang.portal.views import prefill

urlpatterns = [
    path("public/", views.home, name="public-home"),
    path("progress/", views.progress, name="progress"),
    path("progress/leave/", views.leave, name="progress-leave"),
    path("progress/documents/<str:code>/", views.document, name="progress-document"),
    path("prefill/", prefill.show_code, name="prefill-code"),
    path("prefill/<str:key>/", prefill.fill_in, name="prefill"),
    path("verify/", views.verify, name="verify"),
    path("verify/<str:code>/", views.verify_code, name="verify-code"),
    path("verify/<str:code>", views.verify_code),
]
