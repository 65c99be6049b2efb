"""Objections in the simulated acceptance of a life event: recorded, settled by whoever leads it, nothing passed meanwhile (S2-21②)."""

from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client

from tests.cases.people import signed_in, who
from tests.life_events.composing import (
    ARRANGER,
    CLERKS,
    WRITER,
    agreed,
    clerk_of,
    dealt,
    draft_of,
    graded,
    in_review,
    received,
    refused,
    types,
)
from yichuang.foundations import clock
from yichuang.foundations.problems import NotAllowed, NotFound
from yichuang.life_events.models import LifeEventObjection, LifeEventRun, LifeEventSimulation
from yichuang.life_events.operations.run_simulation import (
    agree_life_event_run,
    object_to_life_event_run,
    start_life_event_run,
)
from yichuang.life_events.operations.settle_objections import dismiss_life_event_objection, return_simulated_life_event
from yichuang.life_events.operations.submit_draft import recall_life_event_draft
from yichuang.life_events.queries.practice import candidate_of, objected_by, runs_of, standing_of, tasks_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
WHY = "按规定不用户口簿"


@pytest.fixture
def runs() -> list[LifeEventRun]:
    """Return the runs of a draft in acceptance, one at each of three windows."""
    return dealt(graded(in_review()))


def state_of(run: LifeEventRun) -> str:
    run.refresh_from_db()
    return run.state


def objected(run: LifeEventRun, place: str = "question:married", text: str = "问得看不懂") -> LifeEventObjection:
    """Let the run's clerk object, and return the objection."""
    object_to_life_event_run(actor=who(clerk_of(run)), run_id=run.pk, place=place, text=text, now=clock.now())
    return LifeEventObjection.objects.filter(run=run).latest("pk")


def dismissed(one: LifeEventObjection, reason: str = WHY) -> LifeEventObjection:
    return dismiss_life_event_objection(actor=who(ARRANGER), objection_id=one.pk, reason=reason, now=clock.now())


def test_an_objection_names_its_place_and_the_round_goes_on(runs: list[LifeEventRun]) -> None:
    given: dict[str, Any] = {"actor": who(clerk_of(runs[0])), "run_id": runs[0].pk}
    piece, other = received(runs[0]), received(runs[1])
    assert refused(422, object_to_life_event_run, place="question:none", text="不对", **given) == "place"
    assert refused(422, object_to_life_event_run, place="whole:", text=" ", **given) == "no_reason"
    assert not LifeEventObjection.objects.exists()
    one = objected(runs[0])
    assert (one.label, one.text, one.author_name) == ("问题：父母是否登记结婚", "问得看不懂", "林小窗")
    draft = draft_of(runs[0])
    assert (draft.state, draft.returned_for, state_of(runs[0])) == ("simulating", "", "objected")
    assert types(draft.stream)[-2:] == ["life_event_draft.run_objected", "life_event_draft.simulated"]
    for joint, state in ((piece, "ended"), (other, "running")):  # only what was objected to is over
        joint.refresh_from_db()
        assert joint.state == state
    record = LifeEventSimulation.objects.get(draft=draft)
    assert record.objection == "剧本 1，问题：父母是否登记结婚：问得看不懂" and record.results[0]["agreed"] is False
    assert refused(409, object_to_life_event_run, place="whole:", text="再说一次", **given) == "state"


def test_nothing_passes_while_one_is_open_and_the_last_dismissal_passes(runs: list[LifeEventRun]) -> None:
    received(runs[0])
    one = objected(runs[0])
    drafts = [agreed(run) for run in runs[1:]]
    assert [draft.state for draft in drafts] == ["simulating"] * len(drafts)
    candidate = candidate_of(drafts[-1])
    assert "1 次受理有异议，还没有处理。" in standing_of(candidate, runs_of(candidate)).missing
    done = dismissed(one)
    draft = draft_of(runs[0])
    assert (done.settled_by_name, done.settled_note, done.upheld) == (ARRANGER, f"不采纳：{WHY}", False)
    assert (draft.state, state_of(runs[0])) == ("approved", "passed")
    tail = ["life_event_draft.objection_dismissed", "life_event_draft.simulated", "life_event_draft.simulation_passed"]
    assert types(draft.stream)[-3:] == tail
    record = LifeEventSimulation.objects.get(draft=draft, window=runs[0].window_id)
    assert record.objection == "" and record.officer_name == "林小窗"
    assert [line["answer"] for line in record.results if line["reason"]] == [f"不采纳：{WHY}"]
    assert list(objected_by(who("林小窗"))) == [one]


def test_who_could_not_go_on_goes_on_after_a_dismissal(runs: list[LifeEventRun]) -> None:
    clerk = who(clerk_of(runs[0]))
    start_life_event_run(actor=clerk, run_id=runs[0].pk, now=clock.now())
    one = objected(runs[0])
    assert runs[0] not in tasks_of(clerk)
    dismissed(one)
    assert state_of(runs[0]) == "running" and runs[0] in tasks_of(clerk)
    assert not LifeEventSimulation.objects.exists()  # the window has said nothing yet
    again = objected(runs[0], "whole:", "还是办不下去")
    assert LifeEventSimulation.objects.get().objection == "剧本 1，一件事总体：还是办不下去"
    dismissed(again)
    assert [agreed(run).state for run in runs] == ["simulating"] * (len(runs) - 1) + ["approved"]
    assert set(LifeEventSimulation.objects.values_list("objection", flat=True)) == {""}


def test_upheld_the_draft_goes_back_with_every_open_objection(runs: list[LifeEventRun]) -> None:
    piece, other = received(runs[0]), received(runs[1])
    dismissed(objected(runs[0]))
    open_ = objected(runs[1], "whole:", "清单看不懂")
    third = received(runs[2])
    draft = draft_of(runs[0])
    given: dict[str, Any] = {"actor": who(ARRANGER), "draft_id": draft.pk}
    assert refused(422, return_simulated_life_event, reason=" ", **given) == "reason"
    return_simulated_life_event(reason="清单要改", now=clock.now(), **given)
    draft.refresh_from_db()
    assert draft.state == "draft" and types(draft.stream)[-1] == "life_event_draft.returned"
    assert draft.returned_for.splitlines() == [
        "模拟验收退回：清单要改",
        "萧山区人民政府办事服务中心 02 号窗口（陈一诺）有异议：剧本 2，一件事总体：清单看不懂",
    ]
    open_.refresh_from_db()
    assert (open_.upheld, open_.settled_note) == (True, "采纳，退回修改：清单要改")
    for joint in (piece, other, third):
        joint.refresh_from_db()
        assert joint.state == "ended"
    assert refused(409, agree_life_event_run, actor=who(CLERKS[2]), run_id=runs[2].pk) == "over"
    assert refused(409, return_simulated_life_event, reason="再退一次", **given) == "state"
    late: dict[str, Any] = {"actor": who(ARRANGER), "objection_id": open_.pk, "reason": WHY}
    assert refused(409, dismiss_life_event_objection, **late) == "state"


def test_a_recall_takes_the_open_objections_along(runs: list[LifeEventRun]) -> None:
    received(runs[0])
    objected(runs[0])
    draft = draft_of(runs[0])
    recall_life_event_draft(actor=who(WRITER), draft_id=draft.pk, reason="还要改", now=clock.now())
    draft.refresh_from_db()
    assert draft.returned_for.splitlines()[0] == "还要改" and draft.returned_for.endswith("问得看不懂")
    page = signed_in("林小窗").get("/life-events/compose/simulations/").content.decode()
    assert "验收已经结束，没有处理" in page


def test_only_who_leads_the_acceptance_settles(runs: list[LifeEventRun]) -> None:
    received(runs[0])
    one = objected(runs[0])
    for name in (clerk_of(runs[0]), "柏评审"):  # its author, and who examines
        with pytest.raises(NotAllowed):
            dismiss_life_event_objection(actor=who(name), objection_id=one.pk, reason=WHY, now=clock.now())
        with pytest.raises(NotAllowed):
            return_simulated_life_event(
                actor=who(name), draft_id=one.run.candidate.draft_id, reason=WHY, now=clock.now()
            )
    with pytest.raises(NotFound):
        dismiss_life_event_objection(actor=who("李登记"), objection_id=one.pk, reason=WHY, now=clock.now())
    with pytest.raises(NotFound):
        dismiss_life_event_objection(actor=who(ARRANGER), objection_id=one.pk + 1, reason=WHY, now=clock.now())
    given: dict[str, Any] = {"actor": who(ARRANGER), "objection_id": one.pk}
    assert refused(422, dismiss_life_event_objection, reason=" 无 ", **given) == "reason"
    dismissed(one)
    assert refused(409, dismiss_life_event_objection, reason=WHY, **given) == "settled"


def test_what_was_objected_to_before_is_taken_over_as_upheld(runs: list[LifeEventRun]) -> None:
    """Every objection sent its draft back at once then (migration 0007); it is neither lost nor open."""
    received(runs[0])
    said = {"kind": "question", "id": "married", "label": "问题：父母是否登记结婚", "text": "看不懂"}

    def migrated(name: str) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        executor = MigrationExecutor(connection)
        executor.migrate([("life_events", name)])
        return MigrationExecutor(connection).loader.project_state(("life_events", name)).apps

    old = migrated("0006_origins").get_model("life_events", "LifeEventRun").objects
    old.filter(pk=runs[0].pk).update(objection=said, state="objected", done_at=clock.now())
    migrated("0008_authors")
    one = LifeEventObjection.objects.get()
    assert (one.run_id, one.place, one.label, one.text) == (
        runs[0].pk,
        "question:married",
        "问题：父母是否登记结婚",
        "看不懂",
    )
    assert (one.author_name, one.upheld, one.settled_note) == ("林小窗", True, "采纳：退回修改") and one.settled_at


def test_the_leader_settles_on_the_page(runs: list[LifeEventRun]) -> None:
    received(runs[0])
    one = objected(runs[0])
    root = f"/life-events/compose/{one.run.candidate.draft_id}/simulation/"
    dismiss = f"{root}objections/{one.pk}/dismiss/"
    clerk, leader = signed_in("林小窗"), signed_in(ARRANGER)

    def shown(client: Client) -> str:
        return client.get(root).content.decode()

    assert "等待组织方处理" in shown(clerk) and dismiss not in shown(clerk) and f"{root}return/" not in shown(clerk)
    assert dismiss in shown(leader) and "采纳没有处理的 1 条异议" in shown(leader)
    empty = leader.post(dismiss, {"reason": ""})
    assert empty.status_code == 422 and "没有写明理由" in empty.content.decode()
    assert leader.post(dismiss, {"reason": WHY}).status_code == 302
    assert f"{ARRANGER}答复：不采纳：{WHY}" in shown(clerk) and dismiss not in shown(leader)
    assert f"不采纳：{WHY}" in clerk.get("/life-events/compose/simulations/").content.decode()
    assert leader.post(dismiss, {"reason": WHY}).status_code == 409
    assert leader.post(f"{root}return/", {"reason": "要改"}).status_code == 302
    assert draft_of(runs[0]).returned_for == "模拟验收退回：要改"
