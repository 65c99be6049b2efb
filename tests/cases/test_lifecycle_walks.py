"""Random moves by random people: what the table forbids is refused with its rule, what it allows replays to the same state (quality.md)."""

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.counter import Desk, signature
from yichuang.accounts.permissions import TABLE
from yichuang.cases.models import Case
from yichuang.cases.rules.lifecycle import BY_VERB
from yichuang.cases.rules.replay import replayed
from yichuang.cases.rules.states import State
from yichuang.demo.people import PEOPLE
from yichuang.foundations import clock, ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
NAMES = ("林小窗", "陈一诺", "沈主管", "赵审查", "钱复核", "孙局长", "周出证", "吴益农", "李登记")
ROLES = {person.name: person.role for person in PEOPLE}
STRANGERS = ("吴益农", "李登记")
ITEM = {"id": "x", "name": "材料", "what": "缺页", "todo": "补交"}
GROUNDS = {"reasons": "理由", "legal_basis": "行政许可法第三十二条"}


def _bodies(second: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Return, for each verb, its address and a body that could be right."""
    today = clock.day_of(clock.now()).isoformat()
    procedure = {"kind": "听证", "legal_basis": "行政许可法第四十五条", "expected_days": 5, "notice_served_on": today}
    ruling = {"second_officer": second, "reasons": "理由", "legal_basis": "行政许可法第三十八条"}
    return {
        "request_correction": ("request-correction", {"items": [ITEM]}),
        "supplement": ("supplement", {"supplied": ["x"]}),
        "accept": ("accept", {}),
        "refuse": ("refuse", GROUNDS),
        "redirect": ("redirect", {"reasons": "理由", "authority": "余杭区交通运输局"}),
        "declare_not_required": ("declare-not-required", {"reasons": "理由"}),
        "take_up": ("take-up", {}),
        "suspend": ("suspend", procedure),
        "resume": ("resume", {"outcome": "已核查"}),
        "extend": ("extend", {"days": 5, "reasons": "案情复杂"}),
        "grant": ("decide", {"verb": "grant", **ruling}),
        "deny": ("decide", {"verb": "deny", **ruling}),
        "send_to_issuing": ("send-to-issuing", {"result_name": "许可证", "result_number": "1 号"}),
        "send_by_courier": ("send-by-courier", {"carrier": "EMS", "waybill": "1234567890123"}),
        "hand_out": ("hand-out", {"identity_checked": "身份证原件", "signature": signature()}),
        "withdraw": ("withdraw", {"in_writing": True, "reasons": "不办了"}),
        "terminate": ("terminate", GROUNDS),
    }


# The way forward is drawn more often, or every walk would end at the counter.
FORWARD = ("accept", "take_up", "suspend", "resume", "grant", "deny", "send_to_issuing", "hand_out")
VERBS = st.sampled_from((*FORWARD * 3, "request_correction", "supplement", *_bodies("")))
# Half of the moves are made by somebody whose job they are.
RIGHT = {
    "withdraw": "林小窗",
    "hand_out": "周出证",
    "send_by_courier": "周出证",
    "extend": "孙局长",
    "redirect": "沈主管",
}
COUNTER = ("request_correction", "supplement", "accept", "refuse", "declare_not_required")


@pytest.fixture(scope="module")
def roles_of() -> dict[str, set[str]]:
    """Return the roles that hold each act."""
    found: dict[str, set[str]] = {}
    for act, _, roles in TABLE:
        found.setdefault(act, set()).update(roles)
    return found


def test_random_moves_by_random_people_never_leave_the_table(roles_of: dict[str, set[str]]) -> None:
    desks = {name: Desk(name) for name in NAMES}
    bodies = _bodies(desks["钱复核"].me())
    materials = desks["林小窗"].materials()
    content = {
        line["id"]: {point["id"]: "passed" for point in line["points"] if point["kind"] == "content"}
        for line in desks["林小窗"].checklist()
    }
    reached: set[str] = set()

    @given(st.lists(st.tuples(VERBS, st.sampled_from((*NAMES, *("",) * 12))), min_size=15, max_size=40))
    @settings(max_examples=25, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def walk(steps: list[tuple[str, str]]) -> None:
        with transaction.atomic():
            number = desks["林小窗"].receive()
            desks["林小窗"].must(number, "materials", items=materials)
            for verb, name in steps:
                _step(number, verb, name or RIGHT.get(verb) or ("林小窗" if verb in COUNTER else "赵审查"))
            transaction.set_rollback(True)

    def _step(number: str, verb: str, name: str) -> None:
        before = Case.objects.get(number=number)
        address, body = bodies[verb]
        if verb in ("grant", "deny") and before.state == State.REVIEWING:
            desks[name].move(number, "review", points={key: value for key, value in content.items() if value})
            desks["钱复核"].move(number, "co-sign", opinion=verb)
        answer = desks[name].move(number, address, **body)
        after = Case.objects.get(number=number)
        move = BY_VERB[verb]
        history = [(event.type, event.payload) for event in ledger.history(after.stream)]
        assert replayed(history) == after.state, f"{verb} by {name}: the history tells of another state"
        if answer.status_code == 200:
            reached.add(after.state)
            assert before.state in move.sources, f"{verb} from {before.state} is not in the table"
            assert ROLES[name] in roles_of[move.act], f"{name} may not {verb}"
            assert name not in STRANGERS
            assert after.state in {move.target or before.state, State.CORRECTING}
            return
        assert answer.status_code in (403, 404, 409, 422), answer.content.decode()
        assert after.chain_seq >= before.chain_seq and after.state == before.state
        reasons = answer.json()["reasons"]
        assert reasons and all(reason["message"] and reason["todo"] for reason in reasons)
        if answer.status_code == 409 and before.state not in move.sources:
            assert [(reason["code"], reason["rule"]) for reason in reasons] == [("wrong_state", move.article)]

    walk()
    assert {"correcting", "reviewing", "suspended"} <= reached, "the walks went nowhere"
    assert reached & {"granted", "denied"}


def test_a_history_without_its_first_event_tells_nothing() -> None:
    assert replayed([]) is None
    assert replayed([("case.received", {}), ("case.decided", {"outcome": "denied"})]) is State.DENIED
    half = [("case.correction_requested", {}), ("case.correction_supplied", {"still_open": ["x"]})]
    assert replayed(half) is State.CORRECTING
