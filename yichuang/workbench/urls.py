"""Addresses of the shell."""

from django.urls import path

from yichuang.workbench.views import calendar, shell

urlpatterns = [
    path("", shell.home, name="home"),
    path("calendar/", calendar.calendar_page, name="calendar"),
    path("sign-in/", shell.sign_in_page, name="sign-in"),
    path("sign-out/", shell.sign_out_page, name="sign-out"),
]
