"""Composing over the API: the same operations, once in effect, refusals explained (S2-25)."""

import uuid
from typing import Any

import pytest
from django.test import Client

from tests.life_events.composing import BIRTH, dealt, graded, in_review
from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.life_events.models import LifeEventDraft
from yichuang.organizations.models import Window
from yichuang.studio.rules.simulation import propose

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


class Caller:
    """A client system that works in somebody's name."""

    def __init__(self, name: str) -> None:
        mobile = next(person.mobile for person in PEOPLE if person.name == name)
        given = {"mobile": mobile, "password": PASSWORD}
        token = Client().post("/api/session", given, content_type="application/json").json()["token"]
        self.headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, body: Any = None, key: str = "") -> Any:
        headers = {**self.headers, "Idempotency-Key": key or str(uuid.uuid4())}
        given = {} if body is None else {"data": body, "content_type": "application/json"}
        return getattr(Client(), method)(f"/api/{path}", headers=headers, **given)


def simulated(admin: Caller, path: str) -> None:
    """Deal the scripts, receive each as a test piece at its window, and agree."""
    scripts = admin.ask("get", f"{path}/examination").json()["scripts"]
    assert scripts and all(one["expected"]["papers"] for one in scripts)
    windows = list(Window.objects.filter(site__key="centre", number__in=["01", "02", "03"]).order_by("number"))
    pairs = propose([one["number"] for one in scripts], [one.pk for one in windows])
    two = {"pairs": [{"script": script, "window": windows[0].pk} for script, _ in pairs]}
    assert admin.ask("post", f"{path}/simulation", two).status_code == 422
    dealt = admin.ask(
        "post", f"{path}/simulation", {"pairs": [{"script": script, "window": window} for script, window in pairs]}
    )
    assert dealt.status_code == 200, dealt.content
    clerks = {"01": Caller("林小窗"), "02": Caller("陈一诺"), "03": Caller("蒋晓月")}
    for line in dealt.json()["rows"]:
        received_and_agreed(clerks[line["number"]], line["id"])
    assert [row["objection"] for row in admin.ask("get", f"{path}/examination").json()["walks"]] == [""] * 3


def received_and_agreed(clerk: Caller, run: int) -> None:
    assert run in [row["id"] for row in clerk.ask("get", "life-event-runs").json()["rows"]]
    task = clerk.ask("post", f"life-event-runs/{run}/start").json()
    said = {"life_event": task["life_event"], "answers": task["answers"], "practice": task["practice"]}
    plan = clerk.ask("post", "joint-cases/plan", said).json()
    assert [one["member"] for one in plan["members"]] == list(task["expected"]["members"])
    papers = {
        one["id"]: {**{name: one[name] for name in ("received_as", "originals", "copies")}, "checked": True}
        for one in plan["papers"]
    }
    body = {**said, "form": task["form"], "merged": task["merged"], "papers": papers}
    piece = clerk.ask("post", "joint-cases", body)
    assert piece.status_code == 201, piece.content
    assert (piece.json()["practice"], piece.json()["version"], piece.json()["query_password"]) == (True, 0, "")
    done = clerk.ask("post", f"life-event-runs/{run}/agree").json()
    assert (done["state"], done["piece"], done["differences"]) == ("passed", piece.json()["number"], [])
    assert clerk.ask("get", f"life-event-runs/{run}").json()["actual"] == done["expected"]


def test_objections_are_settled_over_the_api() -> None:
    first, second = dealt(graded(in_review()))[:2]
    clerk, other, leader = Caller("林小窗"), Caller("陈一诺"), Caller("邹主任")
    for who, run in ((clerk, first), (other, second)):
        who.ask("post", f"life-event-runs/{run.pk}/start")
    body = {"place": "material:none", "text": "没有户口簿"}
    assert clerk.ask("post", f"life-event-runs/{first.pk}/object", body).status_code == 422
    raised = [
        who.ask("post", f"life-event-runs/{run.pk}/object", {**body, "place": "whole:"}).json()["objections"][0]
        for who, run in ((clerk, first), (other, second))
    ]
    assert raised[0]["label"] == "一件事总体" and raised[0]["settled_at"] is None
    path = f"life-event-drafts/{first.candidate.draft_id}"
    examination = leader.ask("get", f"{path}/examination").json()
    assert [one["id"] for one in examination["objections"]] == [one["id"] for one in raised]
    assert "2 次受理有异议，还没有处理。" in examination["missing"]
    dismiss = f"life-event-objections/{raised[0]['id']}/dismiss"
    assert clerk.ask("post", dismiss, {"reason": "依据充分"}).status_code == 403
    assert leader.ask("post", dismiss, {"reason": " "}).status_code == 422
    settled = leader.ask("post", dismiss, {"reason": "户口簿由部门共享"}).json()
    assert (settled["answer"], settled["settled_by"], settled["upheld"]) == (
        "不采纳：户口簿由部门共享",
        "邹主任",
        False,
    )
    assert leader.ask("post", dismiss, {"reason": "再说一次"}).status_code == 409
    assert clerk.ask("get", f"life-event-runs/{first.pk}").json()["state"] == "running"
    returned = leader.ask("post", f"{path}/simulation/return", {"reason": "材料要改"})
    assert returned.status_code == 200, returned.content
    draft = leader.ask("get", path).json()
    assert draft["state"] == "draft" and draft["returned_for"].splitlines()[0] == "模拟验收退回：材料要改"
    assert "02 号窗口（陈一诺）有异议" in draft["returned_for"] and "林小窗" not in draft["returned_for"]
    assert other.ask("get", f"life-event-runs/{second.pk}").json()["objections"][0]["upheld"] is True
    assert leader.ask("post", f"{path}/simulation/return", {"reason": "材料要改"}).status_code == 409


def test_the_whole_way_over_the_api() -> None:
    admin, expert = Caller("谢区管"), Caller("柏评审")
    opened = admin.ask(
        "post", "life-event-drafts", {"name": "新生儿一件事", "key": "newborn", "matters": BIRTH, "why": "关联分析"}
    )
    assert opened.status_code == 201, opened.content
    draft = opened.json()
    assert draft["savings"]["visits"] == {"before": 3, "after": 1} and draft["state"] == "draft"
    path = f"life-event-drafts/{draft['id']}"
    document = {**draft["document"], "summary": "一次办好"}
    saved = admin.ask("put", path, {"document": document, "base_revision": 1}).json()
    assert saved["revision"] == 2 and saved["document"]["summary"] == "一次办好"
    assert [row["number"] for row in admin.ask("get", f"{path}/revisions").json()["rows"]] == [2, 1]
    for verb in ("submit", "arrange"):
        moved = admin.ask("post", f"{path}/moves", {"verb": verb})
        assert moved.status_code == 200, moved.content
    for review in admin.ask("get", f"{path}/examination").json()["reviews"]:
        assert (
            expert.ask("post", f"{path}/review", {"department": review["department"], "grade": "high"}).status_code
            == 200
        )
    simulated(admin, path)
    assert admin.ask("get", path).json()["state"] == "approved"
    assert admin.ask("post", f"{path}/moves", {"verb": "publish"}).json()["state"] == "published"
    stopped = admin.ask("post", "life-event-versions/newborn/moves", {"verb": "suspend", "reason": "系统升级"})
    assert stopped.json()["versions"][0]["state"] == "suspended"
    assert [row["state"] for row in admin.ask("get", "life-event-versions/newborn").json()["versions"]] == ["suspended"]


def test_a_draft_is_opened_once_for_one_key_of_the_request() -> None:
    admin, key = Caller("谢区管"), str(uuid.uuid4())
    body = {"name": "新生儿一件事", "key": "newborn", "matters": BIRTH}
    first, second = (admin.ask("post", "life-event-drafts", body, key=key) for _ in range(2))
    assert first.json()["id"] == second.json()["id"] and LifeEventDraft.objects.count() == 1


def test_refusals_are_explained() -> None:
    admin = Caller("谢区管")
    opened = admin.ask("post", "life-event-drafts", {"next_of": "birth"}).json()
    path, document = f"life-event-drafts/{opened['id']}", opened["document"]
    judged = admin.ask(
        "post", f"{path}/judge", {"document": {**document, "lead_departments": ["no"]}, "base_revision": 1}
    ).json()
    assert [(one["code"], one["section"]) for one in judged] == [("lead", "terms")]
    broken = admin.ask("put", path, {"document": {"members": []}, "base_revision": 1})
    assert broken.status_code == 422 and broken.json()["reasons"][0]["todo"]
    admin.ask("put", path, {"document": {**document, "trigger": "甲"}, "base_revision": 1})
    clash = admin.ask("put", path, {"document": {**document, "trigger": "乙"}, "base_revision": 1})
    assert clash.status_code == 409 and clash.json()["by"] == "谢区管" and clash.json()["revision"] == 2
    assert admin.ask("get", "life-event-versions/nothing").status_code == 404
    listed = admin.ask("get", "life-event-drafts?state=draft&q=出生").json()
    assert [row["key"] for row in listed["rows"]] == ["birth"]
