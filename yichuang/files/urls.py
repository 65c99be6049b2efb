"""Addresses of the files room."""

from django.urls import path

from yichuang.files import views

app_name = "files"
urlpatterns = [path("files/t/<str:token>", views.ticket, name="ticket")]
