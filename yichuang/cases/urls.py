"""Addresses of the room's pages."""

from django.urls import path

from yichuang.cases import desk, views

urlpatterns = [
    path("cases/", views.case_list, name="cases"),
    path("cases/<str:number>/", views.case_page, name="case"),
    path("cases/<str:number>/materials/", views.save_materials, name="case-materials"),
    path("cases/<str:number>/<str:verb>/", views.make_move, name="case-move"),
    path("documents/<str:code>/", views.document_file, name="document"),
    path("desk/", desk.search_page, name="desk"),
    path("desk/<str:key>/", desk.intake_page, name="intake"),
]
