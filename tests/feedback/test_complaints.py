"""The “办不成事”反映窗口: taken by every way, routed, agency, answered in time, asked again, fed to the studio (S2-27③)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.people import signed_in, who
from tests.feedback.people import FREIGHT, given, next_morning, sealed
from tests.hall.people import centre
from yichuang.accounts.permissions import SYSTEM
from yichuang.catalog.operations.suspend import suspend
from yichuang.feedback.models import Complaint, ComplaintStep, RatingOrder
from yichuang.feedback.operations.close_complaint import close_answered, record_late_complaints
from yichuang.feedback.operations.complain import Saying, complain, complaint_from_order, take_complaint
from yichuang.feedback.operations.look_up_complaint import look_up_complaint
from yichuang.feedback.operations.move_complaint import ComplaintSaid, ask_again, move_complaint, show_complainant
from yichuang.feedback.operations.seal import seal_ratings
from yichuang.feedback.queries.complaints import narrowed, visible_complaints
from yichuang.feedback.rules import complaints as rule
from yichuang.foundations import clock
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.notifications.models import Message
from yichuang.organizations.models import Department
from yichuang.studio.models import AdjustmentRequest

pytestmark = pytest.mark.usefixtures("demo_district")
TEXT = "办道路运输证跑了三趟还没办成，每次要的材料都不一样"
MOBILE = "13900000997"


def taken(**said: Any) -> Complaint:
    saying = Saying(
        **{"kind": "not_done", "text": TEXT, "matter": FREIGHT, "mobile": MOBILE, "source": "window", **said}
    )
    return take_complaint(actor=who("林小窗"), site=centre(), saying=saying, now=clock.now())


def act(name: str, row: Complaint, verb: str, text: str = "已与反映人电话核实情况", **said: Any) -> None:
    given_ = ComplaintSaid(text=text, **said)
    move_complaint(actor=who(name), number=row.number, verb=verb, said=given_, now=clock.now())
    row.refresh_from_db()


def transport() -> int:
    return int(Department.objects.get(key="xs-transport").pk)


def test_what_is_taken_has_number_password_and_a_day() -> None:
    row = taken()
    today = day_of(clock.now())
    assert row.number == f"TS{today:%Y%m%d}0001" and len(row.query_password) == 6
    assert row.due == calendar().add_workdays(today, 5) and row.matter_name
    assert taken().number.endswith("0002")
    event = Event.objects.get(stream=row.stream, type="complaint.taken")
    assert MOBILE not in str(event.payload) and TEXT not in str(event.payload)
    with pytest.raises(NotAllowed):
        take_complaint(
            actor=who("吴益农"), site=centre(), saying=Saying("other", TEXT, source="window"), now=clock.now()
        )


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": "nonsense"}, "kind"),
        ({"text": "差"}, "text"),
        ({"mobile": "abc"}, "mobile"),
        ({"kind": "agency", "mobile": ""}, "mobile"),
        ({"matter": "no_such_matter"}, "matter"),
        ({"source": "dream"}, "source"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_field(said: dict[str, str], field: str) -> None:
    with pytest.raises(Refused) as caught:
        taken(**said)
    assert [one.field for one in caught.value.reasons] == [field] and caught.value.status == 422
    assert not Complaint.objects.exists()


def test_routed_to_the_department_which_answers_and_the_person_reads_and_rates() -> None:
    row = taken()
    with pytest.raises(NotFound):
        act("赵审查", row, "note")
    with pytest.raises(Refused, match="没有选择要转去的部门"):
        act("林小窗", row, "route")
    act("林小窗", row, "route", department=transport())
    assert row.state == "routed"
    with pytest.raises(NotAllowed):
        act("林小窗", row, "answer", "由部门答复，窗口不能代答")
    act("赵审查", row, "note", "已调取三次收件记录")
    act("赵审查", row, "answer", "系窗口告知不全，已上门补办完毕并致歉")
    assert row.state == "answered" and row.satisfaction is not None
    message = Message.objects.get(template="complaint_answered")
    assert row.number in message.data["link"]
    given(row.satisfaction, 4)
    seal_ratings(next_morning())
    row.refresh_from_db()
    assert (row.state, row.satisfied) == ("closed", 4)
    assert not RatingOrder.objects.exists()


def test_agency_is_taken_on_with_notes_of_progress_that_the_person_reads() -> None:
    row = taken(kind="agency")
    act("陈一诺", row, "take_agency", "由陈一诺代跑公安核验")
    assert (row.state, row.agency) == ("agency", True)
    act("陈一诺", row, "note", "今天已送件，预计周三取回")
    act("陈一诺", row, "answer", "证件已取回并邮寄给您")
    told = [(step.verb, step.told) for step in ComplaintStep.objects.filter(complaint=row)]
    assert told == [("take", True), ("take_agency", True), ("note", True), ("answer", True)]


def test_an_extension_is_told_and_lateness_is_on_record_once() -> None:
    row = taken()
    act("林小窗", row, "handle", "")
    with pytest.raises(Refused, match="新的期限"):
        act("林小窗", row, "extend", "需要向省厅请示", day=row.due)
    later = row.due + timedelta(days=4)
    act("林小窗", row, "extend", "需要向省厅请示", day=later)
    assert row.due == later and Message.objects.get(template="feedback_extended").data["number"] == row.number
    after = clock.now() + timedelta(days=30)
    assert record_late_complaints(after) == 1 and record_late_complaints(after) == 0
    rows = narrowed(visible_complaints(who("沈主管")), who("沈主管"), "late", "", "", day_of(after))
    assert [one.number for one in rows] == [row.number]


def test_asked_again_once_and_no_more_and_closed_when_nobody_does() -> None:
    row = taken()
    act("林小窗", row, "handle", "")
    act("林小窗", row, "answer", "请到三号窗口重新提交材料")
    with pytest.raises(Refused, match="要求再次办理的内容应为"):
        ask_again(row=row, text="", now=clock.now())
    ask_again(row=row, text="三号窗口说不归他们管", now=clock.now())
    row.refresh_from_db()
    assert (row.state, row.rounds) == ("taken", 2)
    act("林小窗", row, "handle", "")
    act("林小窗", row, "answer", "已由主管陪同当场办结")
    with pytest.raises(Refused, match="已经再次办理过"):
        ask_again(row=row, text="还是不满意这个结果", now=clock.now())
    assert close_answered(clock.now()) == 0
    assert close_answered(clock.now() + timedelta(days=30)) == 1


def test_lessons_go_to_the_studio_as_an_adjustment_request() -> None:
    row = taken()
    act("林小窗", row, "suggest_change", "指南没有写明需要安全生产制度文本")
    request = AdjustmentRequest.objects.get()
    assert (request.source, request.trigger, request.reference) == ("complaint", "complaint", row.number)
    assert row.adjustment == str(request.pk)
    with pytest.raises(Refused, match="没有写明涉及的事项"):
        act("林小窗", taken(matter=""), "suggest_change", "说不清是哪个事项")


def test_a_bad_rating_becomes_a_complaint() -> None:
    order = RatingOrder.objects.get(rating=sealed(1, words="来了三次都没办成，一直推诿", call_me=True, mobile=MOBILE))
    row = complaint_from_order(actor=who("沈主管"), number=order.number, text="", now=clock.now())
    assert (row.source, row.mobile, row.text, row.matter) == ("rating", MOBILE, "来了三次都没办成，一直推诿", FREIGHT)


def test_names_and_telephones_are_shown_for_a_reason_on_record() -> None:
    row = taken(name="钟大爷")
    with pytest.raises(Refused, match="没有写明"):
        show_complainant(actor=who("林小窗"), number=row.number, reason=" ", now=clock.now())
    with pytest.raises(NotAllowed):
        show_complainant(actor=who("邹主任"), number=row.number, reason="想了解一下", now=clock.now())
    shown = show_complainant(actor=who("林小窗"), number=row.number, reason="电话核实", now=clock.now())
    assert shown == {"称呼": "钟大爷", "电话": MOBILE}
    page = signed_in("沈主管").get(f"/feedback/complaints/{row.number}/").content.decode()
    assert "139****0997" in page and MOBILE not in page and "钟大爷" not in page


def test_passwords_cannot_be_tried_out() -> None:
    row = taken()
    wrong = f"{(int(row.query_password) + 1) % 10**6:06d}"
    now = clock.now()
    for _ in range(5):
        with pytest.raises(Refused, match="不相符"):
            look_up_complaint(number=row.number, password=wrong, address="10.0.0.1", now=now)
    with pytest.raises(Refused, match="输错次数太多"):
        look_up_complaint(number=row.number, password=row.query_password, address="10.0.0.2", now=now)
    later = now + timedelta(minutes=16)
    found = look_up_complaint(number=row.number.lower(), password=row.query_password, address="10.0.0.2", now=later)
    assert found.pk == row.pk


def test_the_public_writes_reads_and_asks_again_without_javascript() -> None:
    http = Client()
    form = {"kind": "not_done", "site_id": str(centre().pk), "text": TEXT, "matter": "", "mobile": ""}
    wrong = http.post("/complain/", {**form, "text": ""})
    assert wrong.status_code == 422 and "请填写“说说是什么情况”" in wrong.content.decode()
    done = http.post("/complain/", form, follow=True).content.decode()
    row = Complaint.objects.get()
    assert row.number in done and row.query_password in done and row.source == "online"
    assert http.post("/complain/query/", {"number": row.number, "password": "x"}).status_code == 404
    proof = {"number": row.number, "password": row.query_password}
    page = http.post("/complain/query/", proof, follow=True).content.decode()
    assert TEXT in page and "待处理" in page
    act("沈主管", row, "handle", "")
    act("沈主管", row, "note", "这是给反映人看的进展")
    act("沈主管", row, "answer", "已为您当场办结")
    page = http.get("/complain/query/").content.decode()
    assert "已为您当场办结" in page and "沈主管" not in page and "评价这次答复" in page
    assert http.post("/complain/again/", {"text": "没有办结，还差一章"}).status_code == 302
    row.refresh_from_db()
    assert row.rounds == 2
    http.post("/complain/leave/")
    assert http.post("/complain/again/", {"text": "没有办结，还差一章"}).status_code == 404


def test_anonymous_complaints_are_taken() -> None:
    row = complain(site=centre(), saying=Saying("suggest", "建议中午也开两个窗口"), now=clock.now())
    act("林小窗", row, "handle", "")
    act("林小窗", row, "answer", "自下月起中午开两个窗口")
    assert not Message.objects.filter(stream=row.stream).exists()


def test_the_table_of_complaints_is_whole() -> None:
    for move in rule.MOVES:
        assert set(move.sources) <= set(rule.STATES) and (move.target is None or move.target in rule.STATES)
    reached = {rule.TAKEN} | {move.target for move in rule.MOVES if move.target}
    assert reached == set(rule.STATES)
    assert all(move.told for move in rule.MOVES if move.verb in ("note", "answer", "extend"))


def test_a_matter_suspended_meanwhile_is_complained_about_under_its_name() -> None:
    suspend(actor=SYSTEM, matter_key=FREIGHT, reason="省级系统割接", now=clock.now())
    assert taken(matter=FREIGHT).matter_name == "普通货物运输经营许可"
    assert f'<option value="{FREIGHT}">普通货物运输经营许可</option>' in Client().get("/complain/").content.decode()
    with pytest.raises(Refused):
        taken(matter="never_was")


def test_an_anonymous_complaint_offers_no_telephone_to_look_at() -> None:
    page = signed_in("沈主管")
    assert "查看反映人联系方式" in page.get(f"/feedback/complaints/{taken().number}/").content.decode()
    nobody = taken(mobile="")
    assert "查看反映人联系方式" not in page.get(f"/feedback/complaints/{nobody.number}/").content.decode()
