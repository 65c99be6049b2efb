"""Addresses of life events: composing first (`compose` and `results` are no life event's key), then joint cases, the
public's and the officers'."""

from django.urls import path

from yichuang.life_events.views import (
    composing,
    composing_examine,
    composing_live,
    composing_parts,
    composing_simulation,
    composing_versions,
    formats,
    joint_desk,
    joint_issuing,
    joint_pages,
    joint_papers,
    joint_signing,
    public,
    results,
    simulation_runs,
)

DRAFT = "life-events/compose/<uuid:draft_id>/"
RUN = "life-events/compose/simulations/<int:run>/"

urlpatterns = [
    # Composing (S2-25)
    path("life-events/compose/", composing.list_drafts, name="life-event-drafts"),
    path("life-events/compose/export/", composing.export_drafts, name="life-event-drafts-export"),
    path("life-events/compose/new/", composing.new, name="life-event-draft-new"),
    path("life-events/compose/help/", composing_versions.help_page, name="life-event-draft-help"),
    path("life-events/compose/published/", composing_versions.list_versions, name="life-events-published"),
    path("life-events/compose/published/<slug:key>/", composing_versions.versions, name="life-event-versions"),
    path("life-events/compose/published/<slug:key>/next/", composing.begin_next, name="life-event-draft-next"),
    path(
        "life-events/compose/published/<slug:key>/<slug:verb>/", composing_versions.act, name="life-event-version-act"
    ),
    path("life-events/compose/simulations/", simulation_runs.tasks, name="life-event-runs"),
    path(RUN, simulation_runs.run_page, name="life-event-run"),
    path(f"{RUN}start/", simulation_runs.start, name="life-event-run-start"),
    path(f"{RUN}agree/", simulation_runs.agree, name="life-event-run-agree"),
    path(f"{RUN}object/", simulation_runs.object_, name="life-event-run-object"),
    path(DRAFT, composing.show, name="life-event-draft"),
    path(f"{DRAFT}part/<slug:section>/", composing_parts.section, name="life-event-draft-section"),
    path(f"{DRAFT}part/<slug:section>/save/", composing_live.save, name="life-event-draft-save"),
    path(f"{DRAFT}part/<slug:section>/draw/", composing_live.draw, name="life-event-draft-draw"),
    path(f"{DRAFT}steps/", composing_live.steps, name="life-event-draft-steps"),
    path(f"{DRAFT}preview/", composing_examine.preview, name="life-event-draft-preview"),
    path(f"{DRAFT}history/", composing_examine.history, name="life-event-draft-history"),
    path(f"{DRAFT}history/<int:number>/", composing_examine.revision, name="life-event-draft-revision"),
    path(f"{DRAFT}review/", composing_examine.review, name="life-event-draft-review"),
    path(f"{DRAFT}review/grade/", composing_examine.grade, name="life-event-draft-grade"),
    path(f"{DRAFT}simulation/", composing_simulation.simulation, name="life-event-draft-simulation"),
    path(f"{DRAFT}simulation/arrange/", composing_simulation.arrange, name="life-event-draft-arrange"),
    path(f"{DRAFT}simulation/return/", composing_simulation.send_back, name="life-event-draft-return"),
    path(
        f"{DRAFT}simulation/objections/<int:objection>/dismiss/",
        composing_simulation.dismiss,
        name="life-event-objection-dismiss",
    ),
    path(f"{DRAFT}act/<slug:verb>/", composing.act, name="life-event-draft-act"),
    path("life-events/results/", results.list_results, name="life-event-results-list"),
    path("life-events/results/export/", results.export_list, name="life-event-results-list-export"),
    # Joint cases
    path("joint/", joint_pages.joint_list, name="joint-cases"),
    path("joint/export/", joint_pages.joint_export, name="joint-export"),
    path("joint/receive/<str:key>/", joint_desk.joint_intake_page, name="joint-intake"),
    path("joint/receive/<str:key>/draft/", joint_desk.save_joint_draft, name="joint-draft"),
    path("joint/receive/<str:key>/papers/", joint_papers.joint_paper_part, name="joint-papers"),
    path("joint/receive/<str:key>/shared/<str:what>/", joint_desk.joint_fetch_part, name="joint-shared"),
    path("joint/<str:number>/", joint_pages.joint_page, name="joint-case"),
    path("joint/<str:number>/receipt/", joint_pages.joint_receipt, name="joint-receipt"),
    path("joint/<str:number>/hand-out/", joint_issuing.joint_hand_out_page, name="joint-hand-out"),
    path("joint/<str:number>/hand-out/signing/", joint_signing.joint_signing_part, name="joint-signing"),
    path("joint/<str:number>/hand-out/signed/", joint_signing.joint_hand_out_signed_page, name="joint-hand-out-signed"),
    path("joint/<str:number>/signature/<str:token>/", joint_signing.joint_signature_page, name="joint-signature"),
    path(
        "joint/<str:number>/signature/<str:token>/state/",
        joint_signing.joint_signature_state,
        name="joint-signature-state",
    ),
    path("joint/<str:number>/act/<str:verb>/", joint_pages.joint_act, name="joint-act"),
    # The public's pages
    path("life-events/", public.find, name="life-event-find"),
    path("life-events/<str:key>/", public.guide, name="life-event-guide"),
    path("life-events/<str:key>/ask/", public.ask, name="life-event-ask"),
    path("life-events/<str:key>/checklist/", public.print_checklist, name="life-event-checklist"),
    path("life-events/<str:key>/cpsv.jsonld", formats.show_cpsv, name="life-event-cpsv"),
    path("life-events/<str:key>/guide.docx", formats.guide_document, name="life-event-document"),
    # The officers' page of what it brought
    path("life-events/<str:key>/results/", results.show_results, name="life-event-results"),
    path("life-events/<str:key>/results/export/", results.export_results, name="life-event-results-export"),
]
