"""What every page must answer to everybody: one line per route and method (how to add one: README.md)."""

from typing import Any

from tests.permissions.cast import SIGNED_IN
from tests.permissions.lines import (
    ACCEPTORS,
    ADJUSTERS,
    ADMINS,
    ANY_COUNTER,
    ANY_HEAD,
    ANY_ISSUER,
    ANY_OFFERER,
    ANY_SUPERVISOR,
    ANY_UNIT,
    ARRANGERS,
    ASKED_GRANT,
    COUNTER,
    DECIDES_GRANT,
    DISTRICT_ADMINS,
    DRAFT_WATCHERS,
    GRANT,
    MANAGES_SYSTEM,
    OWNS_SHARED,
    PLACE_KEEPERS,
    PLACE_SEERS,
    REVIEWERS,
    RUN_SEEN,
    SEES,
    SEES_SYSTEM,
    SHARED,
    SIMULATORS,
    SYSTEM,
    SYSTEM_WATCHERS,
    TOWN_SEEN,
    UNIT,
    WATCHERS,
    guarded,
    hidden,
    of_case,
    only,
    public,
    staff,
    system_only,
    token_only,
)

ISSUED = {"number": "issued"}
REVIEWING = {"draft_id": "reviewing"}
PASSWORDS = {"old": "wrong", "password": "春江花月夜-12097", "again": "春江花月夜-12097"}
TYPE = {"key": "dog_licence", "standard_name": "养犬登记证", "kind": "licence", "issuer_kind": "government"}
SIMULATED = {"draft_id": "simulated"}
ARRANGES = guarded(ARRANGERS, UNIT | DRAFT_WATCHERS)
POST = {"role": "clerk", "place": "site:yinong"}
# Who hands nothing out is told so; to another counter the result is not there. The same for delegation instruments.
AT_ISSUER = guarded({"issuer"}, SIGNED_IN - ANY_ISSUER)
OWN_INSTRUMENT = guarded({"other_head"}, SIGNED_IN - ANY_HEAD)
# One draft and one request of the transport department of 萧山.
PUBLISHER = guarded({"district_admin"}, UNIT | DRAFT_WATCHERS)
SEES_REQUEST = UNIT | DRAFT_WATCHERS | {"clerk"}
DECIDER = guarded({"head", "district_admin", "director"}, SEES_REQUEST)
TOWN_HALL = {"kind": "site", "key": "yinong"}
TOWN = guarded({"town_admin"}, {"district_admin"})

DRAFT = {"draft_id": "draft"}
SEES_DRAFT = hidden(UNIT | DRAFT_WATCHERS)
WRITES_DRAFT = guarded(UNIT, DRAFT_WATCHERS)

# (method and route's name, who may, address parts that differ from the samples, form)
PAGES: list[Any] = [
    # The house
    ("GET healthz", public()),
    ("GET readyz", public()),
    ("GET metrics", public()),  # to this machine only: tests/exchange/test_telemetry.py
    ("GET home", public()),
    ("GET sign-in", public()),
    ("POST sign-in", public()),
    ("POST sign-out", public()),
    ("GET ticket", token_only(), {"token": "wrong"}),
    # The demonstration is not there outside of one
    ("GET demo", token_only()),
    ("POST demo-sign-in", token_only()),
    ("POST demo-clock", token_only()),
    ("POST demo-clock-back", token_only()),
    # One's own account, and setting a password by code
    ("GET account", staff()),
    ("POST account-password", staff(), {}, PASSWORDS),
    ("POST account-session-end", hidden(()), {"pk": "0"}),  # nobody's session; each may end his own
    ("GET reset", public()),
    ("POST reset", public(), {}, {"mobile": "13977770000"}),
    ("GET reset-code", public()),
    ("POST reset-code", public(), {}, {**PASSWORDS, "mobile": "13977770000", "code": "000000"}),
    # Three-level administration, on the account of a town's clerk
    ("GET people", only(ADMINS)),
    ("GET people-export", only(ADMINS)),
    ("GET sign-ins", only(ADMINS)),
    ("GET sign-ins-export", only(ADMINS)),
    ("GET account-sign-ins-export", staff()),
    ("GET people-register", only(ADMINS)),
    ("POST people-register", only(ADMINS), {}, POST),
    ("GET person", hidden({"town_admin", "district_admin"}), {"pk": "town_clerk"}),
    ("POST person-act", TOWN, {"pk": "town_clerk", "verb": "grant"}, POST),
    ("POST person-act", TOWN, {"pk": "town_clerk", "verb": "end"}, {"posting": "town_posting"}),
    ("POST person-act", TOWN, {"pk": "town_clerk", "verb": "correct"}, {"name": "吴益农二"}),
    ("POST person-act", TOWN, {"pk": "town_clerk", "verb": "disable"}, {"why": "试"}),
    ("POST person-act", TOWN, {"pk": "town_clerk", "verb": "enable"}, {"why": "试"}),
    ("POST person-act", TOWN, {"pk": "town_clerk", "verb": "unlock"}),
    ("POST person-act", TOWN, {"pk": "town_clerk", "verb": "end-sessions"}),
    ("POST person-act", TOWN, {"pk": "town_clerk", "verb": "reset"}),
    (
        "POST person-act",
        guarded({"unit_admin"}, {"district_admin"}),
        {"pk": "officer", "verb": "disable"},
        {"why": "试"},
    ),
    (
        "POST person-act",
        guarded({"district_admin"}, {"unit_admin"}),
        {"pk": "unit_admin", "verb": "disable"},
        {"why": "试"},
    ),
    (
        "POST person-act",
        guarded({"district_admin"}, {"town_admin"}),
        {"pk": "town_admin", "verb": "disable"},
        {"why": "试"},
    ),
    ("POST person-act", guarded((), {"district_admin"}), {"pk": "district_admin", "verb": "disable"}, {"why": "试"}),
    # The organisation: a site of the town 益农, and the district's department of transport
    ("GET organisation", only(PLACE_SEERS)),
    ("GET organisation-workbook", only(PLACE_SEERS)),
    ("GET organisation-blank", only(PLACE_SEERS)),
    ("GET organisation-import", only(PLACE_KEEPERS)),
    ("POST organisation-import", only(PLACE_KEEPERS)),
    ("GET organisation-compare", hidden({"district_admin"}), {"held_id": "held"}),  # the uploader's
    ("POST organisation-apply", hidden({"district_admin"}), {"held_id": "held"}),
    ("GET places", only(PLACE_SEERS), {"kind": "site"}),
    ("GET places-export", only(PLACE_SEERS), {"kind": "site"}),
    ("GET place-add", only(PLACE_KEEPERS), {"kind": "site"}),
    ("GET place-add", only(DISTRICT_ADMINS), {"kind": "department"}),
    ("POST place-add", only(PLACE_KEEPERS), {"kind": "site"}),
    ("GET place", hidden(TOWN_SEEN), TOWN_HALL),
    *(
        ("POST place-act", guarded({"town_admin", "district_admin"}, TOWN_SEEN), {**TOWN_HALL, "verb": verb})
        for verb in ("change", "close", "reopen")
    ),
    (
        "POST place-act",
        guarded({"district_admin"}, {"director", "auditor"}),
        {"kind": "department", "key": "xs-transport", "verb": "close"},
    ),
    # What the public reads and asks
    ("GET find", public()),
    ("GET guide", public()),
    ("GET guide-document", public()),
    ("GET cpsv", public()),
    ("GET matter-file", token_only(), {"file_id": "00000000-0000-0000-0000-000000000000"}),  # only what the guide shows
    ("GET cpsv-list", public()),
    ("GET ask", public()),
    ("GET checklist", public()),
    ("GET public-home", public()),
    ("GET progress", public()),
    ("POST progress", token_only(), {}, {"number": "received", "password": "wrong"}),
    ("POST progress-leave", public()),
    ("GET progress-document", token_only(), {"code": "AAAABBBBCCCCDDDD"}),
    ("GET verify", public()),
    ("POST verify", public()),
    ("GET verify-code", public()),
    ("GET signature", token_only(), {"token": "wrong"}),
    ("POST signature", token_only(), {"token": "wrong"}, {"signature": "picture"}),
    ("GET signature-state", token_only(), {"token": "wrong"}),
    ("GET service", token_only(), {"token": "wrong"}),
    ("POST service", token_only(), {"token": "wrong"}),
    ("GET service-document", token_only(), {"token": "wrong"}),
    # Matters
    ("GET matters", staff()),
    ("GET versions", staff()),
    ("POST versions", only({"district_admin"}), {}, {"reason": "试"}),
    ("POST resume-matter", only({"district_admin"})),
    (
        "POST withdraw-matter",
        only({"district_admin"}),
        {},
        {"reason": "试", "legal_basis": "试", "instead": "试"},
    ),
    ("GET compare-versions", staff()),
    ("GET synonyms", staff()),
    (
        "POST synonyms",
        only(ANY_UNIT | ANY_SUPERVISOR | DISTRICT_ADMINS),
        {},
        {"everyday": "拉货证", "official": "货物运输"},
    ),
    ("POST drop_synonym", only(ANY_UNIT | ANY_SUPERVISOR | DISTRICT_ADMINS)),
    ("GET dictionary", staff()),
    ("GET dictionary_export", staff()),
    ("GET material_type_add", only(DISTRICT_ADMINS)),
    ("POST material_type_add", only(DISTRICT_ADMINS), {}, TYPE),
    ("GET material_type", staff()),
    ("POST material_type_correct", only(DISTRICT_ADMINS), {}, TYPE),
    ("POST material_type_retire", only(DISTRICT_ADMINS), {}, {"reason": "试"}),
    ("POST material_type_merge", only(DISTRICT_ADMINS), {}, {"into": "居民户口簿"}),
    ("GET calendar", only(DISTRICT_ADMINS)),
    ("POST calendar", only(DISTRICT_ADMINS)),
    # The studio
    ("GET studio-drafts", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"})),
    ("GET studio-help", staff()),
    ("POST studio-begin", only(ANY_UNIT), {}, {"name": ""}),
    ("POST studio-next", only(UNIT)),
    # Simulated acceptance: a run at the centre (begun by the clerk) of the transport department's draft
    ("GET studio-simulations", only(SIMULATORS)),
    ("GET studio-run", hidden(RUN_SEEN)),
    ("POST studio-run-start", guarded(COUNTER, RUN_SEEN)),
    ("POST studio-run-finish", guarded(COUNTER, RUN_SEEN)),
    ("POST studio-run-examine", guarded(UNIT, RUN_SEEN)),
    ("POST studio-run-object", guarded(COUNTER, RUN_SEEN), {}, {"place": "matter", "text": "说不清楚"}),
    ("GET studio-simulation", hidden(UNIT | DRAFT_WATCHERS), SIMULATED),
    ("GET studio-simulation-record", hidden(UNIT | DRAFT_WATCHERS), SIMULATED),
    ("GET studio-simulation-sheet", hidden(UNIT | DRAFT_WATCHERS), SIMULATED),
    ("POST studio-simulation-arrange", ARRANGES, SIMULATED),
    ("POST studio-simulation-return", ARRANGES, SIMULATED, {"reason": "退回修改"}),
    ("POST studio-objection-dismiss", ARRANGES, SIMULATED, {"reason": "依据充分"}),
    ("POST studio-discard", guarded(UNIT, DRAFT_WATCHERS), {"draft_id": "draft"}, {"why": "试"}),
    ("GET studio-publications", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"})),
    ("GET studio-compare", hidden(UNIT | DRAFT_WATCHERS), {"draft_id": "draft"}),
    ("GET studio-publish", PUBLISHER, {"draft_id": "draft"}),
    ("POST studio-publish", PUBLISHER, {"draft_id": "draft"}, {"act": "publish"}),
    ("GET studio-queue", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"})),
    ("GET studio-queue-export", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"})),
    ("POST studio-queue-next", only(ANY_UNIT)),
    ("GET studio-progress", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"})),
    # Requests for adjustment, on one that a clerk of the centre made
    ("GET studio-adjustments", only(ADJUSTERS | {"auditor"})),
    ("GET studio-adjustments-export", only(ADJUSTERS | {"auditor"})),
    ("GET studio-adjustment-new", only(ADJUSTERS)),
    ("POST studio-adjustment-new", only(ADJUSTERS), {}, {"text": ""}),
    ("GET studio-adjustment", hidden(SEES_REQUEST), {"request_id": "adjustment"}),
    ("GET studio-adjustment-file", hidden(SEES_REQUEST), {"request_id": "adjustment", "file_id": "evidence"}),
    ("POST studio-adjustment-decide", DECIDER, {"request_id": "adjustment", "verb": "accept"}),
    ("POST studio-adjustment-decide", DECIDER, {"request_id": "adjustment", "verb": "decline"}, {"reason": "试"}),
    (
        "POST studio-adjustment-decide",
        guarded({"clerk"}, SEES_REQUEST),
        {"request_id": "adjustment", "verb": "take-back"},
    ),
    ("GET studio-draft", SEES_DRAFT, DRAFT),
    ("POST studio-save", WRITES_DRAFT, DRAFT, {"document": "document", "base_revision": "1"}),
    ("POST studio-repair", SEES_DRAFT, DRAFT, {"document": "document", "code": "drop_condition", "arguments": "{}"}),
    ("POST studio-settle", WRITES_DRAFT, {**DRAFT, "remark_id": "remark"}, {"note": "已处理"}),
    ("POST studio-sample", WRITES_DRAFT, DRAFT, {"file": "upload", "areas": "[]"}),
    ("POST studio-form", WRITES_DRAFT, DRAFT, {"file": "upload"}),
    ("GET studio-file", SEES_DRAFT, {**DRAFT, "file_id": "draft_file"}),
    ("GET studio-history", SEES_DRAFT, DRAFT),
    ("GET studio-revision", SEES_DRAFT, {**DRAFT, "number": "1"}),
    ("POST studio-restore", WRITES_DRAFT, DRAFT, {"number": "1"}),
    ("GET studio-preview", SEES_DRAFT, DRAFT),
    ("GET studio-preview-checklist", SEES_DRAFT, DRAFT),
    # Business review: a matter whose draft waits to be submitted, and one in review of which one of the experts is in the cast
    ("GET studio-reviews", only(ARRANGERS | REVIEWERS | {"f_district"})),
    ("GET studio-reviews-export", only(ARRANGERS | REVIEWERS | {"f_district"})),
    ("POST studio-submit", guarded(UNIT, DRAFT_WATCHERS), {"draft_id": "draft"}),
    ("POST studio-recall", guarded(UNIT, DRAFT_WATCHERS), REVIEWING, {"reason": "试"}),
    (
        "POST studio-review-settle",
        guarded(UNIT, DRAFT_WATCHERS),
        {"draft_id": "draft", "remark_id": "remark"},
        {"note": "试"},
    ),
    ("GET studio-review", hidden(UNIT | DRAFT_WATCHERS), REVIEWING),
    ("GET studio-review-report", hidden(UNIT | DRAFT_WATCHERS), REVIEWING),
    ("POST studio-review-arrange", guarded(ARRANGERS, UNIT | DRAFT_WATCHERS), REVIEWING),
    ("POST studio-review-replace", guarded(ARRANGERS, UNIT | DRAFT_WATCHERS), REVIEWING),
    ("POST studio-review-remind", guarded(ARRANGERS, UNIT | DRAFT_WATCHERS), REVIEWING),
    ("POST studio-review-grade", guarded({"reviewer"}, UNIT | DRAFT_WATCHERS), REVIEWING),
    ("GET studio-import", only(ANY_UNIT)),
    ("POST studio-import", only(ANY_UNIT), {}, {"department": ""}),
    ("GET studio-import-blank", staff(), {"kind": "nine"}),
    ("GET studio-import-batch", hidden({"officer"}), {"batch_id": "import"}),  # the uploader's
    ("POST studio-import-apply", hidden({"officer"}), {"batch_id": "import"}),
    ("GET studio-exports", hidden(UNIT | DRAFT_WATCHERS), {"draft_id": "draft"}),
    ("GET studio-export", hidden(UNIT | DRAFT_WATCHERS), {"draft_id": "draft", "kind": "full"}),
    ("GET studio-export-matter", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"}), {"kind": "nine"}),
    ("GET studio-naming", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"})),
    ("GET studio-naming-export", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"})),
    # Departments' systems, on the one of the transport department
    ("GET systems", only(SYSTEM_WATCHERS)),
    ("GET system-register", only(DISTRICT_ADMINS)),
    ("POST system-register", only(DISTRICT_ADMINS), {}, {"key": "x"}),
    ("GET system", SEES_SYSTEM, SYSTEM),
    *(
        (
            "POST system-act",
            MANAGES_SYSTEM,
            {**SYSTEM, "verb": verb},
            {"why": "试", "kind": "signing", "days": "7", "matter": "freight_general"},
        )
        for verb in ("change", "stop", "resume", "secret", "route", "unroute")
    ),
    ("GET system-deliveries", SEES_SYSTEM, SYSTEM),
    ("GET system-deliveries-export", SEES_SYSTEM, SYSTEM),
    ("POST system-deliveries-again", MANAGES_SYSTEM, SYSTEM, {"what": "parked"}),
    ("GET system-inbound", SEES_SYSTEM, SYSTEM),
    ("GET system-inbound-export", SEES_SYSTEM, SYSTEM),
    ("GET department_form", of_case(COUNTER)),
    # Shared data: the catalogue, one API of the transport department's system, an application for it, the log and the figures
    ("GET shared-apis", only(SYSTEM_WATCHERS)),
    ("GET shared-api-register", only(ANY_OFFERER)),
    ("POST shared-api-register", only(ANY_OFFERER), {}, {"key": "x"}),
    ("GET shared-api", only(SYSTEM_WATCHERS), SHARED),
    ("GET shared-api-document", only(SYSTEM_WATCHERS), SHARED),
    *(
        ("POST shared-api-act", OWNS_SHARED, {**SHARED, "verb": verb}, {"why": "试"})
        for verb in ("change", "document", "withdraw", "offer")
    ),
    ("POST shared-api-act", only(ANY_OFFERER), {**SHARED, "verb": "ask"}, {"purpose": "试"}),
    ("GET api-grants", only(SYSTEM_WATCHERS)),
    *(
        ("POST api-grant-act", DECIDES_GRANT, {**GRANT, "verb": verb}, {"reason": "试"})
        for verb in ("approve", "refuse", "revoke")
    ),
    ("POST api-grant-act", ASKED_GRANT, {**GRANT, "verb": "take-back"}),
    ("GET shared-calls", only(SYSTEM_WATCHERS)),
    ("GET shared-calls-export", only(SYSTEM_WATCHERS)),
    ("GET sharing-performance", only(SYSTEM_WATCHERS)),
    ("GET sharing-performance-export", only(SYSTEM_WATCHERS)),
    ("GET gateway", system_only(), {**SHARED, "path": "things/1"}),
    ("POST gateway", system_only(), {**SHARED, "path": "things/1"}),
    ("POST desk-shared", only(ANY_COUNTER), {"what": "person"}),
    ("POST case-shared", of_case(COUNTER), {}, {"consent": "1"}),
    # The counter
    ("GET desk", only(ANY_COUNTER)),
    ("GET intake", only(ANY_COUNTER)),
    ("POST intake", only(ANY_COUNTER)),
    ("POST desk-question", only(ANY_COUNTER), {}, {"place": "m_safe", "text": "写错了"}),
    ("POST draft", only(ANY_COUNTER)),
    ("POST draft-discard", staff()),
    ("POST desk-reading", only(ANY_COUNTER)),
    ("GET desk-read", hidden({"clerk"})),  # the clerk who asked
    # Cases
    ("GET cases", staff()),
    (
        "GET cases-export",
        only({"supervisor", "head", "director", "other_head", "f_counter", "f_unit", "f_district"}),
    ),
    ("GET case", of_case(SEES)),
    (
        "POST case-question",
        of_case({"clerk", "supervisor", "officer", "head", "director"}),
        {},
        {"place": "m_safe", "text": "写错了"},
    ),
    ("POST case-materials", of_case(COUNTER)),
    ("GET case-scans", of_case(SEES)),
    ("POST case-upload", of_case(COUNTER), {}, {"file": "upload"}),
    ("GET case-scan", of_case(SEES)),
    ("GET case-scan-small", of_case(SEES)),
    ("POST case-scan-off", of_case(COUNTER)),
    ("GET case-correct", of_case(COUNTER)),
    ("POST case-correct", of_case(COUNTER), {}, {"what": ""}),
    ("GET case-situation", of_case(COUNTER)),
    ("POST case-situation", of_case(COUNTER), {}, {"act": "save"}),
    ("GET case-commitment", of_case(COUNTER)),
    ("POST case-commitment", of_case(COUNTER)),
    ("GET case-receipt", of_case(COUNTER)),
    ("POST case-receipt", of_case(COUNTER)),
    ("GET remedies", of_case(SEES), {"verb": "deny"}),
    ("POST case-move", of_case(COUNTER), {"verb": "correct_on_the_spot"}),
    ("POST case-move", of_case(ACCEPTORS), {"verb": "request_correction"}),
    ("POST case-move", of_case(COUNTER), {"verb": "supplement"}),
    ("POST case-move", of_case(ACCEPTORS), {"verb": "accept"}),
    ("POST case-move", of_case(ACCEPTORS), {"verb": "refuse"}),
    ("POST case-move", of_case(ACCEPTORS), {"verb": "redirect"}),
    ("POST case-move", of_case(ACCEPTORS), {"verb": "declare_not_required"}),
    ("POST case-move", of_case(COUNTER), {"verb": "supplement_tolerated"}),
    ("POST case-move", of_case({"clerk"}), {"verb": "complete_instantly"}),
    ("POST case-move", of_case(COUNTER), {"verb": "hand_over_first_handler"}),
    ("POST case-move", of_case(COUNTER), {"verb": "withdraw"}),
    ("POST case-move", of_case(UNIT), {"verb": "take_up"}),
    ("POST case-move", of_case(UNIT), {"verb": "co_sign"}),
    ("POST case-move", of_case(UNIT), {"verb": "suspend"}),
    ("POST case-move", of_case(UNIT), {"verb": "resume"}),
    ("POST case-move", of_case({"head"}), {"verb": "extend"}),
    ("POST case-move", of_case(UNIT), {"verb": "grant"}),
    ("POST case-move", of_case(UNIT), {"verb": "deny"}),
    ("POST case-move", of_case(UNIT), {"verb": "send_to_issuing"}),
    ("POST case-move", of_case(UNIT), {"verb": "terminate"}),
    # Personal data in clear, for a reason; who looked
    ("GET case-reveal", of_case(COUNTER | UNIT | {"issuer"})),
    ("POST case-reveal", of_case(COUNTER | UNIT | {"issuer"}), {}, {"reason": "identity"}),
    ("GET reveals", only(WATCHERS)),
    # Documents
    ("GET document", of_case(SEES)),
    ("GET document-revoke", of_case({"supervisor", "head"})),
    ("POST document-revoke", of_case({"supervisor", "head"}), {}, {"why": "试"}),
    # The department
    ("GET approvals", only(ANY_UNIT)),
    ("GET approval", of_case(UNIT)),
    ("GET delegations", only(ANY_HEAD)),
    ("POST delegations", only(ANY_HEAD)),
    ("POST delegation-revoke", OWN_INSTRUMENT),
    ("GET delegation-paper", OWN_INSTRUMENT),
    # A leader's figures
    ("GET overview", only(ANY_HEAD | ANY_SUPERVISOR | {"director", "f_district"})),
    ("GET overview-export", only(ANY_HEAD | ANY_SUPERVISOR | {"director", "f_district"})),
    # The issuing counter
    ("GET issuing", only(ANY_ISSUER)),
    ("GET issuing-export", only(ANY_ISSUER)),
    ("GET result", AT_ISSUER, ISSUED),
    ("GET result-signing", AT_ISSUER, ISSUED),
    ("GET result-signature", AT_ISSUER, ISSUED),
    *(
        ("POST result-act", AT_ISSUER, {**ISSUED, "verb": verb})
        for verb in ("receiver", "sign-here", "hand-out", "courier", "confirm", "returned", "electronic")
    ),
    # Paper on its way
    ("GET handovers", only(ANY_COUNTER | ANY_UNIT | ANY_ISSUER | WATCHERS)),
    ("GET handovers-export", only(ANY_COUNTER | ANY_UNIT | ANY_ISSUER | WATCHERS)),
    ("POST handover-prepare", only(ANY_COUNTER), {}, {"direction": "to_department", "case": "accepted", "way": "post"}),
    ("POST handover-prepare", only(ANY_UNIT), {}, {"direction": "to_issuing", "case": "accepted", "way": "post"}),
    ("GET handover-measure", only(ANY_COUNTER | ANY_UNIT | ANY_ISSUER | WATCHERS)),
    ("GET handover-arrangements", only(ANY_SUPERVISOR)),
    ("POST handover-arrangements", only(ANY_SUPERVISOR)),
    ("GET handover", hidden(SEES), {"number": "batch"}),
    ("GET handover-list", hidden(SEES), {"number": "batch"}),
    ("POST handover-sign", guarded(COUNTER, SEES), {"number": "batch", "side": "out"}),
    ("POST handover-sign", guarded(UNIT, SEES), {"number": "batch", "side": "in"}),
    ("POST handover-sign", guarded(COUNTER, SEES), {"number": "batch", "side": "cancel"}, {"reason": "试"}),
]
