"""What every page of the studio must answer to everybody (issue 3; how to add a line: README.md)."""

from typing import Any

from tests.permissions.lines import (
    ADJUSTERS,
    ANY_UNIT,
    ARRANGERS,
    COUNTER,
    DRAFT_WATCHERS,
    REVIEWERS,
    RUN_SEEN,
    SIMULATORS,
    UNIT,
    guarded,
    hidden,
    only,
    staff,
)

REVIEWING = {"draft_id": "reviewing"}
SIMULATED = {"draft_id": "simulated"}
ARRANGES = guarded(ARRANGERS, UNIT | DRAFT_WATCHERS)
POST = {"role": "clerk", "place": "site:yinong"}
PUBLISHER = guarded({"district_admin"}, UNIT | DRAFT_WATCHERS)
SEES_REQUEST = UNIT | DRAFT_WATCHERS | {"clerk"}
DECIDER = guarded({"head", "district_admin", "director"}, SEES_REQUEST)
DRAFT = {"draft_id": "draft"}
SEES_DRAFT = hidden(UNIT | DRAFT_WATCHERS)
WRITES_DRAFT = guarded(UNIT, DRAFT_WATCHERS)

STUDIO_PAGES: list[Any] = [
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
    ("GET studio-own_form", SEES_DRAFT, DRAFT),
    ("POST studio-own_form-preview", SEES_DRAFT, DRAFT, {"form": "{}"}),
    ("POST studio-save", WRITES_DRAFT, DRAFT, {"document": "document", "base_revision": "1"}),
    ("POST studio-repair", SEES_DRAFT, DRAFT, {"document": "document", "code": "drop_condition", "arguments": "{}"}),
    ("POST studio-settle", WRITES_DRAFT, {**DRAFT, "remark_id": "remark"}, {"note": "已处理"}),
    ("POST studio-sample", WRITES_DRAFT, DRAFT, {"file": "upload", "areas": "[]"}),
    ("POST studio-form", WRITES_DRAFT, DRAFT, {"file": "upload"}),
    ("GET studio-file", SEES_DRAFT, {**DRAFT, "file_id": "draft_file"}),
    ("GET studio-situations", SEES_DRAFT, DRAFT),
    ("GET studio-situations-export", SEES_DRAFT, DRAFT),
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
    ("GET studio-import-troubles", hidden({"officer"}), {"batch_id": "import"}),
    ("POST studio-import-cancel", hidden({"officer"}), {"batch_id": "import"}),
    ("POST studio-import-restart", hidden({"officer"}), {"batch_id": "import"}),
    ("POST studio-import-apply", hidden({"officer"}), {"batch_id": "import"}),
    ("GET studio-exports", hidden(UNIT | DRAFT_WATCHERS), {"draft_id": "draft"}),
    ("GET studio-export", hidden(UNIT | DRAFT_WATCHERS), {"draft_id": "draft", "kind": "full"}),
    ("GET studio-export-matter", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"}), {"kind": "nine"}),
    ("GET studio-naming", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"})),
    ("GET studio-naming-export", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"})),
]
