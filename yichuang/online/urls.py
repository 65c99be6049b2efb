"""Addresses of the room."""

from django.urls import path

from yichuang.online.views import apply, examine

urlpatterns = [
    path("apply/", apply.application_page, name="apply"),
    path("apply/begin/", apply.begin_application, name="apply-begin"),
    path("apply/files/<int:pk>/", apply.own_file, name="apply-file"),
    path("apply/print/", apply.own_print, name="apply-print"),
    path("apply/leave/", apply.leave, name="apply-leave"),
    path("online/", examine.list_applications, name="online"),
    path("online/export/", examine.export_applications, name="online-export"),
    path("online/<str:number>/", examine.application, name="online-application"),
    path("online/<str:number>/receive/", examine.receive_page, name="online-receive"),
    path("online/<str:number>/files/<int:pk>/", examine.application_file, name="online-file"),
]
