"""Addresses of the room: the public's under /matters/, the officers' under /catalog/."""

from django.urls import path

from yichuang.catalog.views import desk, dictionary, formats, public, type_proposals, versions

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
    path("catalog/dictionary/choices/", dictionary.offer, name="dictionary_choices"),
    path("catalog/dictionary/proposals/", type_proposals.list_proposals, name="type_proposals"),
    path("catalog/dictionary/proposals/new/", type_proposals.propose, name="type_propose"),
    path("catalog/dictionary/proposals/<uuid:proposal_id>/", type_proposals.show_proposal, name="type_proposal"),
    path("catalog/dictionary/proposals/<uuid:proposal_id>/accept/", type_proposals.accept, name="type_proposal_accept"),
    path("catalog/dictionary/proposals/<uuid:proposal_id>/merge/", type_proposals.merge, name="type_proposal_merge"),
    path("catalog/dictionary/proposals/<uuid:proposal_id>/refuse/", type_proposals.refuse, name="type_proposal_refuse"),
    path("catalog/dictionary/<str:type_key>/", dictionary.show_type, name="material_type"),
    path("catalog/dictionary/<str:type_key>/correct/", dictionary.correct, name="material_type_correct"),
    path("catalog/dictionary/<str:type_key>/retire/", dictionary.retire, name="material_type_retire"),
    path("catalog/dictionary/<str:type_key>/merge/", dictionary.merge, name="material_type_merge"),
    path("catalog/<str:key>/", versions.show_versions, name="versions"),
    path("catalog/<str:key>/resume/", versions.bring_back, name="resume-matter"),
    path("catalog/<str:key>/withdraw/", versions.withdraw, name="withdraw-matter"),
    path("catalog/<str:key>/compare/", versions.compare, name="compare-versions"),
]
