"""Addresses of the studio."""

from django.urls import path

from yichuang.studio.views import adjustments, drafts, publications, queue

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
]
