"""Composing over the API: the same operations, once in effect, refusals explained (S2-25)."""

import uuid
from typing import Any

import pytest
from django.test import Client

from tests.life_events.composing import BIRTH
from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.life_events.models import LifeEventDraft
from yichuang.organizations.models import Window

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
    scripts = admin.ask("get", f"{path}/examination").json()["scripts"]
    assert scripts and all(one["materials"] for one in scripts)
    walked = [{"number": one["number"], "agreed": True} for one in scripts]
    for clerk, number in (("林小窗", "01"), ("陈一诺", "02"), ("蒋晓月", "03")):
        window = Window.objects.get(site__key="centre", number=number).pk
        done = Caller(clerk).ask("post", f"{path}/simulation", {"window": window, "walked": walked})
        assert done.status_code == 200, done.content
    assert done.json()["state"] == "approved"
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
