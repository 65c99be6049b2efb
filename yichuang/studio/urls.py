"""Addresses of the studio."""

from django.urls import path

from yichuang.studio.views import drafts, simulation_record, simulations

app_name = "studio"
urlpatterns = [
    path("studio/", drafts.list_drafts, name="studio-drafts"),
    path("studio/begin/", drafts.begin, name="studio-begin"),
    path("studio/begin/<str:key>/", drafts.begin_next, name="studio-next"),
    path("studio/<uuid:draft_id>/discard/", drafts.discard, name="studio-discard"),
    path("studio/simulations/", simulations.tasks, name="studio-simulations"),
    path("studio/simulations/<int:run>/", simulations.run_page, name="studio-run"),
    path("studio/simulations/<int:run>/start/", simulations.start, name="studio-run-start"),
    path("studio/simulations/<int:run>/finish/", simulations.finish, name="studio-run-finish"),
    path("studio/simulations/<int:run>/examine/", simulations.examine, name="studio-run-examine"),
    path("studio/simulations/<int:run>/object/", simulations.object_, name="studio-run-object"),
    path("studio/<uuid:draft_id>/simulation/", simulation_record.progress, name="studio-simulation"),
    path("studio/<uuid:draft_id>/simulation/arrange/", simulation_record.arrange, name="studio-simulation-arrange"),
    path("studio/<uuid:draft_id>/simulation/return/", simulation_record.send_back, name="studio-simulation-return"),
    path("studio/<uuid:draft_id>/simulation/record/", simulation_record.record, name="studio-simulation-record"),
    path(
        "studio/<uuid:draft_id>/simulation/record.xlsx", simulation_record.record_sheet, name="studio-simulation-sheet"
    ),
    path(
        "studio/<uuid:draft_id>/simulation/objections/<int:objection>/dismiss/",
        simulation_record.dismiss,
        name="studio-objection-dismiss",
    ),
]
