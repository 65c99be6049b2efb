"""Addresses of the room."""

from django.urls import path

from yichuang.mining.views import proposals, runs

urlpatterns = [
    path("mining/", proposals.list_proposals, name="mining-proposals"),
    path("mining/export/", proposals.export_proposals, name="mining-proposals-export"),
    path("mining/proposals/<uuid:pk>/", proposals.show_proposal, name="mining-proposal"),
    path("mining/proposals/<uuid:pk>/accept/", proposals.accept, name="mining-accept"),
    path("mining/proposals/<uuid:pk>/ask/", proposals.ask, name="mining-ask"),
    path("mining/proposals/<uuid:pk>/return/", proposals.give_back, name="mining-return"),
    path("mining/proposals/<uuid:pk>/dismiss/", proposals.dismiss, name="mining-dismiss"),
    path("mining/runs/", runs.list_runs, name="mining-runs"),
    path("mining/runs/export/", runs.export_runs, name="mining-runs-export"),
    path("mining/runs/new/", runs.start_run, name="mining-start"),
    path("mining/runs/<uuid:pk>/", runs.show_run, name="mining-run"),
    path("mining/runs/<uuid:pk>/progress/", runs.show_progress, name="mining-progress"),
    path("mining/runs/<uuid:pk>/cancel/", runs.cancel, name="mining-cancel"),
    path("mining/runs/<uuid:pk>/export/", runs.export_associations, name="mining-run-export"),
]
