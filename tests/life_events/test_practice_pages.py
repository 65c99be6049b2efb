"""The joint intake as an exercise behind the browser: its script, what it leaves out, an end without a joint case (S2-21②, S0-26)."""

from typing import Any

import pytest
from django.test import Client

from tests.cases.people import signed_in, who
from tests.life_events.composing import dealt, graded, in_review
from yichuang.cases.models import IntakeDraft
from yichuang.foundations import clock
from yichuang.life_events.models import JointCase, LifeEventCandidate, LifeEventRun
from yichuang.life_events.operations.run_simulation import agree_life_event_run, start_life_event_run
from yichuang.life_events.queries import practice
from yichuang.life_events.queries.practice import key_of, script_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def begun() -> tuple[Client, LifeEventRun]:
    """Return a clerk who has begun the first run of an acceptance."""
    run = dealt(graded(in_review()))[0]
    start_life_event_run(actor=who("林小窗"), run_id=run.pk, now=clock.now())
    return signed_in("林小窗"), run


def asked(run: LifeEventRun, **more: Any) -> dict[str, Any]:
    """Return what the page sends when the script's applicant has answered."""
    script = script_of(run)
    answers = {f"a.{name}": told for name, told in script["answers"].items()}
    merged = {f"o.{name}": told for name, told in script["merged"].items()}
    return {"practice": key_of(run.pk), "kind": script["kind"], **answers, **script["applicant"], **merged, **more}


def test_the_page_has_the_script_and_nothing_of_real_people() -> None:
    http, run = begun()
    page = http.get("/joint/receive/birth/", {"practice": key_of(run.pk)}).content.decode()
    assert "测试件" in page and "剧本：申请人怎么说" in page and "练习申请人01" in page
    assert "老办事人" not in page and "data-autosave-url" not in page
    assert f'name="practice" value="{key_of(run.pk)}"' in page
    asked_back = http.post("/joint/receive/birth/", asked(run, act="recall", recall="330181199001010018"))
    assert "没有找到以前的办事记录" not in asked_back.content.decode()


def test_received_on_the_page_it_becomes_a_test_piece_and_leaves_a_real_draft_alone() -> None:
    http, run = begun()
    http.post("/joint/receive/birth/draft/", {"name": "真的申请人"})
    done = http.post("/joint/receive/birth/", asked(run, act="receive"))
    run.refresh_from_db()
    assert run.joint is not None and done.headers["Location"] == f"/joint/{run.joint.number}/receipt/?new=1"
    assert IntakeDraft.objects.filter(key="joint:birth").exists()
    assert http.get("/joint/receive/birth/", {"practice": key_of(run.pk)}).status_code == 200
    again = http.post("/joint/receive/birth/", asked(run, act="receive"))
    assert again.status_code == 409 and JointCase.with_practice.filter(practice=True).count() == 1


def test_a_run_is_opened_by_its_clerk_only_and_for_its_own_life_event() -> None:
    http, run = begun()
    for client, event, key in (
        (signed_in("陈一诺"), "birth", key_of(run.pk)),
        (http, "death", key_of(run.pk)),
        (http, "birth", "joint-999999"),
        (http, "birth", "joint-x"),
    ):
        assert client.get(f"/joint/receive/{event}/", {"practice": key}).status_code == 404


def test_answers_that_lead_to_no_joint_case_are_noted_and_agreed_to() -> None:
    http, run = begun()
    # The content no longer asks what the first member needs: nobody can be received.
    row = LifeEventCandidate.objects.get(pk=run.candidate_id)
    row.document["questions"] = [one for one in row.document["questions"] if one["id"] != "follows"]
    row.save()
    practice._specs.pop(row.pk, None)
    try:
        sent = {name: value for name, value in asked(run).items() if name != "a.follows"}
        page = http.post("/joint/receive/birth/", {**sent, "act": "answer"}).content.decode()
        assert "记下这个结果，回到任务" in page
        done = http.post("/joint/receive/birth/", {**sent, "act": "ended"})
        assert done.headers["Location"] == f"/life-events/compose/simulations/{run.pk}/"
        run.refresh_from_db()
        assert run.joint is None and "没有人回答" in run.actual["refusals"][0]
        assert "与预期不同" in http.get(done.headers["Location"]).content.decode()
        assert agree_life_event_run(actor=who("林小窗"), run_id=run.pk, now=clock.now()).state == "passed"
    finally:
        practice._specs.pop(row.pk, None)


def test_nobody_is_asked_about_made_up_people() -> None:
    http, run = begun()
    lines = [line for line, _ in script_of(run)["expected"]["papers"]]
    page = http.post("/joint/receive/birth/", asked(run, act="answer")).content.decode()
    assert 'value="licence.' not in page and "共享数据" not in page
    for path, more in (("", {}), ("papers/", {"line": lines[0]})):
        sent = asked(run, act=f"licence.{lines[0]}", **{f"consent.{lines[0]}": "1"}, **more)
        said = http.post(f"/joint/receive/birth/{path}", sent).content.decode()
        assert "测试件不查询真实数据" in said, path
    elsewhere = signed_in("陈一诺").post("/joint/receive/birth/papers/", asked(run, line=lines[0], act="look"))
    assert elsewhere.status_code == 404
