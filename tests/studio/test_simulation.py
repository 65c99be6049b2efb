"""Simulated acceptance through its operations: state, event, refusal (S2-21②; 民法典 1259)."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cases.people import signed_in, who
from tests.counter import Desk
from tests.studio.simulating import (
    CLERKS,
    accepted,
    agreed,
    agreed_by_clerk,
    arranged,
    clerk_of,
    declaration,
    end,
    in_acceptance,
    received,
    windows,
)
from yichuang.catalog.rules.findings import Place
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.studio.models import Draft, Remark, SimulationObjection, SimulationRun
from yichuang.studio.operations.arrange_simulation import arrange_simulation, make_scripts
from yichuang.studio.operations.examine_run import examine_run
from yichuang.studio.operations.object_to_run import object_to_run
from yichuang.studio.operations.return_draft import Said
from yichuang.studio.operations.run_simulation import finish_run, start_run
from yichuang.studio.operations.settle_objections import dismiss_objection, return_simulated
from yichuang.studio.queries import simulations

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
MATTER = Place("matter")


@pytest.fixture
def draft() -> Draft:
    return in_acceptance()


def said(draft: Draft) -> list[str]:
    """Return the types of what the draft's ledger has of the acceptance."""
    return [event.type for event in ledger.history(draft.stream) if event.type.startswith("simulation.")]


def objected(run: SimulationRun, side: str, name: str, place: Place = MATTER, text: str = "说不清楚") -> SimulationRun:
    return object_to_run(actor=who(name), run_id=run.pk, side=side, objections=[Said(place, text)], now=clock.now())


def test_scripts_are_made_once_and_dealt_to_three_windows(draft: Draft) -> None:
    runs = arranged(draft)
    assert len({run.window_id for run in runs}) == 3
    assert [row.pk for row in make_scripts(actor=who("邹主任"), draft_id=draft.pk, now=clock.now())]
    assert {run.script.number for run in runs} == {one.number for one in simulations.scripts_of(draft)}
    assert said(draft) == ["simulation.arranged"]


def test_the_distribution_may_change_but_what_was_begun_stays(draft: Draft) -> None:
    runs, places = arranged(draft, 3), [window.pk for window in windows()]
    start_run(actor=who(clerk_of(runs[0])), run_id=runs[0].pk, now=clock.now())
    begun = (runs[0].script.number, runs[0].window_id)
    moved = [begun, (2, places[3]), (3, places[4])]
    arrange_simulation(actor=who("邹主任"), draft_id=draft.pk, pairs=moved, now=clock.now())
    there = simulations.runs_of(simulations.scripts_of(draft))
    assert {(run.script.number, run.window_id) for run in there} == set(moved)
    assert next(run for run in there if run.window_id == runs[0].window_id).pk == runs[0].pk
    with pytest.raises(Refused, match="已经开始，不能取消"):
        pairs = [(1, places[2]), (2, places[3]), (3, places[4])]
        arrange_simulation(actor=who("邹主任"), draft_id=draft.pk, pairs=pairs, now=clock.now())
    with pytest.raises(Refused, match="只用了 1 个窗口"):
        arrange_simulation(actor=who("邹主任"), draft_id=draft.pk, pairs=[(1, places[0])], now=clock.now())


@pytest.mark.parametrize("name", ["林小窗", "赵审查", "孙局长", "柏评审"])
def test_only_the_arranger_arranges(draft: Draft, name: str) -> None:
    with pytest.raises((NotAllowed, NotFound)):
        make_scripts(actor=who(name), draft_id=draft.pk, now=clock.now())


def test_three_windows_without_objection_pass(draft: Draft) -> None:
    """The candidate is approved, the draft waits for publication, the event names who, where, and which content."""
    runs = arranged(draft, 3)
    for run in runs[:-1]:
        agreed(run)
    draft.refresh_from_db()
    assert draft.state == "simulating"
    agreed(runs[-1])
    draft.refresh_from_db()
    assert draft.state == "approved" and draft.candidate is not None and draft.candidate.state == "approved"
    (passed,) = [event for event in ledger.history(draft.stream) if event.type == "simulation.passed"]
    assert passed.payload["content_hash"] == draft.candidate.content_hash
    assert len(passed.payload["windows"]) == 3 and passed.payload["clerks"] == sorted(CLERKS)
    with pytest.raises(Refused, match="已经结束"):
        finish_run(actor=who(clerk_of(runs[0])), run_id=runs[0].pk, now=clock.now())


def test_a_clerk_stands_for_one_window_and_for_himself(draft: Draft) -> None:
    first, second = arranged(draft, 3)[:2]
    start_run(actor=who("林小窗"), run_id=first.pk, now=clock.now())
    assert start_run(actor=who("林小窗"), run_id=first.pk, now=clock.now()).state == "running"  # pressed twice
    with pytest.raises(Refused, match="同一人不能代表两个窗口"):
        start_run(actor=who("林小窗"), run_id=second.pk, now=clock.now())
    with pytest.raises(Refused, match="林小窗进行"):
        finish_run(actor=who("陈一诺"), run_id=first.pk, now=clock.now())
    with pytest.raises(NotFound):
        start_run(actor=who("吴益农"), run_id=second.pk, now=clock.now())


def test_the_order_is_receive_accept_agree_examine(draft: Draft) -> None:
    run = next(run for run in arranged(draft) if run.script.expected["situation"])
    clerk = who(clerk_of(run))
    with pytest.raises(Refused, match="没有开始"):
        finish_run(actor=clerk, run_id=run.pk, now=clock.now())
    number = received(run)
    with pytest.raises(Refused, match="还没有受理"):
        finish_run(actor=clerk, run_id=run.pk, now=clock.now())
    with pytest.raises(Refused, match="受理中"):
        examine_run(actor=who("赵审查"), run_id=run.pk, now=clock.now())
    assert Desk(clerk_of(run)).get(f"/cases/{number}").json()["state"] == "received"
    with pytest.raises(NotAllowed):
        examine_run(actor=clerk, run_id=run.pk, now=clock.now())
    with pytest.raises(NotFound):
        examine_run(actor=who("李登记"), run_id=run.pk, now=clock.now())


def test_what_comes_out_is_compared_with_the_script(draft: Draft) -> None:
    """S2-21: other answers than the script's show as differences; the script's own show none."""
    runs = [run for run in arranged(draft) if run.script.expected["situation"]]
    run, other = (
        runs[0],
        next(run for run in runs if run.script.expected["situation"] != runs[0].script.expected["situation"]),
    )
    start_run(actor=who(clerk_of(run)), run_id=run.pk, now=clock.now())
    body = {**declaration(run), "answers": other.script.answers, "applicant_kind": other.script.kind}
    body["form"] = other.script.applicant
    assert Desk(clerk_of(run)).post("/cases", body).status_code == 201
    run.refresh_from_db()
    found = simulations.differences_of(run, simulations.outcome_of(run))
    assert found and found[0].startswith("预期“")
    fine = next(run for run in runs if run.pk != runs[0].pk and clerk_of(run) != clerk_of(runs[0]))
    received(fine)
    fine.refresh_from_db()
    assert simulations.differences_of(fine, simulations.outcome_of(fine)) == []


def test_a_script_may_end_without_a_case(draft: Draft) -> None:
    run = next((run for run in arranged(draft) if run.script.expected["outcome"]), None)
    assert run is not None, "the freight matter has an outcome"
    start_run(actor=who(clerk_of(run)), run_id=run.pk, now=clock.now())
    end(run)
    with pytest.raises(Refused, match="已经有了结果"):
        end(run)
    finish_run(actor=who(clerk_of(run)), run_id=run.pk, now=clock.now())
    done = examine_run(actor=who("赵审查"), run_id=run.pk, now=clock.now())
    assert done.state == "passed" and done.case_number == ""


def test_an_objection_stands_beside_its_place_and_stops_the_pass(draft: Draft) -> None:
    runs = arranged(draft, 3)
    material = runs[0].script.expected["materials"][0][0]
    accepted(runs[0])
    objected(runs[0], "counter", clerk_of(runs[0]), Place("material", material), "样本与要求不符")
    for run in runs[1:]:
        agreed(run)
    draft.refresh_from_db()
    assert draft.state == "simulating"
    remark = Remark.objects.get(draft=draft)
    assert remark.source == "counter" and remark.place["id"] == material and remark.settled_at is None
    objection = SimulationObjection.objects.get()
    with pytest.raises(Refused, match="没有写明理由"):
        dismiss_objection(actor=who("邹主任"), objection_id=objection.pk, reason=" ", now=clock.now())
    with pytest.raises((NotAllowed, NotFound)):
        dismiss_objection(actor=who("赵审查"), objection_id=objection.pk, reason="不采纳", now=clock.now())
    dismiss_objection(actor=who("邹主任"), objection_id=objection.pk, reason="样本已更新", now=clock.now())
    with pytest.raises(Refused, match="已经处理"):
        dismiss_objection(actor=who("邹主任"), objection_id=objection.pk, reason="样本已更新", now=clock.now())
    assert "样本已更新" in signed_in(clerk_of(runs[0])).get("/studio/simulations/").content.decode()
    examine_run(actor=who("赵审查"), run_id=runs[0].pk, now=clock.now())
    draft.refresh_from_db()
    assert draft.state == "approved"


def test_dismissing_the_last_objection_of_the_back_office_passes(draft: Draft) -> None:
    runs = arranged(draft, 3)
    for run in runs[1:]:
        agreed(run)
    agreed_by_clerk(runs[0])
    objected(runs[0], "back_office", "赵审查")
    dismiss_objection(
        actor=who("邹主任"), objection_id=SimulationObjection.objects.get().pk, reason="依据充分", now=clock.now()
    )
    draft.refresh_from_db()
    assert draft.state == "approved" and said(draft).count("simulation.passed") == 1


def test_a_clerk_who_cannot_go_on_objects_and_after_a_dismissal_goes_on(draft: Draft) -> None:
    run = arranged(draft, 3)[0]
    start_run(actor=who(clerk_of(run)), run_id=run.pk, now=clock.now())
    objected(run, "counter", clerk_of(run))
    dismiss_objection(
        actor=who("邹主任"), objection_id=SimulationObjection.objects.get().pk, reason="请再试", now=clock.now()
    )
    run.refresh_from_db()
    assert run.state == "running"


@pytest.mark.parametrize(
    ("side", "place", "text", "match"),
    [
        ("counter", Place("material", "nowhere"), "不对", "没有指明"),
        ("counter", MATTER, " ", "2 至 500"),
        ("somebody", MATTER, "不对", "没有写明是"),
        ("back_office", MATTER, "不对", "没有权限提出异议"),
    ],
)
def test_an_objection_has_a_place_words_and_its_turn(
    draft: Draft, side: str, place: Place, text: str, match: str
) -> None:
    run = arranged(draft, 3)[0]
    start_run(actor=who(clerk_of(run)), run_id=run.pk, now=clock.now())
    with pytest.raises(Refused, match=match):
        objected(run, side, clerk_of(run), place, text)
    with pytest.raises(Refused, match="没有写任何异议"):
        object_to_run(actor=who(clerk_of(run)), run_id=run.pk, side="counter", objections=[], now=clock.now())


def test_returning_gives_the_draft_back_with_every_objection(draft: Draft) -> None:
    runs = arranged(draft, 3)
    for run in runs[:2]:
        start_run(actor=who(clerk_of(run)), run_id=run.pk, now=clock.now())
        objected(run, "counter", clerk_of(run), text=f"异议 {run.pk}")
    candidate = draft.candidate
    with pytest.raises((NotAllowed, NotFound)):
        return_simulated(actor=who("林小窗"), draft_id=draft.pk, reason="退回", now=clock.now())
    return_simulated(actor=who("谢区管"), draft_id=draft.pk, reason="材料写不清", now=clock.now())
    draft.refresh_from_db()
    assert candidate is not None
    candidate.refresh_from_db()
    assert (draft.state, draft.candidate, candidate.state) == ("draft", None, "rejected")
    open_ = Remark.objects.filter(draft=draft, settled_at=None)
    assert [remark.text for remark in open_.order_by("pk")] == [
        f"异议 {run.pk}（模拟验收退回：材料写不清）" for run in runs[:2]
    ]
    returned = [event for event in ledger.history(draft.stream) if event.type == "draft.returned"]
    assert returned[-1].payload["reasons"] == ["模拟验收退回（异议 2 条）：材料写不清"]
    with pytest.raises(Refused, match="已经结束"):
        start_run(actor=who(clerk_of(runs[2])), run_id=runs[2].pk, now=clock.now())
    with pytest.raises(Refused):
        return_simulated(actor=who("谢区管"), draft_id=draft.pk, reason="再退", now=clock.now())
    assert not simulations.tasks_of(who("蒋晓月"), "counter").exists()
    page = signed_in("邹主任").get(f"/studio/{draft.pk}/simulation/").content.decode()
    assert "这次验收已经结束" in page and "还差" not in page


def test_the_api_does_the_same(draft: Draft) -> None:
    director, officer = Desk("邹主任"), Desk("赵审查")
    whole: dict[str, Any] = director.post(f"/studio/drafts/{draft.pk}/simulation", {"pairs": []}).json()
    assert whole["runs"] and whole["missing"] and len({run["window"] for run in whole["runs"]}) == 3
    run = next(run for run in whole["runs"] if run["script"]["expected"]["situation"])
    row = SimulationRun.objects.select_related("script__draft").get(pk=run["id"])
    clerk = Desk(clerk_of(row))
    mine = clerk.get("/studio/simulations?side=counter").json()["runs"]
    assert run["id"] in {one["id"] for one in mine}
    assert clerk.post(f"/studio/simulations/{run['id']}/start", {}).json()["state"] == "running"
    assert clerk.post("/cases", declaration(row)).status_code == 201
    assert clerk.post(f"/studio/simulations/{run['id']}/finish", {}).status_code == 409
    objection = {"kind": "matter", "text": "不清楚"}
    body = {"side": "counter", "objections": [objection]}
    seen = clerk.post(f"/studio/simulations/{run['id']}/object", body).json()
    assert seen["state"] == "objected" and seen["differences"] == []
    (line,) = seen["objections"]
    answer = director.post(f"/studio/objections/{line['id']}/dismiss", {"reason": "已经写明"})
    assert answer.json()["answer"] == "不采纳：已经写明"
    assert officer.post(f"/studio/simulations/{run['id']}/examine", {}).status_code == 409
    assert officer.get(f"/studio/simulations/{run['id']}").json()["state"] == "running"
    back = director.post(f"/studio/drafts/{draft.pk}/simulation/return", {"reason": "退回修改"})
    assert back.json()["state"] == "draft"


def test_the_record_says_who_when_where_and_on_which_content(draft: Draft) -> None:
    runs = arranged(draft, 3)
    agreed(runs[0])
    page = signed_in("邹主任")
    answer = page.get(f"/studio/{draft.pk}/simulation/record/").content.decode()
    runs[0].refresh_from_db()
    assert draft.candidate is not None
    for text in (draft.candidate.content_hash, clerk_of(runs[0]), "钱复核", runs[0].case_number, "未通过"):
        assert text in answer
    sheet = load_workbook(BytesIO(page.get(f"/studio/{draft.pk}/simulation/record.xlsx").content)).active
    assert sheet is not None
    rows = [list(row) for row in sheet.values]
    assert rows[1][1] == draft.candidate.content_hash and len(rows) == 3 + len(runs)
    assert clerk_of(runs[0]) in rows[3]
