"""Addresses of the room's pages."""

from django.urls import path

from yichuang.accounts.views import own, reset, staff

urlpatterns = [
    path("accounts/", staff.people, name="people"),
    path("accounts/register/", staff.register, name="people-register"),
    path("accounts/<uuid:pk>/", staff.person_page, name="person"),
    path("accounts/<uuid:pk>/<str:verb>/", staff.act, name="person-act"),
    path("account/", own.account, name="account"),
    path("account/password/", own.password, name="account-password"),
    path("account/sessions/<int:pk>/end/", own.end_session, name="account-session-end"),
    path("account/reset/", reset.ask, name="reset"),
    path("account/reset/code/", reset.code, name="reset-code"),
]
