"""A life event is simulated on the joint intake: dealt, received as test pieces, compared, agreed or objected to (S2-21②, S0-26)."""

from typing import Any

import pytest

from tests.cases.people import who
from tests.life_events.composing import (
    ARRANGER,
    CLERKS,
    ON,
    WRITER,
    agreed,
    clerk_of,
    dealt,
    declared,
    draft_of,
    graded,
    in_review,
    received,
    refused,
    types,
)
from yichuang.foundations import clock
from yichuang.foundations.problems import NotAllowed, NotFound
from yichuang.life_events.models import (
    JointCase,
    JointChild,
    LifeEventCandidate,
    LifeEventDraft,
    LifeEventRun,
    LifeEventSimulation,
)
from yichuang.life_events.operations.joint_receive import joint_receive
from yichuang.life_events.operations.practice import end_of_intake, note_refused
from yichuang.life_events.operations.run_simulation import (
    agree_life_event_run,
    start_life_event_run,
)
from yichuang.life_events.operations.simulate_draft import arrange_life_event_simulation
from yichuang.life_events.operations.submit_draft import recall_life_event_draft, submit_life_event_draft
from yichuang.life_events.queries.joint_plan import LeftOut, plan_for
from yichuang.life_events.queries.practice import key_of, life_event_of_run, script_of, tasks_of
from yichuang.life_events.rules.practice import joint_differences, joint_end_of
from yichuang.organizations.models import Window

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


@pytest.fixture
def runs() -> list[LifeEventRun]:
    """Return the runs of a draft in acceptance, one at each of three windows."""
    return dealt(graded(in_review()))


def differences(run: LifeEventRun) -> list[str]:
    run.refresh_from_db()
    return joint_differences(joint_end_of(script_of(run)["expected"]), joint_end_of(run.actual))


def test_a_script_is_received_as_a_test_piece_and_comes_out_as_expected(runs: list[LifeEventRun]) -> None:
    joint = received(runs[0])
    assert (joint.practice, joint.version_id, joint.candidate_id) == (True, None, runs[0].candidate_id)
    assert joint.number[14] == "0" and joint.window == "01" and joint.ticket is None
    assert differences(runs[0]) == []
    children = list(joint.children.order_by("position"))
    assert [child.state for child in children] == ["open", "waiting", "waiting"]
    case = children[0].case
    assert case is not None and case.practice and case.applicant_id is None and case.state == "accepted"
    assert types(draft_of(runs[0]).stream)[-2:] == ["life_event_draft.run_started", "life_event_draft.run_received"]
    assert refused(409, joint_receive, actor=who(clerk_of(runs[0])), declaration=declared(runs[0])) == "received"


def test_three_windows_without_objection_pass_and_test_pieces_end_with_their_runs(runs: list[LifeEventRun]) -> None:
    states = [agreed(run).state for run in runs]
    assert states == ["simulating"] * (len(runs) - 1) + ["approved"]
    for joint in JointCase.with_practice.filter(practice=True):
        assert joint.state == "ended" and types(joint.stream)[-1] == "joint.practice_ended"
    records = LifeEventSimulation.objects.filter(draft=draft_of(runs[0]))
    assert {row.officer_name for row in records} == set(CLERKS) and not any(row.objection for row in records)
    assert all(line["piece"] and line["agreed"] for row in records for line in row.results)


def test_what_was_left_out_or_not_brought_is_named(runs: list[LifeEventRun]) -> None:
    whole = declared(runs[0])
    line = next(name for name, paper in whole.papers.items() if paper.received_as == "paper")
    left = {name: paper for name, paper in whole.papers.items() if name != line}
    received(runs[0], papers=left, not_now={"social_card_apply": "这次不办"})
    found = differences(runs[0])
    assert any(text.startswith("预期办理“") and "社会保障卡" in text for text in found)
    paper = dict(script_of(runs[0])["expected"]["papers"])[line]
    assert f"预期要交“{paper}”，实际没有收。" in found


def test_a_wrong_member_of_a_later_stage_is_named(runs: list[LifeEventRun]) -> None:
    joint, given = received(runs[0]), declared(runs[0])
    expected = joint_end_of(script_of(runs[0])["expected"])
    plan = plan_for(life_event_of_run(runs[0]), given.answers, kind=given.applicant_kind, left_out=LeftOut(), on=ON)

    def came_out(children: list[JointChild]) -> list[str]:
        return joint_differences(expected, end_of_intake(plan, children, given.papers))

    children = list(joint.children.order_by("position"))
    assert came_out(children) == [] and expected.matters["social_card_apply"] == "social_card_apply"
    last = children[-1]
    assert (last.member, last.state) == ("social_card_apply", "waiting")
    wants, line = last.wants, expected.brings[last.member][last.wants[-1]["material"]]
    last.wants = wants[:-1]
    assert came_out(children) == [f"“{last.matter_name}”预期要交“{expected.papers[line]}”，实际没有收进这一项。"]
    last.wants, name = wants, last.matter_name
    last.matter, last.matter_name = "death_benefit", "丧葬补助金"
    assert came_out(children) == [f"预期办理“{name}”，实际收成了“丧葬补助金”。"]


def test_an_opened_member_is_what_its_case_is(runs: list[LifeEventRun]) -> None:
    received(runs[0])
    joint = LifeEventRun.objects.get(pk=runs[0].pk).joint
    assert joint is not None
    case = joint.children.get(position=0).case
    assert case is not None
    case.situation_name = "另一种情形"
    case.save(update_fields=["situation_name"])
    row = case.materials.filter(needed=True).exclude(received_as="none").order_by("position")[0]
    row.received_as = "none"
    row.save(update_fields=["received_as"])
    given = declared(runs[0])
    plan = plan_for(life_event_of_run(runs[0]), given.answers, kind=given.applicant_kind, left_out=LeftOut(), on=ON)
    children = list(JointChild.objects.filter(joint=joint).order_by("position"))
    found = joint_differences(joint_end_of(script_of(runs[0])["expected"]), end_of_intake(plan, children, given.papers))
    assert len(found) == 2 and found[0].endswith("，实际“另一种情形”。") and found[1].endswith("实际没有收进这一项。")


def test_recalling_ends_the_test_pieces_and_a_new_round_has_its_own_content(runs: list[LifeEventRun]) -> None:
    joint = received(runs[0])
    draft = draft_of(runs[0])
    recall_life_event_draft(actor=who(WRITER), draft_id=draft.pk, reason="还要改", now=clock.now())
    joint.refresh_from_db()
    assert joint.state == "ended"
    submit_life_event_draft(actor=who(WRITER), draft_id=draft.pk, now=clock.now())
    LifeEventDraft.objects.filter(pk=draft.pk).update(state="simulating")
    again = dealt(draft_of(runs[0]))
    assert LifeEventCandidate.objects.filter(draft=draft).count() == 2
    assert {run.state for run in again} == {"assigned"} and set(tasks_of(who(ARRANGER))) == set()


def test_a_distribution_needs_three_windows_and_keeps_what_was_begun(runs: list[LifeEventRun]) -> None:
    draft, windows = draft_of(runs[0]), [run.window_id for run in runs]
    given: dict[str, Any] = {"actor": who(ARRANGER), "draft_id": draft.pk}
    two = [(run.script, windows[place % 2]) for place, run in enumerate(runs)]
    assert refused(422, arrange_life_event_simulation, pairs=two, **given) == "plan"
    assert refused(422, arrange_life_event_simulation, pairs=[(99, windows[0])], **given) == "plan"
    start_life_event_run(actor=who(clerk_of(runs[0])), run_id=runs[0].pk, now=clock.now())
    turned = [(run.script, windows[(place + 1) % 3]) for place, run in enumerate(runs)]
    assert refused(409, arrange_life_event_simulation, pairs=turned, **given) == "begun"
    with pytest.raises(NotAllowed):
        arrange_life_event_simulation(actor=who("林小窗"), draft_id=draft.pk, pairs=turned, now=clock.now())


def test_who_may_not_run_a_script_may_not(runs: list[LifeEventRun]) -> None:
    first, second = runs[0], runs[1]
    with pytest.raises(NotAllowed):
        start_life_event_run(actor=who("吴益农"), run_id=first.pk, now=clock.now())  # another site's clerk
    with pytest.raises(NotAllowed):
        start_life_event_run(actor=who(WRITER), run_id=first.pk, now=clock.now())  # no clerk
    with pytest.raises(NotFound):
        start_life_event_run(actor=who("李登记"), run_id=first.pk, now=clock.now())  # not concerned
    start_life_event_run(actor=who("林小窗"), run_id=first.pk, now=clock.now())
    assert refused(409, start_life_event_run, actor=who("林小窗"), run_id=second.pk) == "other_window"
    assert refused(409, start_life_event_run, actor=who("陈一诺"), run_id=first.pk) == "begun"
    assert refused(409, agree_life_event_run, actor=who("林小窗"), run_id=first.pk) == "not_done"
    assert refused(409, agree_life_event_run, actor=who("陈一诺"), run_id=first.pk) == "not_yours"
    assert refused(409, joint_receive, actor=who("陈一诺"), declaration=declared(first)) == "not_yours"
    assert refused(409, joint_receive, actor=who("陈一诺"), declaration=declared(second)) == "state"
    given = {"key": key_of(first.pk), "life_event": "birth", "kind": "person"}
    answers = script_of(first)["answers"]
    assert refused(409, note_refused, actor=who("林小窗"), answers=answers, **given) == "no_outcome"


def test_one_window_alone_is_not_enough_for_two_people(runs: list[LifeEventRun]) -> None:
    draft = agreed(runs[0])
    assert draft.state == "simulating" and Window.objects.get(pk=runs[0].window_id).number == "01"
    assert LifeEventSimulation.objects.filter(draft=draft).count() == 1
