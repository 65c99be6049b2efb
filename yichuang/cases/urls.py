"""Addresses of the room's pages."""

from django.urls import path

from yichuang.cases.views import case_page, desk, documents, handovers, issuing, lists, materials, moves, signature

urlpatterns = [
    path("cases/", lists.case_list, name="cases"),
    path("cases/<str:number>/", case_page.case_page, name="case"),
    path("cases/<str:number>/materials/", materials.save_materials, name="case-materials"),
    path("cases/<str:number>/receipt/", documents.receipt_page, name="case-receipt"),
    path("cases/<str:number>/remedies/<str:verb>/", moves.remedies_preview, name="remedies"),
    path("cases/<str:number>/<str:verb>/", moves.make_move, name="case-move"),
    path("cases/<str:number>/signature/<str:token>/", signature.signature_page, name="signature"),
    path("cases/<str:number>/signature/<str:token>/state/", signature.signature_state, name="signature-state"),
    path("served/<str:token>/", signature.service_page, name="service"),
    path("served/<str:token>/<str:code>/", signature.service_document, name="service-document"),
    path("issuing/", issuing.results, name="issuing"),
    path("issuing/<str:number>/", issuing.result_page, name="result"),
    path("issuing/<str:number>/signing/", issuing.signing_part, name="result-signing"),
    path("issuing/<str:number>/signature.png", issuing.signature_picture, name="result-signature"),
    path("issuing/<str:number>/<str:verb>/", issuing.act, name="result-act"),
    path("documents/<str:code>/", documents.document_file, name="document"),
    path("documents/<str:code>/revoke/", documents.revoke_page, name="document-revoke"),
    path("handovers/", handovers.overview, name="handovers"),
    path("handovers/prepare/", handovers.prepare, name="handover-prepare"),
    path("handovers/measure/", handovers.measure, name="handover-measure"),
    path("handovers/arrangements/", handovers.arrangements, name="handover-arrangements"),
    path("handovers/<str:number>/", handovers.batch_page, name="handover"),
    path("handovers/<str:number>/list/", handovers.list_file, name="handover-list"),
    path("handovers/<str:number>/<str:side>/", handovers.sign, name="handover-sign"),
    path("desk/", desk.search_page, name="desk"),
    path("desk/<str:key>/", desk.intake_page, name="intake"),
]
