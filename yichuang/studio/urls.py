"""Addresses of the studio."""

from django.urls import path

from yichuang.studio.views import (
    adjustments,
    draft_files,
    drafts,
    editor,
    history,
    judging,
    preview,
    publications,
    queue,
    review,
    reviews,
)

app_name = "studio"
urlpatterns = [
    path("studio/", drafts.list_drafts, name="studio-drafts"),
    path("studio/begin/", drafts.begin, name="studio-begin"),
    path("studio/begin/<str:key>/", drafts.begin_next, name="studio-next"),
    path("studio/<uuid:draft_id>/discard/", drafts.discard, name="studio-discard"),
    path("studio/<uuid:draft_id>/compare/", publications.compare, name="studio-compare"),
    path("studio/<uuid:draft_id>/publish/", publications.publish, name="studio-publish"),
    path("studio/publications/", publications.waiting, name="studio-publications"),
    path("studio/queue/", queue.show_queue, name="studio-queue"),
    path("studio/queue/export/", queue.export, name="studio-queue-export"),
    path("studio/queue/next/", queue.sort_next, name="studio-queue-next"),
    path("studio/progress/", queue.show_progress, name="studio-progress"),
    path("studio/adjustments/", adjustments.list_adjustments, name="studio-adjustments"),
    path("studio/adjustments/export/", adjustments.export, name="studio-adjustments-export"),
    path("studio/adjustments/new/<str:key>/", adjustments.new, name="studio-adjustment-new"),
    path("studio/adjustments/<uuid:request_id>/", adjustments.show, name="studio-adjustment"),
    path("studio/adjustments/<uuid:request_id>/<str:verb>/", adjustments.decide, name="studio-adjustment-decide"),
    path(
        "studio/adjustments/<uuid:request_id>/files/<uuid:file_id>/",
        adjustments.attachment,
        name="studio-adjustment-file",
    ),
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
