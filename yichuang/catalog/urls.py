"""Addresses of the room: the public's under /matters/, the officers' under /catalog/."""

from django.urls import path

from yichuang.catalog.views import desk, formats, public

app_name = "catalog"
urlpatterns = [
    path("matters/", public.find, name="find"),
    path("matters/cpsv.jsonld", formats.list_cpsv, name="cpsv-list"),
    path("matters/<str:key>/", public.show_guide, name="guide"),
    path("matters/<str:key>/cpsv.jsonld", formats.show_cpsv, name="cpsv"),
    path("matters/<str:key>/guide.docx", formats.guide_document, name="guide-document"),
    path("matters/<str:key>/ask/", public.ask, name="ask"),
    path("matters/<str:key>/checklist/", public.print_checklist, name="checklist"),
    path("catalog/", desk.list_matters, name="matters"),
    path("catalog/synonyms/", desk.list_synonyms, name="synonyms"),
    path("catalog/synonyms/<int:synonym_id>/remove/", desk.drop_synonym, name="drop_synonym"),
    path("catalog/<str:key>/", desk.show_versions, name="versions"),
]
