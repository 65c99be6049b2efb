"""Addresses of the shell."""

from django.urls import path

from yichuang.workbench import views

urlpatterns = [
    path("", views.home, name="home"),
    path("sign-in/", views.sign_in_page, name="sign-in"),
    path("sign-out/", views.sign_out_page, name="sign-out"),
]
