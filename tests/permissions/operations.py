"""What every operation of the API must answer to everybody: one line per operation id (how to add one: README.md)."""

from typing import Any

from tests.permissions.booking import BOOKING_OPERATIONS
from tests.permissions.cast import SIGNED_IN
from tests.permissions.feedback import FEEDBACK_OPERATIONS
from tests.permissions.hall import HALL_OPERATIONS
from tests.permissions.hall_opening import OPENING_OPERATIONS
from tests.permissions.hall_twin import OPERATIONS as HALL_TWIN_OPERATIONS
from tests.permissions.joint import OPERATIONS as JOINT_OPERATIONS
from tests.permissions.life_event_public import OPERATIONS as LIFE_EVENT_PUBLIC_OPERATIONS
from tests.permissions.life_events_composing import OPERATIONS as COMPOSING_OPERATIONS
from tests.permissions.lines import (
    ACCEPTORS,
    ADJUSTERS,
    ADMINS,
    ANY_COUNTER,
    ANY_SUPERVISOR,
    ANY_UNIT,
    ARRANGERS,
    ARRANGES_HALL,
    ASKED_GRANT,
    COUNTER,
    DECIDES_GRANT,
    DECIDES_PROPOSAL,
    DISTRICT_ADMINS,
    DRAFT_WATCHERS,
    HALL_ARRANGERS,
    HALL_SEEN,
    MANAGES_SYSTEM,
    MESSAGE_KEEPERS,
    MESSAGE_KEPT,
    MESSAGE_SEEN,
    MESSAGE_SEERS,
    OFFERS_FOR_SYSTEM,
    OWN_UPLOAD,
    OWNS_SHARED,
    PLACE_SEERS,
    PROPOSERS,
    RECONCILED,
    RUN_SEEN,
    SEES,
    SEES_SYSTEM,
    SHARED,
    SYSTEM,
    SYSTEM_WATCHERS,
    TOWN_SEEN,
    UNIT,
    guarded,
    hidden,
    no_grant,
    of_case,
    only,
    public,
    staff,
    system_only,
    token_only,
)
from tests.permissions.mining import MINING_OPERATIONS
from tests.permissions.online import ONLINE_OPERATIONS

TOWN = guarded({"town_admin"}, {"district_admin"})
TOWN_HALL = {"kind": "site", "key": "yinong"}
KEEPS_TOWN = guarded({"town_admin", "district_admin"}, TOWN_SEEN)
CLERK = {"id": "town_clerk"}
REVIEWING = {"draft_id": "reviewing"}
BATCH = {"number": "batch"}
DRAFT = {"draft_id": "draft"}
SEES_DRAFT = hidden(UNIT | DRAFT_WATCHERS)
WRITES_DRAFT = guarded(UNIT, DRAFT_WATCHERS)
SIMULATED = {"draft_id": "simulated"}
ARRANGES = guarded(ARRANGERS, UNIT | DRAFT_WATCHERS)
SYNONYMS = only(ANY_UNIT | ANY_SUPERVISOR | DISTRICT_ADMINS)

BENCH = {"key": "test_system", "run": "debugging"}
REQUEST = {"request_id": "adjustment"}
PUBLISHER = guarded({"district_admin"}, UNIT | DRAFT_WATCHERS)
SEES_REQUEST = UNIT | DRAFT_WATCHERS | {"clerk"}
DECIDER = guarded({"head", "district_admin", "director"}, SEES_REQUEST)

DEVICE = {"device_id": "device"}
BOARD_SEEN = guarded(HALL_SEEN.may, HALL_SEEN.seen)

# (operation id, who may, address parts that differ from the samples, what the body needs beyond what the document tells)
OPERATIONS: list[Any] = [
    # Sessions and one's own account
    ("sign_in", public(), {}, {"mobile": "13900000001", "password": "Yichuang-2026"}),
    ("sign_out", staff()),
    ("me", staff()),
    ("own_account", staff()),
    ("change_password", staff(), {}, {"old": "wrong", "password": "春江花月夜-12097"}),
    ("end_own_session", hidden(()), {"session": "0"}),
    ("request_reset", public(), {}, {"mobile": "13977770000"}),
    ("reset_password", public(), {}, {"mobile": "13977770000", "code": "000000", "password": "春江花月夜-12097"}),
    # Three-level administration, on the account of a town's clerk
    ("list_staff", only(ADMINS)),
    (
        "register_staff",
        only({"town_admin", "unit_admin", "f_unit"}),
        {},
        {"name": "丁新人", "mobile": "13911112222", "posts": "town_post"},
    ),
    ("get_staff", hidden({"town_admin", "district_admin"}), CLERK),
    ("correct_staff", TOWN, CLERK, {"name": "吴益农二"}),
    ("grant_posting", TOWN, CLERK, {"role": "issuer", "site_id": "town_site"}),
    ("end_posting", TOWN, {**CLERK, "posting": "town_posting"}),
    ("disable_staff", TOWN, CLERK),
    ("enable_staff", TOWN, CLERK),
    ("unlock_staff", TOWN, CLERK),
    ("end_sessions", TOWN, CLERK),
    ("issue_reset", TOWN, CLERK),
    # Messages of the centre of 萧山
    ("list_messages", only(MESSAGE_SEERS)),
    ("get_message", guarded(MESSAGE_SEEN, SIGNED_IN - MESSAGE_SEERS), {"uid": "message_uid"}),
    ("send_message_again", MESSAGE_KEPT, {"uid": "message_uid"}),
    ("list_wordings", only(MESSAGE_SEERS)),
    ("get_wording", only(MESSAGE_SEERS), {"key": "rating_asked"}),
    ("preview_wording", only(MESSAGE_SEERS), {"key": "rating_asked"}),
    ("change_wording", only(MESSAGE_KEEPERS), {"key": "rating_asked"}, {"version": 0}),
    ("restore_wording", only(MESSAGE_KEEPERS), {"key": "rating_asked"}, {"version": 0}),
    ("list_opt_outs", only(MESSAGE_SEERS)),
    ("add_opt_out", only(MESSAGE_KEEPERS), {}, {"kinds": ["rating"]}),
    ("end_opt_out", MESSAGE_KEPT, {"uid": "opt_out_uid"}),
    # The organisation: a site of the town 益农
    ("list_places", only(PLACE_SEERS), {"kind": "site"}),
    ("add_place", only({"town_admin", "district_admin"}), {"kind": "site"}, {"values": {"division": "330109118"}}),
    ("get_place", hidden(TOWN_SEEN), TOWN_HALL),
    ("change_place", KEEPS_TOWN, TOWN_HALL, {"values": {"name": "益农"}}),
    ("close_place", KEEPS_TOWN, TOWN_HALL),
    ("reopen_place", KEEPS_TOWN, TOWN_HALL),
    # Matters
    ("search_matters", public()),
    ("get_matter", public()),
    ("get_guide", public()),
    ("advance", public(), {}, {"applicant_kind": "person"}),
    ("get_standing", public()),
    ("suspend_matter", only({"district_admin"}), {}, {"reason": "试"}),
    ("resume_matter", only({"district_admin"})),
    ("withdraw_matter", only({"district_admin"})),
    ("compare_versions", staff()),
    # Publication, adjustment, the sorting queue
    ("list_publications", staff()),
    ("compare_draft", hidden(UNIT | DRAFT_WATCHERS), DRAFT),
    ("publish_draft", PUBLISHER, DRAFT),
    ("schedule_publication", PUBLISHER, DRAFT, {"at": "2026-12-30T08:30:00+08:00"}),
    ("unschedule_publication", PUBLISHER, DRAFT),
    ("list_queue", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"})),
    ("list_progress", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"})),
    ("list_adjustments", staff()),
    ("request_adjustment", only(ADJUSTERS), {}, {"matter": "freight_general", "trigger": "law", "text": "法规已修订"}),
    ("get_adjustment", hidden(SEES_REQUEST), REQUEST),
    ("accept_adjustment", DECIDER, REQUEST),
    ("decline_adjustment", DECIDER, REQUEST, {"reason": "试"}),
    ("take_back_adjustment", guarded({"clerk"}, SEES_REQUEST), REQUEST),
    ("list_synonyms", staff()),
    ("add_synonym", SYNONYMS, {}, {"everyday": "拉货证", "official": "货物运输"}),
    ("remove_synonym", SYNONYMS),
    ("list_material_types", staff()),
    ("get_material_type", staff()),
    ("list_uses_of_material_type", staff()),
    ("add_material_type", only(DISTRICT_ADMINS), {}, {"key": "dog_licence", "standard_name": "养犬登记证"}),
    ("correct_material_type", only(DISTRICT_ADMINS), {}, {"standard_name": "居民身份证"}),
    ("retire_material_type", only(DISTRICT_ADMINS)),
    ("merge_material_types", only(DISTRICT_ADMINS), {}, {"into": "household_register"}),
    ("list_type_proposals", only(PROPOSERS | DISTRICT_ADMINS)),
    ("get_type_proposal", hidden(UNIT | DISTRICT_ADMINS)),
    ("propose_type", only(PROPOSERS), {}, {"name": "户口本", "why": "试"}),
    ("accept_type_proposal", DECIDES_PROPOSAL, {}, {"key": "dog_licence", "standard_name": "养犬登记证"}),
    ("merge_type_proposal", DECIDES_PROPOSAL, {}, {"into": "household_register"}),
    ("refuse_type_proposal", DECIDES_PROPOSAL, {}, {"reason": "试"}),
    # The studio
    ("list_drafts", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"})),
    ("open_draft", only(UNIT), {}, {"next_of": "freight_general"}),
    ("get_draft", SEES_DRAFT, DRAFT),
    ("save_draft", WRITES_DRAFT, DRAFT, {"document": "spec", "base_revision": 1}),
    ("judge_draft", SEES_DRAFT, DRAFT, {"document": "spec"}),
    ("repair_draft", SEES_DRAFT, DRAFT, {"document": "spec", "code": "drop_condition"}),
    ("list_situations", SEES_DRAFT, DRAFT),
    ("list_applicants", SEES_DRAFT, DRAFT),
    ("list_revisions", SEES_DRAFT, DRAFT),
    ("restore_draft", WRITES_DRAFT, DRAFT, {"number": 1}),
    ("discard_draft", WRITES_DRAFT, DRAFT),
    ("settle_remark", WRITES_DRAFT, {**DRAFT, "remark_id": "remark"}),
    ("hold_import", only(UNIT), {}, {"department_id": "transport", "content": ""}),
    ("get_import", hidden({"officer"}), {"import_id": "import"}),  # the uploader's
    ("cancel_import", hidden({"officer"}), {"import_id": "import"}),
    ("restart_import", hidden({"officer"}), {"import_id": "import"}),
    ("apply_import", hidden({"officer"}), {"import_id": "import"}, {"choices": []}),
    ("export_draft", hidden(UNIT | DRAFT_WATCHERS), {"draft_id": "draft"}),
    ("export_matter", only(ANY_UNIT | DRAFT_WATCHERS | {"f_district"})),
    # Cases
    ("list_cases", staff()),
    ("receive", only(ANY_COUNTER), {}, {"": "declaration"}),
    ("intake", only(ANY_COUNTER - {"village_agent"}), {}, {"": "whole_intake"}),
    ("get_case", of_case(SEES)),
    (
        "question_point",
        of_case({"clerk", "supervisor", "officer", "head", "director"}),
        {},
        {"material": "m_safe", "text": "写错了"},
    ),
    ("get_whole_case", of_case(SEES)),
    ("add_scan", of_case(COUNTER), {}, {"file": "upload"}),
    ("take_off_scan", of_case(COUNTER)),
    ("about_uploads", public()),
    ("begin_upload", of_case(COUNTER)),
    *((name, OWN_UPLOAD) for name in ("ask_upload", "send_portion", "end_upload", "attach_upload")),
    ("get_scan", of_case(SEES)),
    ("get_document", hidden(SEES)),
    ("get_receipt", of_case(COUNTER)),
    ("issue_receipt", of_case(COUNTER)),
    ("recall_applicant", only(ANY_COUNTER), {}, {"number": "330181199503070010"}),
    ("record_materials", of_case(COUNTER), {}, {"items": []}),
    ("take_shared", of_case(COUNTER), {}, {"consent": True}),
    ("change_situation", of_case(COUNTER), {}, {"answers": {}}),
    ("correct_on_the_spot", of_case(COUNTER)),
    ("request_correction", of_case(ACCEPTORS), {}, {"items": "correction"}),
    ("supplement", of_case(COUNTER)),
    ("accept", of_case(ACCEPTORS)),
    ("complete_instantly", of_case({"clerk"})),
    ("refuse", of_case(ACCEPTORS)),
    ("redirect", of_case(ACCEPTORS)),
    ("declare_not_required", of_case(ACCEPTORS)),
    ("supplement_tolerated", of_case(COUNTER)),
    ("sign_commitment", of_case(COUNTER), {}, {"signature": "picture", "materials": ["m_safe"]}),
    ("take_up", of_case(UNIT)),
    ("record_review", of_case(UNIT), {}, {"points": {}}),
    ("suspend", of_case(UNIT)),
    ("resume", of_case(UNIT)),
    ("extend", of_case({"head"})),
    ("co_sign", of_case(UNIT)),
    ("decide", of_case(UNIT), {}, {"verb": "grant"}),
    ("send_to_issuing", of_case(UNIT)),
    ("hand_out", of_case({"issuer"}), {}, {"signature": "picture"}),
    ("send_by_courier", of_case({"issuer"}), {}, {"carrier": "中国邮政速递物流", "waybill": "1234567890123"}),
    ("confirm_courier", of_case({"issuer"})),
    ("take_back_from_courier", of_case({"issuer"})),
    ("offer_electronically", of_case({"issuer"})),
    ("withdraw", of_case(COUNTER)),
    ("terminate", of_case(UNIT)),
    ("hand_over_first_handler", of_case(COUNTER), {}, {"staff_id": "colleague"}),
    # Simulated acceptance
    ("get_simulation", hidden(UNIT | DRAFT_WATCHERS), SIMULATED),
    ("arrange_simulation", ARRANGES, SIMULATED),
    ("return_simulated", ARRANGES, SIMULATED),
    ("list_runs", staff()),
    ("get_run", hidden(RUN_SEEN)),
    ("start_run", guarded(COUNTER, RUN_SEEN)),
    ("finish_run", guarded(COUNTER, RUN_SEEN)),
    ("examine_run", guarded(UNIT, RUN_SEEN)),
    (
        "object_to_run",
        guarded(COUNTER, RUN_SEEN),
        {},
        {"side": "counter", "objections": [{"kind": "matter", "text": "说不清楚"}]},
    ),
    ("dismiss_objection", ARRANGES),
    # Paper on its way
    ("list_handovers", staff()),
    ("prepare_handover", only(ANY_COUNTER), {}, {"direction": "to_department", "cases": ["accepted"], "way": "post"}),
    ("list_waiting_paper", staff()),
    ("get_handover", hidden(SEES), BATCH),
    ("sign_out_handover", guarded(COUNTER, SEES), BATCH),
    ("sign_in_handover", guarded(UNIT, SEES), BATCH),
    ("cancel_handover", guarded(COUNTER, SEES), BATCH),
    # Submission and business review
    ("submit_draft", guarded(UNIT, DRAFT_WATCHERS), {"draft_id": "draft"}),
    ("recall_draft", guarded(UNIT, DRAFT_WATCHERS), REVIEWING),
    ("get_review", hidden(UNIT | DRAFT_WATCHERS), REVIEWING),
    ("arrange_review", guarded(ARRANGERS, UNIT | DRAFT_WATCHERS), REVIEWING),
    ("replace_reviewer", guarded(ARRANGERS, UNIT | DRAFT_WATCHERS), REVIEWING),
    ("remind_reviewer", guarded(ARRANGERS, UNIT | DRAFT_WATCHERS), REVIEWING),
    (
        "grade_items",
        guarded({"reviewer"}, UNIT | DRAFT_WATCHERS),
        REVIEWING,
        {"marks": [{"item": "fee", "grade": "high"}]},
    ),
    ("finish_review", guarded({"reviewer"}, UNIT | DRAFT_WATCHERS), REVIEWING),
    # Departments' systems, by those who look after them
    ("list_systems", only(SYSTEM_WATCHERS)),
    ("get_system", SEES_SYSTEM, SYSTEM),
    ("register_system", only({"district_admin"}), {}, {"key": "x", "department": "xs-transport"}),
    *(
        (name, MANAGES_SYSTEM, SYSTEM)
        for name in (
            "change_system",
            "stop_system",
            "resume_system",
            "renew_secret",
            "retry_deliveries",
            "replay_deliveries",
        )
    ),
    ("route_matter", MANAGES_SYSTEM, SYSTEM, {"matter": "freight_general"}),
    ("list_deliveries", SEES_SYSTEM, SYSTEM),
    # Shared data, on an API of the transport department's system and an application for it
    ("list_shared_apis", only(SYSTEM_WATCHERS)),
    ("get_shared_api", only(SYSTEM_WATCHERS), SHARED),
    ("get_shared_api_document", only(SYSTEM_WATCHERS), SHARED),
    ("register_shared_api", OFFERS_FOR_SYSTEM, {}, {"key": "x", "provider": "sample-transport"}),
    *(
        (name, OWNS_SHARED, SHARED)
        for name in ("change_shared_api", "replace_shared_api_document", "withdraw_shared_api", "offer_shared_api")
    ),
    ("list_grants", only(SYSTEM_WATCHERS)),
    (
        "ask_for_grant",
        OFFERS_FOR_SYSTEM,
        {},
        {"api": "sample-api", "consumer": "sample-transport", "expires_on": "2027-01-01"},
    ),
    ("approve_grant", DECIDES_GRANT),
    ("refuse_grant", DECIDES_GRANT),
    ("revoke_grant", DECIDES_GRANT),
    ("take_back_grant", ASKED_GRANT),
    ("list_shared_calls", only(SYSTEM_WATCHERS)),
    ("sharing_performance", only(SYSTEM_WATCHERS)),
    *(
        (name, MANAGES_SYSTEM, BENCH, *more)
        for name, *more in (
            ("begin_debugging", {"matter": "freight_general"}),
            ("advance_debugging", {"again": "signed"}),
            ("confirm_debugging",),
            ("open_debugged_matter", {"live": "x"}),
        )
    ),
    ("get_debugging", SEES_SYSTEM, BENCH),
    ("set_app_key", MANAGES_SYSTEM, SYSTEM, {"on": True}),
    ("list_reconciliations", only(SYSTEM_WATCHERS)),
    ("get_reconciliation", SEES_SYSTEM, RECONCILED),
    ("begin_reconciliation", MANAGES_SYSTEM, {}, {"system": "sample-transport", "day": "2026-11-27"}),
    ("list_differences", SEES_SYSTEM, RECONCILED),
    ("deal_with_difference", MANAGES_SYSTEM, RECONCILED, {"verb": "repair", "why": "核对"}),
    # What departments' systems call
    ("exchange_token", no_grant()),
    ("exchange_case", system_only()),
    ("exchange_status", system_only()),
    ("exchange_evidence", system_only()),
    ("exchange_authority", system_only()),
    ("exchange_report", system_only()),
    ("exchange_upload", system_only(), {}, {"file": "upload"}),
    ("exchange_about_uploads", public()),
    *(
        (f"exchange_{name}", system_only())
        for name in ("begin_upload", "ask_upload", "send_portion", "end_upload", "keep_upload")
    ),
    ("exchange_ticket", system_only()),
    ("exchange_download", system_only(), {"token": "wrong"}),
    ("exchange_feed", system_only()),
    # Appointments: what a hotline's system books (tests/sharing/test_booking_system.py and test_booking_limits.py walk the systems)
    *((f"exchange_{name}", system_only()) for name in ("booking_sites", "booking_slots", "appointments")),
    *((f"exchange_{name}", system_only()) for name in ("appointment", "book", "move", "cancel")),
    # How long files are kept, on a case of 萧山: to another district's administrator it is not there
    ("get_retention", only(DISTRICT_ADMINS | {"director", "auditor"})),
    ("place_hold", guarded({"district_admin"}, SIGNED_IN - {"f_district"}), {}, {"number": "received"}),
    ("lift_hold", guarded({"district_admin"}, SIGNED_IN - {"f_district"})),
    # Devices and the board of the hall of 萧山's centre
    ("list_hall_devices", only(HALL_ARRANGERS)),
    ("get_hall_device", ARRANGES_HALL, DEVICE),
    (
        "register_hall_device",
        guarded({"supervisor", "district_admin", "director"}, SIGNED_IN - HALL_ARRANGERS),
        {},
        {"site_id": "centre_site"},
    ),
    ("offer_hall_pairing", ARRANGES_HALL, DEVICE),
    ("change_hall_device", ARRANGES_HALL, DEVICE),
    ("revoke_hall_device", ARRANGES_HALL, DEVICE),
    ("get_hall_board", BOARD_SEEN, {"site_id": "centre_site"}),
    # The hall's statistics and its twin
    *HALL_TWIN_OPERATIONS,
    *LIFE_EVENT_PUBLIC_OPERATIONS,
    *MINING_OPERATIONS,
    *ONLINE_OPERATIONS,
    *COMPOSING_OPERATIONS,
    *JOINT_OPERATIONS,
    *FEEDBACK_OPERATIONS,
    # The public
    ("public_progress", token_only(), {}, {"number": "received", "password": "wrong1"}),
    ("public_prefill", public(), {}, {"agreed": False}),
    ("public_prefill_read", token_only(), {}, {"code": "2222222222"}),
    ("public_prefill_discard", public(), {}, {"code": "2222222222"}),
    ("public_document", public(), {"code": "AAAABBBBCCCCDDDD"}),  # 200: no such document
    *HALL_OPERATIONS,
    *BOOKING_OPERATIONS,
    *OPENING_OPERATIONS,
]
