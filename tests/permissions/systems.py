"""Who may open which page of the departments' systems, joint debugging, older systems and shared data."""

from typing import Any

from tests.permissions.lines import (
    ANY_COUNTER,
    ANY_OFFERER,
    ASKED_GRANT,
    COUNTER,
    DECIDES_GRANT,
    DISTRICT_ADMINS,
    GRANT,
    MANAGES_SYSTEM,
    OWNS_SHARED,
    RECONCILED,
    SEES_SYSTEM,
    SHARED,
    SYSTEM,
    SYSTEM_WATCHERS,
    of_case,
    only,
    system_only,
)

BENCH = {"key": "test_system", "pk": "debugging"}

SYSTEM_PAGES: list[Any] = [
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
    # The bench, on a system of the test environment of the same department
    ("GET debugging", SEES_SYSTEM, BENCH),
    ("POST debugging", MANAGES_SYSTEM, BENCH, {"matter": "freight_general"}),
    ("GET debugging-run", SEES_SYSTEM, BENCH),
    ("POST debugging-act", MANAGES_SYSTEM, {**BENCH, "verb": "confirm"}),
    ("POST debugging-act", MANAGES_SYSTEM, {**BENCH, "verb": "open"}),
    ("POST debugging-act", MANAGES_SYSTEM, {**BENCH, "verb": "advance"}),
    ("GET debugging-sheet", SEES_SYSTEM, {**BENCH, "kind": "joint"}),
    ("GET system-app-key", SEES_SYSTEM, SYSTEM),
    ("POST system-app-key", MANAGES_SYSTEM, SYSTEM, {"act": "issue"}),
    # What older systems call: no person, these take a sign of an app key
    ("POST legacy-message", system_only(), {"name": "accept"}),
    ("POST legacy-store", system_only()),
    ("GET legacy-file", system_only(), {"key": "x"}),
    ("POST legacy-file", system_only(), {"key": "x"}),
    ("POST legacy-ticket", system_only(), {"key": "x"}),
    ("GET legacy-refresh-by-key", system_only()),
    ("POST legacy-refresh-by-key", system_only()),
    ("GET legacy-refresh-by-secret", system_only()),
    ("POST legacy-refresh-by-secret", system_only()),
    ("GET system-inbound", SEES_SYSTEM, SYSTEM),
    ("GET system-inbound-export", SEES_SYSTEM, SYSTEM),
    ("GET system-messages", SEES_SYSTEM, SYSTEM),
    ("GET system-messages-export", SEES_SYSTEM, SYSTEM),
    ("POST system-evidence", SEES_SYSTEM, SYSTEM, {"number": "", "why": "复核交换争议"}),  # 422: without a number
    ("GET reconciliations", only(SYSTEM_WATCHERS)),
    ("GET reconciliations-export", only(SYSTEM_WATCHERS)),
    ("POST reconciliation-begin", only(DISTRICT_ADMINS)),
    ("GET reconciliation", SEES_SYSTEM, RECONCILED),
    ("GET reconciliation-export", SEES_SYSTEM, RECONCILED),
    ("POST reconciliation-act", MANAGES_SYSTEM, RECONCILED, {"verb": "repair", "pk": "difference"}),
    ("POST reconciliation-act", MANAGES_SYSTEM, RECONCILED, {"verb": "repair_all"}),
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
    ("GET shared-apis-export", only(SYSTEM_WATCHERS)),
    ("GET api-grants-export", only(SYSTEM_WATCHERS)),
    ("GET sharing-performance", only(SYSTEM_WATCHERS)),
    ("GET sharing-performance-export", only(SYSTEM_WATCHERS)),
    ("GET gateway", system_only(), {**SHARED, "path": "things/1"}),
    ("POST gateway", system_only(), {**SHARED, "path": "things/1"}),
    ("POST desk-shared", only(ANY_COUNTER), {"what": "person"}),
    ("POST case-shared", of_case(COUNTER), {}, {"consent": "1"}),
]
