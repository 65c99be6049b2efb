"""What every page must answer to everybody: one line per route and method (how to add one: README.md)."""

from typing import Any

from tests.permissions.booking import BOOKING_PAGES
from tests.permissions.cast import SIGNED_IN
from tests.permissions.feedback import FEEDBACK_PAGES
from tests.permissions.hall import HALL_PAGES
from tests.permissions.hall_twin import PAGES as HALL_TWIN_PAGES
from tests.permissions.joint import PAGES as JOINT_PAGES
from tests.permissions.life_event_public import PAGES as LIFE_EVENT_PUBLIC_PAGES
from tests.permissions.life_events_composing import PAGES as COMPOSING_PAGES
from tests.permissions.lines import (
    ACCEPTORS,
    ADMINS,
    ANY_COUNTER,
    ANY_HEAD,
    ANY_ISSUER,
    ANY_SUPERVISOR,
    ANY_UNIT,
    ARRANGES_HALL,
    COUNTER,
    DECIDES_PROPOSAL,
    DISTRICT_ADMINS,
    GUIDES_TICKET,
    HALL_ARRANGERS,
    HALL_GUIDES,
    HALL_SEEN,
    MESSAGE_KEEPERS,
    MESSAGE_KEPT,
    MESSAGE_SEEN,
    MESSAGE_SEERS,
    OWN_UPLOAD,
    PLACE_KEEPERS,
    PLACE_SEERS,
    PROPOSERS,
    SEES,
    TOWN_SEEN,
    UNIT,
    WATCHERS,
    guarded,
    hidden,
    of_case,
    only,
    public,
    staff,
    token_only,
)
from tests.permissions.mining import MINING_PAGES
from tests.permissions.online import ONLINE_PAGES
from tests.permissions.studio import STUDIO_PAGES
from tests.permissions.systems import SYSTEM_PAGES

ISSUED = {"number": "issued"}
PASSWORDS = {"old": "wrong", "password": "春江花月夜-12097", "again": "春江花月夜-12097"}
TYPE = {"key": "dog_licence", "standard_name": "养犬登记证", "kind": "licence", "issuer_kind": "government"}
POST = {"role": "clerk", "place": "site:yinong"}
# Who hands nothing out is told so; to another counter the result is not there. The same for delegation instruments.
AT_ISSUER = guarded({"issuer"}, SIGNED_IN - ANY_ISSUER)
OWN_INSTRUMENT = guarded({"other_head"}, SIGNED_IN - ANY_HEAD)
# One draft and one request of the transport department of 萧山.
TOWN_HALL = {"kind": "site", "key": "yinong"}
TOWN = guarded({"town_admin"}, {"district_admin"})

WORDING = {"text": "请为“{matter}”打分：{link}", "version": "0"}
# The administrator of the case's division; to another district's the case is not there.
HOLDS = guarded({"district_admin"}, SIGNED_IN - {"f_district"})

# (method and route's name, who may, address parts that differ from the samples, form)
PAGES: list[Any] = [
    # The house
    ("GET healthz", public()),
    ("GET readyz", public()),
    ("GET metrics", public()),  # to this machine only: tests/exchange/test_telemetry.py
    ("POST language", public()),
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
    # Messages of the centre of 萧山; the gateway's doors open to whom knows their secret; a stop code to whom has the message
    ("GET messages", only(MESSAGE_SEERS)),
    ("GET messages-export", only(MESSAGE_SEERS)),
    ("GET message", guarded(MESSAGE_SEEN, SIGNED_IN - MESSAGE_SEERS), {"uid": "message_uid"}),
    ("POST message-again", MESSAGE_KEPT, {"uid": "message_uid"}),
    ("GET message-templates", only(MESSAGE_SEERS)),
    ("GET message-template", only(MESSAGE_SEERS), {"key": "rating_asked"}),
    *(
        ("POST message-template-act", only(MESSAGE_KEEPERS), {"key": "rating_asked", "verb": verb}, WORDING)
        for verb in ("preview", "change", "restore")
    ),
    ("GET opt-outs", only(MESSAGE_SEERS)),
    ("GET opt-outs-export", only(MESSAGE_SEERS)),
    ("POST opt-out-add", only(MESSAGE_KEEPERS), {}, {"number": "13977770000", "kinds": "rating", "why": "来电"}),
    ("POST opt-out-back", MESSAGE_KEPT, {"uid": "opt_out_uid"}, {"why": "来电"}),
    ("GET stop-ask", public()),
    ("GET stop", public(), {"code": "stop_code"}),
    ("POST stop", public(), {"code": "stop_code"}),
    ("POST sms-report", token_only(), {"secret": "wrong"}),
    ("POST sms-answered", token_only(), {"secret": "wrong"}),
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
    ("GET prefill", public(), {"key": "freight_general"}),
    ("POST prefill", public(), {"key": "freight_general"}),
    ("GET prefill-code", public()),
    ("POST prefill-code", public()),
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
    ("GET dictionary_choices", staff()),
    ("GET type_proposals", only(PROPOSERS | DISTRICT_ADMINS)),
    ("GET type_propose", only(PROPOSERS)),
    ("POST type_propose", only(PROPOSERS), {}, {"name": "户口本", "why": "试"}),
    ("GET type_proposal", hidden(UNIT | DISTRICT_ADMINS)),
    ("POST type_proposal_accept", DECIDES_PROPOSAL, {}, TYPE),
    ("POST type_proposal_merge", DECIDES_PROPOSAL, {}, {"into": "居民户口簿"}),
    ("POST type_proposal_refuse", DECIDES_PROPOSAL, {}, {"reason": "试"}),
    ("GET calendar", only(DISTRICT_ADMINS)),
    ("POST calendar", only(DISTRICT_ADMINS)),
    *STUDIO_PAGES,
    *SYSTEM_PAGES,
    *FEEDBACK_PAGES,
    *BOOKING_PAGES,
    # The counter
    ("GET desk", only(ANY_COUNTER)),
    ("GET intake", only(ANY_COUNTER)),
    ("POST intake", only(ANY_COUNTER)),
    ("POST desk-question", only(ANY_COUNTER), {}, {"place": "m_safe", "text": "写错了"}),
    ("POST draft", only(ANY_COUNTER)),
    ("POST draft-discard", staff()),
    ("POST desk-reading", only(ANY_COUNTER)),
    ("GET desk-read", hidden({"clerk"})),  # the clerk who asked
    ("GET desk-file", hidden({"clerk"})),  # what lies on his own desk
    ("GET desk-file-small", hidden({"clerk"})),
    # The hall: a browser that is no device of it finds no kiosk and no screen; what stands behind a slip's code
    ("GET hall-device", public()),
    ("POST hall-device", public(), {}, {"code": "000000"}),
    *(
        (f"GET {page}", token_only())
        for page in ("kiosk", "kiosk-find", "kiosk-take", "kiosk-slip", "kiosk-check-in", "hall-screen")
    ),
    ("POST kiosk-take", token_only(), {}, {"want": "u"}),
    ("POST kiosk-check-in", token_only(), {}, {"code": "12345678"}),
    ("GET hall-board", HALL_SEEN, {"site_id": "centre_site"}),
    ("GET hall-live", HALL_SEEN, {"site_id": "centre_site"}),
    ("GET ticket-phone", token_only(), {"token": "wrong-wrong-wrong"}),
    ("GET ticket-phone-now", token_only(), {"token": "wrong-wrong-wrong"}),
    ("POST ticket-phone-leave", token_only(), {"token": "wrong-wrong-wrong"}),
    ("GET halls", public()),
    ("GET hall-public", public(), {"key": "centre"}),
    # Devices of the centre of 萧山 and the guide desk there
    ("GET hall-devices", only(HALL_ARRANGERS)),
    ("GET hall-devices-export", only(HALL_ARRANGERS)),
    ("GET hall-device-register", only(HALL_ARRANGERS)),
    ("POST hall-device-register", only(HALL_ARRANGERS), {}, {"kind": "", "name": ""}),
    ("GET hall-device-page", ARRANGES_HALL, {"pk": "device"}),
    *(
        ("POST hall-device-act", ARRANGES_HALL, {"pk": "device", "verb": verb}, {"name": "取号机", "why": "试"})
        for verb in ("offer", "change", "revoke")
    ),
    ("GET hall-guide", only(HALL_GUIDES)),
    ("POST hall-guide", only(HALL_GUIDES), {}, {"mobile": "1"}),
    ("GET hall-guide-export", only(HALL_GUIDES)),
    ("GET hall-guide-ticket", GUIDES_TICKET, {"pk": "waiting_ticket"}),
    ("GET hall-guide-slip", GUIDES_TICKET, {"pk": "waiting_ticket"}),
    ("POST hall-guide-act", GUIDES_TICKET, {"pk": "waiting_ticket", "verb": "correct"}, {"green": "ill"}),
    ("POST hall-guide-act", GUIDES_TICKET, {"pk": "waiting_ticket", "verb": "left"}),
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
    ("GET retention", only(DISTRICT_ADMINS | {"director", "auditor"})),
    ("POST retention", HOLDS, {}, {"number": "received", "reason": "审计"}),
    ("POST retention-lift", HOLDS, {}, {"why": "审计结束"}),
    ("POST case-uploads", of_case(COUNTER)),
    *((f"{method} case-upload-portion", OWN_UPLOAD) for method in ("HEAD", "PATCH", "DELETE")),
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
    # The hall's statistics and its twin
    *HALL_TWIN_PAGES,
    *LIFE_EVENT_PUBLIC_PAGES,
    *MINING_PAGES,
    *ONLINE_PAGES,
    *COMPOSING_PAGES,
    *JOINT_PAGES,
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
    *HALL_PAGES,
]
