"""Addresses of the gateway's doors and of the public's page."""

from django.urls import path

from yichuang.notifications import views

urlpatterns = [
    path("gateway/sms/<str:secret>/report/", views.sms_report, name="sms-report"),
    path("gateway/sms/<str:secret>/answered/", views.sms_answered, name="sms-answered"),
    path("stop/", views.ask_stop, name="stop-ask"),
    path("stop/<str:code>/", views.stop, name="stop"),
]
