"""Proposals accepted into a draft or dismissed with a reason, and what a later analysis does with them (S2-25, S3-9)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.cases.people import who
from tests.mining.ground import mined, people_come
from yichuang.accounts.queries import heads_of, officers_of
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotAllowed, NotFound, Reason, Refused
from yichuang.mining.models import Proposal
from yichuang.mining.operations.accept_proposal import accept_proposal
from yichuang.mining.operations.ask_department import ask_department, return_proposal
from yichuang.mining.operations.dismiss_proposal import dismiss_proposal
from yichuang.mining.ports import NoDrafts, drafts, set_drafts
from yichuang.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


class Recorder:
    """Keeps what it was asked to open, or refuses."""

    def __init__(self, refusal: Refused | None = None) -> None:
        self.opened: list[dict[str, Any]] = []
        self.refusal = refusal

    def open(self, *, actor: Any, key: str, name: str, matters: Sequence[str], now: datetime, why: str) -> str:
        if self.refusal:
            raise self.refusal
        self.opened.append({"by": actor.name, "key": key, "name": name, "matters": list(matters), "why": why})
        return "/life-events/compose/7/"


@pytest.fixture
def recorder() -> Iterator[Recorder]:
    kept, recorder = drafts(), Recorder()
    set_drafts(recorder)
    yield recorder
    set_drafts(kept)


@pytest.fixture
def home() -> Proposal:
    """The proposal of the home with its loan."""
    people_come(300)
    mined()
    return Proposal.objects.get(matters__contains=["housing_fund_loan"])


def test_accepting_opens_a_draft_in_the_order_in_which_people_do_it(home: Proposal, recorder: Recorder) -> None:
    row = accept_proposal(actor=who("谢区管"), proposal=home.pk, now=clock.now())
    assert (row.state, row.decided_by_name, row.draft_url) == ("accepted", "谢区管", "/life-events/compose/7/")
    (opened,) = recorder.opened
    assert opened["matters"] == ["realestate_transfer", "housing_fund_loan"] and opened["by"] == "谢区管"
    assert opened["key"] == f"mined_{home.mark[:12]}" and opened["name"].endswith("一件事")
    assert f"{home.persons} 人" in opened["why"]
    assert [event.type for event in ledger.history(home.stream)][-1] == "mining.proposal_accepted"
    for again in (accept_proposal, lambda **given: dismiss_proposal(reason="重复的建议", **given)):
        with pytest.raises(Refused, match="已采纳") as refused:
            again(actor=who("谢区管"), proposal=home.pk, now=clock.now())
        assert refused.value.status == 409
    assert len(recorder.opened) == 1


def test_the_name_can_be_said(home: Proposal, recorder: Recorder) -> None:
    accept_proposal(actor=who("谢区管"), proposal=home.pk, name="  买房一件事 ", now=clock.now())
    assert recorder.opened[0]["name"] == "买房一件事"


def test_what_the_drafts_refuse_leaves_the_proposal_open(home: Proposal, recorder: Recorder) -> None:
    recorder.refusal = Refused(Reason("closed", "有事项已暂停。"))
    with pytest.raises(Refused, match="已暂停"):
        accept_proposal(actor=who("谢区管"), proposal=home.pk, now=clock.now())
    set_drafts(NoDrafts())
    with pytest.raises(Refused, match="没有启用"):
        accept_proposal(actor=who("谢区管"), proposal=home.pk, now=clock.now())
    home.refresh_from_db()
    assert home.state == "open"


def test_who_composes_accepts_and_the_others_do_not(home: Proposal, recorder: Recorder) -> None:
    """The director decides about proposals but composes no life events; to the counter they are not there."""
    with pytest.raises(NotAllowed):
        accept_proposal(actor=who("邹主任"), proposal=home.pk, now=clock.now())
    with pytest.raises(NotFound):
        accept_proposal(actor=who("沈主管"), proposal=home.pk, now=clock.now())
    with pytest.raises(NotFound):
        dismiss_proposal(actor=who("沈主管"), proposal=home.pk, reason="各办各的", now=clock.now())
    assert not recorder.opened


@pytest.mark.parametrize("reason", ["", "不好", "长" * 201])
def test_dismissing_needs_a_reason(home: Proposal, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        dismiss_proposal(actor=who("邹主任"), proposal=home.pk, reason=reason, now=clock.now())
    assert (refused.value.status, refused.value.reasons[0].field) == (422, "reason")


def test_a_dismissed_one_is_not_proposed_again_for_a_year(home: Proposal) -> None:
    now = clock.now()
    row = dismiss_proposal(actor=who("邹主任"), proposal=home.pk, reason="两个部门各办各的更快", now=now)
    assert (row.state, row.reason, row.decided_by_name) == ("dismissed", "两个部门各办各的更快", "邹主任")
    assert ledger.history(home.stream)[-1].payload["reason"] == "两个部门各办各的更快"
    second = mined()
    assert second.judged == 1
    assert not Proposal.objects.filter(mark=home.mark, state="open").exists()
    third = mined(now=now + timedelta(days=366), months=48)
    assert third.judged == 0 and Proposal.objects.filter(mark=home.mark, state="open", run=third).count() == 1


def test_a_newer_analysis_takes_the_place_of_open_proposals(home: Proposal) -> None:
    second = mined()
    home.refresh_from_db()
    assert home.state == "superseded"
    assert ledger.history(home.stream)[-1].payload == {"run": str(second.pk)}
    with pytest.raises(Refused, match="替代"):
        dismiss_proposal(actor=who("邹主任"), proposal=home.pk, reason="各办各的更快", now=clock.now())
    assert Proposal.objects.get(mark=home.mark, state="open").run_id == second.pk


def head_of(proposal: Proposal) -> str:
    """Return the name of who answers for the department that was asked."""
    assert proposal.asked_department_id is not None
    today = day_of(clock.now())
    found = heads_of(proposal.asked_department_id, today) or officers_of(proposal.asked_department_id, today)
    return found[0][1]


def test_the_director_asks_and_the_lead_department_makes_the_draft_by_one_click(
    home: Proposal, recorder: Recorder
) -> None:
    row = ask_department(actor=who("邹主任"), proposal=home.pk, now=clock.now())
    assert (row.state, row.asked_by_name) == ("asked", "邹主任")
    assert row.asked_department is not None and row.asked_department.name == row.departments[0]
    event = ledger.history(home.stream)[-1]
    assert (event.type, event.payload["department"]) == ("mining.proposal_handed_on", row.asked_department.name)
    asked = Message.objects.filter(template="life_event_asked")
    assert asked.count() == event.payload["written_to"] >= 1 and asked[0].data["matters"] == home.title
    head = who(head_of(row))
    done = accept_proposal(actor=head, proposal=home.pk, now=clock.now())
    assert (done.state, done.decided_by_name, done.draft_url) == ("accepted", head.name, "/life-events/compose/7/")
    assert recorder.opened[0]["by"] == head.name
    assert "已采纳" in Message.objects.get(template="life_event_answered").data["said"]


def test_nobody_else_accepts_what_a_department_was_asked(home: Proposal, recorder: Recorder) -> None:
    row = ask_department(actor=who("邹主任"), proposal=home.pk, now=clock.now())
    with pytest.raises(NotFound):
        accept_proposal(actor=who("沈主管"), proposal=home.pk, now=clock.now())
    with pytest.raises(NotAllowed, match="请牵头部门编排"):
        accept_proposal(actor=who("邹主任"), proposal=home.pk, now=clock.now())
    with pytest.raises(Refused, match="已请部门编排"):
        ask_department(actor=who("邹主任"), proposal=home.pk, now=clock.now())
    with pytest.raises(NotAllowed):
        dismiss_proposal(actor=who(head_of(row)), proposal=home.pk, reason="各办各的更快", now=clock.now())
    assert not recorder.opened


def test_a_department_that_does_not_lead_gives_it_back_with_a_reason(home: Proposal) -> None:
    row = ask_department(actor=who("邹主任"), proposal=home.pk, now=clock.now())
    head, department = who(head_of(row)), row.asked_department
    for reason in ("", "不办", "长" * 201):
        with pytest.raises(Refused) as refused:
            return_proposal(actor=head, proposal=home.pk, reason=reason, now=clock.now())
        assert (refused.value.status, refused.value.reasons[0].field) == (422, "return_reason")
    with pytest.raises(NotAllowed):
        return_proposal(actor=who("邹主任"), proposal=home.pk, reason="应由公积金中心牵头", now=clock.now())
    back = return_proposal(actor=head, proposal=home.pk, reason="应由公积金中心牵头", now=clock.now())
    assert department is not None
    assert (back.state, back.asked_department, back.returned_for) == (
        "open", None, f"{department.name}：应由公积金中心牵头",
    )  # fmt: skip
    assert ledger.history(home.stream)[-1].payload == {"department": department.name, "reason": "应由公积金中心牵头"}
    assert "应由公积金中心牵头" in Message.objects.get(template="life_event_answered").data["said"]
    with pytest.raises(NotFound):
        return_proposal(actor=head, proposal=home.pk, reason="应由公积金中心牵头", now=clock.now())
    again = ask_department(actor=who("邹主任"), proposal=home.pk, now=clock.now())
    assert (again.state, again.returned_for) == ("asked", "")


def test_what_waits_for_a_department_is_not_proposed_beside_it(home: Proposal) -> None:
    ask_department(actor=who("邹主任"), proposal=home.pk, now=clock.now())
    second = mined()
    home.refresh_from_db()
    assert (home.state, second.judged) == ("asked", 1)
    assert Proposal.objects.filter(mark=home.mark).count() == 1
