"""Hand-over of paper and results with a database: waiting, batch, both signatures, differences, the same-day measure (S2-42, S2-44)."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.cases.people import who
from tests.counter import Desk
from yichuang.cases.models import Case, HandoverBatch
from yichuang.cases.operations.arrange_handover import Agreement, arrange_handover
from yichuang.cases.operations.prepare_handover import Bundle, prepare_handover
from yichuang.cases.operations.render_document import render_document
from yichuang.cases.operations.sign_handover import cancel_handover, sign_in, sign_out
from yichuang.cases.queries import handovers
from yichuang.cases.rules.handover import Taken
from yichuang.foundations import clock, ledger
from yichuang.foundations.checkpoints import verify_ledger
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotAllowed, NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
NOW = clock.now()


@pytest.fixture
def desk() -> Desk:
    return Desk("林小窗")


def _accepted(desk: Desk) -> str:
    number = desk.receive()
    desk.must(number, "materials", items=desk.materials())
    desk.must(number, "accept")
    return number


def _prepare(name: str, *numbers: str, direction: str = "to_department", now: datetime | None = None) -> HandoverBatch:
    return prepare_handover(actor=who(name), bundle=Bundle(direction, numbers), now=now or clock.now())


def _waiting(name: str, direction: str = "to_department") -> set[str]:
    return set(handovers.waiting(who(name), direction, clock.now()).values_list("number", flat=True))


def test_paper_waits_from_acceptance_until_it_is_listed(desk: Desk) -> None:
    """S2-42: a case without acceptance keeps its paper at the counter."""
    number = desk.receive()
    desk.must(number, "materials", items=desk.materials())
    assert number not in _waiting("林小窗")
    desk.must(number, "accept")
    assert number in _waiting("林小窗")
    assert number not in _waiting("吴益农"), "another town's counter has nothing to do with it"
    _prepare("林小窗", number)
    assert number not in _waiting("林小窗")


@pytest.mark.parametrize("state", ["delivered", "closed"])
def test_the_paper_of_an_instant_matter_still_goes_to_the_department(desk: Desk, state: str) -> None:
    """S2-42, S2-45: decided, handed out and closed before the day's list was made; the department still needs the paper."""
    number = _accepted(desk)
    Case.objects.filter(number=number).update(state=state)
    assert number in _waiting("林小窗")
    batch = _prepare("林小窗", number)
    sign_out(actor=who("林小窗"), number=batch.number, now=NOW)
    assert number not in _waiting("林小窗")
    late = Case.objects.filter(number=_accepted(desk))
    late.update(state=state, received_at=clock.now() - timedelta(days=91))
    assert not _waiting("林小窗"), "long over"


def test_a_batch_is_signed_by_both_sides_and_printed(desk: Desk) -> None:
    """S2-42: 移交清单、双方签字."""
    batch = _prepare("林小窗", *(numbers := sorted(_accepted(desk) for _ in range(2))))
    assert batch.document is not None
    render_document(batch.document.pk, NOW)
    batch.document.refresh_from_db()
    assert batch.document.state == "ready"
    assert [item.case.number for item in batch.items.all()] == numbers
    assert all(line["originals"] + line["copies"] > 0 for item in batch.items.all() for line in item.listed)
    sign_out(actor=who("林小窗"), number=batch.number, now=NOW)
    assert batch.number in {row.number for row in handovers.to_take(who("赵审查"))}
    found = {number: Taken(True) for number in numbers}
    done = sign_in(actor=who("赵审查"), number=batch.number, found=found, now=NOW)
    assert (done.state, done.signed_out_by_name, done.signed_in_by_name) == ("signed_in", "林小窗", "赵审查")
    kinds = [event.type for event in ledger.history(batch.stream)]
    assert kinds == ["handover.prepared", "document.issued", "handover.signed", "handover.signed"]
    assert not verify_ledger().faults


def test_what_was_not_taken_over_waits_again_and_the_list_says_so(desk: Desk) -> None:
    """S2-42: 差异记录."""
    missing, there = _accepted(desk), _accepted(desk)
    batch = _prepare("林小窗", missing, there)
    first_list = batch.document_id
    sign_out(actor=who("林小窗"), number=batch.number, now=NOW)
    found = {missing: Taken(False, "袋内无材料"), there: Taken(True, "复印件少一份")}
    done = sign_in(actor=who("钱复核"), number=batch.number, found=found, now=NOW)
    assert done.document_id != first_list
    assert done.document is not None
    assert {row["difference"] for row in done.document.data["cases"]} == {"袋内无材料", "复印件少一份"}
    assert _waiting("林小窗") & {missing, there} == {missing}
    again = _prepare("林小窗", missing, now=clock.now() + timedelta(minutes=5))
    assert [item.case.number for item in again.items.all()] == [missing]


def test_paper_supplied_later_waits_again(desk: Desk) -> None:
    """What comes in after the first list has to travel too."""
    number = _accepted(desk)
    _prepare("林小窗", number)
    row = Case.objects.get(number=number).materials.filter(received_as="paper").first()
    assert row is not None
    row.received_at = clock.now() + timedelta(hours=1)
    row.save()
    case = handovers.waiting(who("林小窗"), "to_department", clock.now()).get(number=number)
    assert [line["name"] for line in handovers.papers_waiting([case])[case.pk]] == [row.name]


@pytest.mark.parametrize(
    ("name", "error"), [("赵审查", NotAllowed), ("李登记", NotFound), ("吴益农", NotFound), ("周出证", NotAllowed)]
)
def test_the_other_side_and_strangers_cannot_sign_out(desk: Desk, name: str, error: type[Refused]) -> None:
    """Owner, colleague, stranger: a batch of another department or site does not exist for them."""
    batch = _prepare("林小窗", _accepted(desk))
    with pytest.raises(error):
        sign_out(actor=who(name), number=batch.number, now=NOW)
    sign_out(actor=who("陈一诺"), number=batch.number, now=NOW)


def test_a_case_is_listed_once_also_when_two_clerks_choose_it(desk: Desk) -> None:
    """The second clerk is told which case went, and gets no list."""
    number = _accepted(desk)
    _prepare("林小窗", number)
    with pytest.raises(Refused) as refused:
        _prepare("陈一诺", number)
    assert [reason.code for reason in refused.value.reasons] == ["not_waiting"]


def test_a_batch_is_for_one_department(desk: Desk) -> None:
    """S2-42: 分类整理."""
    number = _accepted(desk)
    Case.objects.filter(number=(other := _accepted(desk))).update(department_id=who("李登记").posts[0].department_id)
    with pytest.raises(Refused) as refused:
        _prepare("林小窗", number, other)
    assert refused.value.reasons[0].code == "mixed"


def test_an_unsigned_batch_is_cancelled_and_its_cases_wait_again(desk: Desk) -> None:
    """A mistake in sorting is undone with a reason."""
    batch = _prepare("林小窗", number := _accepted(desk))
    with pytest.raises(Refused):
        cancel_handover(actor=who("林小窗"), number=batch.number, reason=" ", now=NOW)
    cancel_handover(actor=who("林小窗"), number=batch.number, reason="选错部门", now=NOW)
    assert number in _waiting("林小窗")
    with pytest.raises(Refused) as refused:
        sign_out(actor=who("林小窗"), number=batch.number, now=NOW)
    assert refused.value.reasons[0].code == "out_of_turn"


def test_results_go_to_the_issuing_counter_the_same_way(desk: Desk) -> None:
    """S2-44: 出件交接清单."""
    number = _accepted(desk)
    Case.objects.filter(number=number).update(state="at_issuing")
    assert number in _waiting("赵审查", "to_issuing")
    assert number not in _waiting("李登记", "to_issuing")
    batch = _prepare("赵审查", number, direction="to_issuing")
    assert batch.document is not None
    assert batch.document.kind == "issuing_list"
    sign_out(actor=who("赵审查"), number=batch.number, now=NOW)
    sign_in(actor=who("周出证"), number=batch.number, found={number: Taken(True)}, now=NOW)
    assert number not in _waiting("赵审查", "to_issuing")


def test_received_today_handed_over_today_is_measured(desk: Desk) -> None:
    """S2-42: 当日收件当日交接; a list that is only prepared has not left."""
    today, lin = day_of(NOW), who("林小窗")
    on_time, listed, late = (_accepted(desk) for _ in range(3))
    Case.objects.filter(number=late).update(received_at=NOW - timedelta(days=1))
    batch = _prepare("林小窗", on_time, late)
    sign_out(actor=lin, number=batch.number, now=NOW)
    _prepare("林小窗", listed)
    days = {row.day: row for row in handovers.same_day(lin, today - timedelta(days=3), today)}
    assert (days[today].received, days[today].same_day, days[today].percent) == (2, 1, 50)
    assert (days[today - timedelta(days=1)].received, days[today - timedelta(days=1)].same_day) == (1, 0)


def test_an_agreement_fills_the_list(desk: Desk) -> None:
    """S2-42: 交接联络人、交接时段、交接手续."""
    zhao = who("赵审查")
    department = zhao.posts[0].department_id or 0
    site = who("沈主管").posts[0].site_id or 0
    agreement = Agreement("沈主管", "赵审查", ("16:30", "11:00"), "van")
    given: dict[str, Any] = {"site_id": site, "department_id": department, "agreement": agreement, "now": NOW}
    with pytest.raises(NotAllowed):
        arrange_handover(actor=who("林小窗"), **given)
    arrange_handover(actor=who("沈主管"), **given)
    morning = NOW.replace(hour=1, minute=0)
    batch = _prepare("林小窗", _accepted(desk), now=morning)
    assert (batch.slot, batch.way, batch.contact) == ("11:00", "van", "赵审查")
    with pytest.raises(Refused) as refused:
        arrange_handover(actor=who("沈主管"), **{**given, "agreement": Agreement("", "", ("25:00",), "ship")})
    assert {reason.code for reason in refused.value.reasons} == {"site_contact", "department_contact", "slot", "way"}


def test_a_list_costs_few_statements(desk: Desk, django_assert_max_num_queries: Any) -> None:
    """Waiting, its paper, what arrives and the lists: budgeted, whatever their number."""
    for _ in range(3):
        _accepted(desk)
    lin = who("林小窗")
    with django_assert_max_num_queries(2):
        handovers.papers_waiting(list(handovers.waiting(lin, "to_department", clock.now())))
    with django_assert_max_num_queries(1):
        handovers.same_day(lin, day_of(NOW), day_of(NOW))


def test_the_whole_hand_over_goes_over_the_api(desk: Desk) -> None:
    """Everything the counter does, over /api (issue 2, 10)."""
    number = _accepted(desk)
    waiting = desk.get("/handovers/waiting").json()["cases"]
    assert [row["number"] for row in waiting] == [number]
    made = desk.post("/handovers", {"cases": [number], "slot": "16:30"})
    assert made.status_code == 201, made.content.decode()
    address = f"/handovers/{made.json()['number']}"
    officer = Desk("赵审查")
    early = officer.post(f"{address}/sign-in", {"found": [{"case": number, "taken_over": True}]})
    assert (early.status_code, early.json()["reasons"][0]["code"]) == (409, "out_of_turn")
    assert desk.post(f"{address}/sign-out", {}).status_code == 200
    done = officer.post(f"{address}/sign-in", {"found": [{"case": number, "taken_over": True}]})
    assert done.json()["state"] == "signed_in"
    assert Desk("吴益农").get(address).status_code == 404
    assert [row["number"] for row in desk.get("/handovers?state=signed_in").json()["batches"]] == [
        made.json()["number"]
    ]
