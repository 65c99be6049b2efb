"""Addresses of the room's pages."""

from django.urls import path

from yichuang.cases.views import desk, pages

urlpatterns = [
    path("cases/", pages.case_list, name="cases"),
    path("cases/<str:number>/", pages.case_page, name="case"),
    path("cases/<str:number>/materials/", pages.save_materials, name="case-materials"),
    path("cases/<str:number>/<str:verb>/", pages.make_move, name="case-move"),
    path("documents/<str:code>/", pages.document_file, name="document"),
    path("desk/", desk.search_page, name="desk"),
    path("desk/<str:key>/", desk.intake_page, name="intake"),
]
