"""Addresses of the studio."""

from django.urls import path

from yichuang.studio.views import drafts, exports, imports, naming

app_name = "studio"
urlpatterns = [
    path("studio/", drafts.list_drafts, name="studio-drafts"),
    path("studio/begin/", drafts.begin, name="studio-begin"),
    path("studio/begin/<str:key>/", drafts.begin_next, name="studio-next"),
    path("studio/<uuid:draft_id>/discard/", drafts.discard, name="studio-discard"),
    path("studio/import/", imports.upload, name="studio-import"),
    path("studio/import/blank/<slug:kind>/", imports.blank, name="studio-import-blank"),
    path("studio/import/<uuid:batch_id>/", imports.compare, name="studio-import-batch"),
    path("studio/import/<uuid:batch_id>/apply/", imports.apply, name="studio-import-apply"),
    path("studio/<uuid:draft_id>/export/<slug:kind>/", exports.export_draft, name="studio-export"),
    path("studio/matters/<str:key>/export/<slug:kind>/", exports.export_matter, name="studio-export-matter"),
    path("studio/naming/", naming.overview, name="studio-naming"),
    path("studio/naming/export/", naming.export, name="studio-naming-export"),
]
