"""Publication from the studio (S2-21, S2-22): judged once more, every channel at once, planned for an hour, never silently failing."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.people import signed_in, who
from tests.counter import Desk
from tests.studio.approved import CARD, LOST, approved_draft, card_in_force
from yichuang.catalog.models import MatterVersion
from yichuang.catalog.operations.suspend import suspend
from yichuang.catalog.operations.withdraw import withdraw_matter
from yichuang.catalog.queries import matter_revision, published
from yichuang.foundations import clock, jobs, ledger
from yichuang.foundations.models import Alarm
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.models import Message
from yichuang.studio.models import Draft, JudgedContent, PlannedPublication
from yichuang.studio.operations.plan_publication import publish_planned, schedule_publication, unschedule
from yichuang.studio.operations.publish_draft import publish_draft
from yichuang.studio.operations.return_draft import return_draft
from yichuang.studio.queries import lock_draft
from yichuang.studio.queries.judging import judge

pytestmark = pytest.mark.usefixtures("demo_district")


def now() -> datetime:
    return clock.now()


def publish(draft: Draft, name: str = "谢区管", **given: Any) -> Draft:
    return publish_draft(actor=who(name), draft_id=draft.pk, now=now(), **given)


def plan(draft: Draft, after: timedelta = timedelta(days=3)) -> PlannedPublication:
    return schedule_publication(actor=who("谢区管"), draft_id=draft.pk, at=now() + after, now=now())


def state_of(draft: Draft) -> str:
    return Draft.objects.values_list("state", flat=True).get(pk=draft.pk)


def recall(draft: Draft) -> None:
    with unit_of_work():
        return_draft(
            actor=who("孙局长"),
            draft=lock_draft(who("孙局长"), draft.pk),
            source="recall",
            move="recall",
            remarks=[],
            now=now(),
        )


def channels(name: str) -> dict[str, bool]:
    """Return which channels know the matter by a name: counter search, public guide, API, navigator."""
    public, counter, desk = Client(), signed_in("林小窗"), Desk("林小窗")
    found = counter.get(f"/desk/?q={name}").content.decode()
    asked = desk.post(f"/matters/{CARD}/advance", {"answers": {}, "applicant_kind": "person"}).json()
    return {
        "counter": f">{name}</a>" in found,
        "guide": name in public.get(f"/matters/{CARD}/").content.decode(),
        "api": public.get(f"/api/matters/{CARD}").json()["spec"]["name"] == name,
        "navigator": asked["question"]["text"].startswith("新问法"),
    }


def test_every_channel_begins_in_the_same_moment() -> None:
    """S2-22: 线上线下同步启动."""
    card_in_force()
    questions = [dict(one) for one in published(CARD).spec.model_dump(mode="json", by_alias=True)["questions"]]
    questions = [{**one, "text": f"新问法：{one['text']}"} for one in questions]
    draft = approved_draft(name="网约车驾驶员证补领", questions=questions)
    assert set(channels("网约车驾驶员证补领").values()) == {False}
    publish(draft)
    assert set(channels("网约车驾驶员证补领").values()) == {True}


def test_publication_moves_draft_version_and_ledger() -> None:
    draft = approved_draft()
    publish(draft)
    assert state_of(draft) == "published" and published(CARD).version_id == draft.candidate_id
    told = ledger.history(draft.stream)[-1]
    assert (told.type, told.payload["version"], told.payload["planned_by"]) == ("draft.published", 2, "")
    assert JudgedContent.objects.get(content_hash=told.payload["content_hash"]).errors == 0
    with pytest.raises(Refused, match="现在是“已发布”"):
        publish(draft)


@pytest.mark.parametrize(("name", "error"), [("赵审查", NotAllowed), ("邹主任", NotAllowed), ("李登记", NotFound)])
def test_only_the_district_administration_publishes(name: str, error: type[Refused]) -> None:
    draft = approved_draft()
    for act in (
        lambda: publish(draft, name),
        lambda: schedule_publication(actor=who(name), draft_id=draft.pk, at=now() + timedelta(days=1), now=now()),
        lambda: unschedule(actor=who(name), draft_id=draft.pk, now=now()),
    ):
        with pytest.raises(error):
            act()


def test_errors_found_now_stop_it_with_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules may have been tightened since: judged again, every error is said. Two faults, so that one is not taken for all."""
    draft = approved_draft()
    faulty = {**published(CARD).spec.model_dump(mode="json", by_alias=True), "acceptance_role": "", "case_type": ""}
    wanted = judge(faulty).errors
    assert len(wanted) >= 2
    frozen = MatterVersion.objects.get(pk=draft.candidate_id or 0)
    copy = MatterVersion.objects.create(matter=frozen.matter, spec=faulty, content_hash="0" * 64, state="rejected")
    Draft.objects.filter(pk=draft.pk).update(candidate=copy)
    for act in (lambda: publish(draft), lambda: plan(draft)):
        with pytest.raises(Refused) as refused:
            act()
        assert refused.value.status == 422 and len(refused.value.reasons) == len(wanted)
    assert state_of(draft) == "approved" and published(CARD).number == 1


@pytest.mark.parametrize("after", [timedelta(minutes=-1), timedelta(0), timedelta(days=367)])
def test_a_plan_is_for_the_coming_year(after: timedelta) -> None:
    draft = approved_draft()
    with pytest.raises(Refused, match="不在现在起一年之内") as refused:
        plan(draft, after)
    assert refused.value.status == 422 and state_of(draft) == "approved"


def test_a_plan_is_carried_out_once_in_the_name_of_who_made_it() -> None:
    draft = approved_draft()
    made = plan(draft)
    assert state_of(draft) == "scheduled"
    alarm = Alarm.objects.get(task="studio.publish_planned")
    assert (alarm.at, alarm.arguments) == (made.at, {"plan": made.pk})
    assert jobs.ring(now()) == 0
    assert publish_planned(plan_id=made.pk, now=made.at) == "published"
    version = MatterVersion.objects.get(pk=draft.candidate_id or 0)
    assert (version.number, version.published_by_name) == (2, "谢区管（定时发布）")
    told = ledger.history(draft.stream)[-1]
    assert (told.actor_kind, told.payload["planned_by"]) == ("clock", "谢区管")
    assert publish_planned(plan_id=made.pk, now=made.at) == "" and MatterVersion.objects.get(pk=version.pk).number == 2
    assert Message.objects.count() == 0


def test_a_plan_that_was_called_off_or_recalled_or_overtaken_does_nothing() -> None:
    draft = approved_draft()
    first = plan(draft)
    unschedule(actor=who("谢区管"), draft_id=draft.pk, now=now())
    assert state_of(draft) == "approved"
    second = plan(draft)
    recall(draft)
    assert [publish_planned(plan_id=one.pk, now=one.at) for one in (first, second)] == ["", ""]
    assert state_of(draft) == "draft" and published(CARD).number == 1
    assert {one.state for one in PlannedPublication.objects.all()} == {"called_off"}
    with pytest.raises(Refused):
        unschedule(actor=who("谢区管"), draft_id=draft.pk, now=now())


def test_publishing_earlier_ends_the_plan() -> None:
    draft = approved_draft()
    made = plan(draft)
    publish(draft)
    assert publish_planned(plan_id=made.pk, now=made.at) == "" and published(CARD).number == 2
    assert PlannedPublication.objects.get().state == "called_off"


@pytest.mark.parametrize("act", [suspend, withdraw_matter])
def test_a_matter_suspended_or_withdrawn_since_is_not_published_and_the_planner_is_told(act: Any) -> None:
    draft = approved_draft()
    made = plan(draft)
    more = {"legal_basis": "国发〔2026〕7号", "instead": "不再办理"} if act is withdraw_matter else {}
    act(actor=who("谢区管"), matter_key=CARD, reason="机构改革", now=now() + timedelta(minutes=1), **more)
    assert publish_planned(plan_id=made.pk, now=made.at) == "failed"
    assert state_of(draft) == "approved"
    made.refresh_from_db()
    assert made.state == "failed" and "机构改革" in made.problem
    told = ledger.history(draft.stream)[-1]
    assert told.type == "draft.publication_failed" and "机构改革" in told.payload["reasons"][0]
    message = Message.objects.get()
    assert message.template == "publication_failed" and message.data["name"] == "谢区管"
    page = signed_in("谢区管").get("/studio/publications/").content.decode()
    assert "没有发布" in page and "机构改革" in page
    assert publish_planned(plan_id=made.pk, now=made.at) == "" and Message.objects.count() == 1


def test_who_publishes_from_an_old_page_is_told() -> None:
    draft = approved_draft()
    seen = matter_revision(CARD)
    suspend(actor=who("谢区管"), matter_key=CARD, reason="核查", now=now())
    with pytest.raises(Refused, match="已有变化"):
        publish(draft, revision=seen)
    assert publish(draft, revision=matter_revision(CARD)).state == "published"


def test_the_page_shows_what_will_change_and_who_stays_behind() -> None:
    card_in_force()
    Desk("林小窗").receive(CARD, LOST)
    draft = approved_draft(promised_limit={"value": 1, "unit": "workday"})
    http = signed_in("谢区管")
    page = http.get(f"/studio/{draft.pk}/publish/").content.decode()
    assert "改为“1个工作日”" in page and "正在办理的 1 件按受理时的版本办完" in page
    assert "改为“1个工作日”" in signed_in("赵审查").get(f"/studio/{draft.pk}/compare/").content.decode()
    assert (
        http.post(f"/studio/{draft.pk}/publish/", {"act": "plan", "day": "2026-13-40", "hour": "8"}).status_code == 422
    )
    day = f"{now() + timedelta(days=2):%Y-%m-%d}"
    assert http.post(f"/studio/{draft.pk}/publish/", {"act": "plan", "day": day, "hour": "08:30"}).status_code == 302
    assert day in http.get("/studio/publications/").content.decode()
    assert http.post(f"/studio/{draft.pk}/publish/", {"act": "unschedule"}).status_code == 302
    revision = matter_revision(CARD)
    assert http.post(f"/studio/{draft.pk}/publish/", {"act": "publish", "revision": revision}).status_code == 302
    again = http.post(f"/studio/{draft.pk}/publish/", {"act": "publish"})
    assert again.status_code == 409 and "已发布" in again.content.decode()
    assert "第 2 版" in http.get("/studio/publications/?show=published").content.decode()


def test_the_api_compares_plans_calls_off_and_publishes() -> None:
    draft = approved_draft()
    desk = Desk("谢区管")
    path = f"/studio/drafts/{draft.pk}"
    compared = desk.get(f"{path}/comparison").json()
    assert (
        compared["before"] == 1
        and [line for line in compared["changes"] if "改为“新版”" in line] == compared["changes"]
    )
    at = (now() + timedelta(days=2)).isoformat()
    planned = desk.post(f"{path}/schedule", {"at": at}).json()
    assert planned["state"] == "scheduled" and planned["planned_at"]
    assert desk.get("/studio/publications").json()["rows"][0]["key"] == CARD
    assert desk.post(f"{path}/unschedule", {}).json()["state"] == "approved"
    assert desk.post(f"{path}/publish", {}).json()["version"] == 2
    assert desk.post(f"{path}/publish", {}).status_code == 409
