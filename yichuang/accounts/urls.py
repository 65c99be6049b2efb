"""Addresses of the room's pages."""

from django.urls import path

from yichuang.accounts.views import own, places, places_import, reset, staff, staff_lists

urlpatterns = [
    path("accounts/", staff.people, name="people"),
    path("accounts/register/", staff.register, name="people-register"),
    path("accounts/export/", staff_lists.export_people, name="people-export"),
    path("accounts/sign-ins/", staff_lists.sign_ins, name="sign-ins"),
    path("accounts/sign-ins/export/", staff_lists.export_sign_ins, name="sign-ins-export"),
    path("accounts/<uuid:pk>/", staff.person_page, name="person"),
    path("accounts/<uuid:pk>/<str:verb>/", staff.act, name="person-act"),
    path("organisation/", places.start, name="organisation"),
    path("organisation/workbook/", places_import.workbook, name="organisation-workbook"),
    path("organisation/workbook/blank/", places_import.blank, name="organisation-blank"),
    path("organisation/import/", places_import.upload, name="organisation-import"),
    path("organisation/import/<uuid:held_id>/", places_import.compare, name="organisation-compare"),
    path("organisation/import/<uuid:held_id>/apply/", places_import.apply, name="organisation-apply"),
    path("organisation/<str:kind>/", places.place_list, name="places"),
    path("organisation/<str:kind>/export/", places.export, name="places-export"),
    path("organisation/<str:kind>/add/", places.add, name="place-add"),
    path("organisation/<str:kind>/at/<str:key>/", places.place_page, name="place"),
    path("organisation/<str:kind>/at/<str:key>/<str:verb>/", places.act, name="place-act"),
    path("account/", own.account, name="account"),
    path("account/sign-ins/export/", staff_lists.export_own_sign_ins, name="account-sign-ins-export"),
    path("account/password/", own.password, name="account-password"),
    path("account/sessions/<int:pk>/end/", own.end_session, name="account-session-end"),
    path("account/reset/", reset.ask, name="reset"),
    path("account/reset/code/", reset.code, name="reset-code"),
]
