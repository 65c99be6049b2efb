"""Addresses of the room: the public's under /matters/, the officers' under /catalog/."""

from django.urls import path

from yichuang.catalog.views import desk, dictionary, formats, public, versions

app_name = "catalog"
urlpatterns = [
    path("matters/", public.find, name="find"),
    path("matters/cpsv.jsonld", formats.list_cpsv, name="cpsv-list"),
    path("matters/<str:key>/", public.show_guide, name="guide"),
    path("matters/<str:key>/cpsv.jsonld", formats.show_cpsv, name="cpsv"),
    path("matters/<str:key>/guide.docx", formats.guide_document, name="guide-document"),
    path("matters/<str:key>/files/<uuid:file_id>/", formats.show_file, name="matter-file"),
    path("matters/<str:key>/ask/", public.ask, name="ask"),
    path("matters/<str:key>/checklist/", public.print_checklist, name="checklist"),
    path("catalog/", desk.list_matters, name="matters"),
    path("catalog/synonyms/", desk.list_synonyms, name="synonyms"),
    path("catalog/synonyms/<int:synonym_id>/remove/", desk.drop_synonym, name="drop_synonym"),
    path("catalog/dictionary/", dictionary.list_types, name="dictionary"),
    path("catalog/dictionary/export/", dictionary.export, name="dictionary_export"),
    path("catalog/dictionary/add/", dictionary.add, name="material_type_add"),
    path("catalog/dictionary/<str:type_key>/", dictionary.show_type, name="material_type"),
    path("catalog/dictionary/<str:type_key>/correct/", dictionary.correct, name="material_type_correct"),
    path("catalog/dictionary/<str:type_key>/retire/", dictionary.retire, name="material_type_retire"),
    path("catalog/dictionary/<str:type_key>/merge/", dictionary.merge, name="material_type_merge"),
    path("catalog/<str:key>/", versions.show_versions, name="versions"),
    path("catalog/<str:key>/resume/", versions.bring_back, name="resume-matter"),
    path("catalog/<str:key>/withdraw/", versions.withdraw, name="withdraw-matter"),
    path("catalog/<str:key>/compare/", versions.compare, name="compare-versions"),
]
