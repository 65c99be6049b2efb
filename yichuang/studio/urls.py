"""Addresses of the studio."""

from django.urls import path

from yichuang.studio.views import (
    draft_files,
    drafts,
    editor,
    exports,
    history,
    imports,
    judging,
    naming,
    preview,
    review,
    reviews,
)

app_name = "studio"
urlpatterns = [
    path("studio/", drafts.list_drafts, name="studio-drafts"),
    path("studio/begin/", drafts.begin, name="studio-begin"),
    path("studio/begin/<str:key>/", drafts.begin_next, name="studio-next"),
    path("studio/<uuid:draft_id>/discard/", drafts.discard, name="studio-discard"),
    # Import, export, what the checks find in imports
    path("studio/import/", imports.upload, name="studio-import"),
    path("studio/import/blank/<slug:kind>/", imports.blank, name="studio-import-blank"),
    path("studio/import/<uuid:batch_id>/", imports.compare, name="studio-import-batch"),
    path("studio/import/<uuid:batch_id>/apply/", imports.apply, name="studio-import-apply"),
    path("studio/<uuid:draft_id>/export/", exports.choose, name="studio-export"),
    path("studio/<uuid:draft_id>/export/<slug:kind>/", exports.export_draft, name="studio-export-file"),
    path("studio/matters/<str:key>/export/<slug:kind>/", exports.export_matter, name="studio-export-matter"),
    path("studio/naming/", naming.overview, name="studio-naming"),
    path("studio/naming/export/", naming.export, name="studio-naming-export"),
    # The editor
    path("studio/<uuid:draft_id>/", editor.edit, name="studio-draft"),
    path("studio/<uuid:draft_id>/save/", editor.save, name="studio-save"),
    path("studio/<uuid:draft_id>/repair/", editor.repair, name="studio-repair"),
    path("studio/<uuid:draft_id>/remarks/<int:remark_id>/settle/", editor.settle, name="studio-settle"),
    path("studio/<uuid:draft_id>/samples/", draft_files.add_sample, name="studio-sample"),
    path("studio/<uuid:draft_id>/forms/", draft_files.add_form, name="studio-form"),
    path("studio/<uuid:draft_id>/files/<uuid:file_id>/", draft_files.show_file, name="studio-file"),
    path("studio/<uuid:draft_id>/history/", history.history, name="studio-history"),
    path("studio/<uuid:draft_id>/history/<int:number>/", history.revision, name="studio-revision"),
    path("studio/<uuid:draft_id>/restore/", history.restore, name="studio-restore"),
    path("studio/<uuid:draft_id>/preview/", preview.preview, name="studio-preview"),
    path("studio/<uuid:draft_id>/preview/checklist/", preview.preview_checklist, name="studio-preview-checklist"),
    # Business review
    path("studio/reviews/", reviews.list_reviews, name="studio-reviews"),
    path("studio/reviews/export/", reviews.export, name="studio-reviews-export"),
    path("studio/<uuid:draft_id>/submit/", review.submit, name="studio-submit"),
    path("studio/<uuid:draft_id>/recall/", review.recall, name="studio-recall"),
    path("studio/<uuid:draft_id>/review/remarks/<int:remark_id>/", review.settle, name="studio-remark-settle"),
    path("studio/<uuid:draft_id>/review/", review.review, name="studio-review"),
    path("studio/<uuid:draft_id>/review/report/", review.report, name="studio-review-report"),
    path("studio/<uuid:draft_id>/review/arrange/", review.arrange, name="studio-review-arrange"),
    path("studio/<uuid:draft_id>/review/grade/", judging.grade, name="studio-review-grade"),
    path("studio/<uuid:draft_id>/review/<int:assignment_id>/replace/", review.replace, name="studio-review-replace"),
    path("studio/<uuid:draft_id>/review/<int:assignment_id>/remind/", review.remind, name="studio-review-remind"),
]
