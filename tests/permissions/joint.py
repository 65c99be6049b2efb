"""What joint cases (一件事联办件) must answer to everybody: a birth received at the centre of 萧山 (S2-25)."""

from datetime import datetime
from typing import Any

from tests.cases.people import who
from tests.counter import PERSON
from tests.life_events.joint import BIRTH, CHILD
from tests.permissions.cast import SIGNED_IN
from tests.permissions.lines import (
    ANY_COUNTER,
    ANY_HEAD,
    ANY_ISSUER,
    ANY_SUPERVISOR,
    ANY_UNIT,
    COUNTER,
    guarded,
    only,
    token_only,
)
from yichuang.life_events.operations.joint_receive import JointDeclaration, joint_receive

VIEWERS = ANY_COUNTER | ANY_UNIT | ANY_ISSUER | {"town_admin", "director", "auditor", "f_district"}
SEEN = COUNTER | {"issuer", "director", "auditor"}
NOT_FOR_THEM = SIGNED_IN - VIEWERS
JOINT = {"number": "joint_number"}
EVENT = {"key": "life_event"}
AT_THE_COUNTER = guarded(COUNTER, SEEN | NOT_FOR_THEM)
GIVEN = {"reasons": "不办了", "in_writing": True}

PAGES: list[Any] = [
    ("GET joint-cases", only(VIEWERS)),
    ("GET joint-export", only(ANY_SUPERVISOR | ANY_HEAD | {"director", "f_district"})),
    ("GET joint-intake", only(ANY_COUNTER), EVENT),
    ("POST joint-intake", only(ANY_COUNTER), EVENT),
    ("POST joint-draft", only(ANY_COUNTER), EVENT),
    (
        "POST joint-papers",
        only(ANY_COUNTER),
        EVENT,
        {"line": "id_card", "kind": "person", **{f"a.{key}": value for key, value in BIRTH.items()}},
    ),
    ("POST joint-shared", only(ANY_COUNTER), {**EVENT, "what": "person"}),
    ("GET joint-case", guarded(SEEN, NOT_FOR_THEM), JOINT),
    ("GET joint-receipt", AT_THE_COUNTER, JOINT),
    ("GET joint-hand-out", guarded({"issuer"}, SIGNED_IN - ANY_ISSUER), JOINT),
    ("POST joint-hand-out", guarded({"issuer"}, SIGNED_IN - ANY_ISSUER), JOINT),
    ("GET joint-signing", guarded({"issuer"}, SIGNED_IN - ANY_ISSUER), JOINT),
    ("POST joint-hand-out-signed", guarded({"issuer"}, SIGNED_IN - ANY_ISSUER), JOINT),
    ("GET joint-signature", token_only(), {**JOINT, "token": "wrong"}),
    ("POST joint-signature", token_only(), {**JOINT, "token": "wrong"}, {"signature": "picture"}),
    ("GET joint-signature-state", token_only(), {**JOINT, "token": "wrong"}),
    *(("POST joint-act", AT_THE_COUNTER, {**JOINT, "verb": verb}) for verb in ("withdraw", "urge", "reopen")),
    (
        "POST joint-act",
        guarded({"director"}, SEEN | NOT_FOR_THEM),
        {**JOINT, "verb": "extend"},
        {"days": "5", "reasons": "核查"},
    ),
]
OPERATIONS: list[Any] = [
    ("list_joint_cases", only(VIEWERS)),
    ("plan_joint_case", only(ANY_COUNTER), {}, {"life_event": "birth"}),
    (
        "take_joint_licence",
        only(ANY_COUNTER),
        {},
        {"life_event": "birth", "answers": BIRTH, "line": "id_card", "id_number": PERSON["id_number"], "consent": True},
    ),
    ("get_joint_case", guarded(SEEN, NOT_FOR_THEM), JOINT),
    ("receive_joint_case", only(ANY_COUNTER), {}, {"life_event": "birth"}),
    ("withdraw_joint_case", guarded(COUNTER, SEEN), JOINT, GIVEN),
    ("extend_joint_case", guarded({"director"}, SEEN), JOINT, {"days": 5, "reasons": "核查"}),
    ("reopen_joint_member", guarded(COUNTER, SEEN), JOINT, {"member": "birth_registration"}),
    ("urge_joint_case", guarded(COUNTER, SEEN), JOINT),
    ("hand_out_joint_case", guarded({"issuer"}, SEEN), JOINT),
    ("request_joint_signature", guarded({"issuer"}, SEEN), JOINT, {"identity_checked": "居民身份证"}),
    ("get_joint_signature", guarded({"issuer"}, SEEN), JOINT),
    ("hand_out_signed_joint_case", guarded({"issuer"}, SEEN), JOINT),
]


def joint_samples(found: Any, now: datetime) -> None:
    """Receive a birth at the centre, nothing of its papers recorded yet."""
    given = JointDeclaration("birth", BIRTH, "person", PERSON, CHILD)
    found.parts["joint_number"] = joint_receive(actor=who("林小窗"), declaration=given, now=now).number
    found.parts["life_event"] = "birth"
