"""Addresses of the room's pages."""

from django.urls import path

from yichuang.cases.views import case_page, desk, documents, lists, materials, moves

urlpatterns = [
    path("cases/", lists.case_list, name="cases"),
    path("cases/<str:number>/", case_page.case_page, name="case"),
    path("cases/<str:number>/materials/", materials.save_materials, name="case-materials"),
    path("cases/<str:number>/<str:verb>/", moves.make_move, name="case-move"),
    path("documents/<str:code>/", documents.document_file, name="document"),
    path("desk/", desk.search_page, name="desk"),
    path("desk/<str:key>/", desk.intake_page, name="intake"),
]
