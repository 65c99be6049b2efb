"""A bad rating is followed up by a named person, mended, rated again, published; appeals are judged by another (rulebook 4.3)."""

from datetime import timedelta
from typing import Any

import pytest

from tests.cases.people import who
from tests.feedback.people import given, next_morning, sealed
from yichuang.feedback.models import RatingMonth, RatingOrder
from yichuang.feedback.operations.move_order import MOVES, OrderSaid, move_order, show_author
from yichuang.feedback.operations.open_order import close_settled
from yichuang.feedback.operations.rate import lapse_requests
from yichuang.feedback.operations.seal import seal_ratings
from yichuang.feedback.operations.watch import record_late_orders
from yichuang.feedback.queries.figures import Period, figures
from yichuang.feedback.queries.orders import candidates, lateness, narrowed, visible_orders
from yichuang.feedback.rules import orders as rule
from yichuang.feedback.rules.plain import personal_in, without_personal
from yichuang.foundations import clock
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.notifications.models import Message

pytestmark = pytest.mark.usefixtures("demo_district")
NAMED = {"call_me": True, "mobile": "13900000998", "name": "章先生"}


def opened(grade: int = 2, **said: Any) -> RatingOrder:
    """Have 林小窗 rated badly and sealed; return the work order."""
    return RatingOrder.objects.get(rating=sealed(grade, reasons=["slow"], **said))


def act(name: str, order: RatingOrder, verb: str, text: str = "情况已经核实清楚", **said: Any) -> RatingOrder:
    row = move_order(
        actor=who(name), number=order.number, verb=verb, said=OrderSaid(text=text, **said), now=clock.now()
    )
    order.refresh_from_db()
    return row


def to_verified(order: RatingOrder) -> None:
    act("沈主管", order, "assign", assignee=who("陈一诺").id)
    act("陈一诺", order, "follow_up", reached=order.named)


def verbs(order: RatingOrder) -> list[str]:
    rows = Event.objects.filter(stream=order.stream).order_by("seq")
    return [row.payload.get("verb", row.type) for row in rows]


def test_a_bad_rating_has_a_work_order_and_a_good_one_none() -> None:
    order = opened(1)
    rated = day_of(order.rating.rated_at)
    assert (order.state, order.handler_name, order.grade, order.department) == ("open", "林小窗", 1, None)
    assert order.review_due == calendar().add_workdays(rated, 1) and order.due == calendar().add_workdays(rated, 15)
    sealed(3)
    assert RatingOrder.objects.count() == 1


def test_from_bad_to_mended_rated_again_and_published() -> None:
    order = opened(2, words="等了一个小时", **NAMED)
    to_verified(order)
    assert (order.state, order.reached, order.assignee_name) == ("verified", True, "陈一诺")
    assert "核实" not in str(Event.objects.filter(stream=order.stream, payload__verb="follow_up").get().payload["said"])
    act("陈一诺", order, "mend", "已增开一个窗口并致歉")
    assert (order.state, order.rounds) == ("mended", 1) and order.rerating is not None
    asked = Message.objects.get(template="rating_asked", to_index=Message.objects.latest("pk").to_index)
    assert order.rerating.token in asked.data["link"]
    given(order.rerating, 4)
    seal_ratings(next_morning())
    order.refresh_from_db()
    assert (order.state, order.rerated) == ("closed", 4)
    assert RatingMonth.objects.get().g4 == 0, "rated again counts for the order, not once more for the service"
    with pytest.raises(Refused, match="称谓"):
        act("沈主管", order, "publish", "已向章先生致歉")
    act("沈主管", order, "publish", "已增开窗口，等候缩短到十分钟以内")
    assert order.published_at is not None
    assert verbs(order) == ["rating_order.opened", "assign", "follow_up", "mend", "close", "publish"]


def test_rated_badly_again_it_is_opened_once_more() -> None:
    order = opened(2, **NAMED)
    to_verified(order)
    act("陈一诺", order, "explain", "材料系法律规定，无法减免")
    assert order.rerating is not None
    given(order.rerating, 1)
    seal_ratings(next_morning())
    order.refresh_from_db()
    assert (order.state, order.rerated) == ("verified", 1) and RatingOrder.objects.get().rerating is None
    act("陈一诺", order, "mend", "已上门当面说明")
    assert order.rounds == 2 and RatingOrder.objects.count() == 1
    later = clock.now() + timedelta(days=40)
    lapse_requests(later)
    assert close_settled(later) == 1


def test_a_plan_has_a_date_and_an_extension_is_never_silent() -> None:
    order = opened(2, **NAMED)
    to_verified(order)
    for day in (None, order.due + timedelta(days=1), day_of(clock.now()) - timedelta(days=1)):
        with pytest.raises(Refused, match="计划完成日"):
            act("陈一诺", order, "plan", "下周改造叫号", day=day)
    act("陈一诺", order, "plan", "下周改造叫号", day=order.due)
    assert (order.state, order.planned_for) == ("planned", order.due)
    with pytest.raises(Refused, match="您的岗位不能延长整改期限"):
        act("陈一诺", order, "extend", "设备未到货", day=order.due + timedelta(days=3))
    with pytest.raises(Refused, match="新的期限"):
        act("沈主管", order, "extend", "设备未到货", day=order.due + timedelta(days=90))
    with pytest.raises(Refused, match="说明应为"):
        act("沈主管", order, "extend", "", day=order.due + timedelta(days=3))
    before = order.due
    act("沈主管", order, "extend", "设备未到货", day=before + timedelta(days=3))
    told = Message.objects.get(template="feedback_extended")
    assert order.due == before + timedelta(days=3) and "设备未到货" in told.data["why"]


def test_the_rated_officer_neither_calls_back_nor_sees_who_it_was() -> None:
    order = opened(1, **NAMED)
    assert who("林小窗").id not in dict(candidates(order, day_of(clock.now())))
    with pytest.raises(Refused, match="不是被评价人"):
        act("沈主管", order, "assign", assignee=who("林小窗").id)
    to_verified(order)
    with pytest.raises(Refused, match="由指派的回访人办理"):
        act("蒋晓月", order, "mend") if order in visible_orders(who("蒋晓月")) else act("沈主管", order, "mend")
    with pytest.raises(NotAllowed):
        show_author(actor=who("林小窗"), number=order.number, reason="想打电话", now=clock.now())
    with pytest.raises(NotAllowed):
        show_author(actor=who("沈主管"), number=order.number, reason="想打电话", now=clock.now())
    with pytest.raises(Refused, match="没有写明"):
        show_author(actor=who("陈一诺"), number=order.number, reason="", now=clock.now())
    shown = show_author(actor=who("陈一诺"), number=order.number, reason="电话回访", now=clock.now())
    assert shown == {"称呼": "章先生", "电话": "13900000998"}
    assert Event.objects.get(type="rating_order.author_shown").actor_name == "陈一诺"
    with pytest.raises(NotFound):
        act("吴益农", order, "assign", assignee=who("陈一诺").id)


def test_an_anonymous_author_is_not_reached() -> None:
    order = opened(2)
    act("沈主管", order, "assign", assignee=who("陈一诺").id)
    with pytest.raises(Refused, match="没有留下联系方式"):
        act("陈一诺", order, "follow_up", reached=True)
    with pytest.raises(Refused, match="没有留下联系方式"):
        show_author(actor=who("陈一诺"), number=order.number, reason="电话回访", now=clock.now())
    act("陈一诺", order, "follow_up")
    act("陈一诺", order, "mend", "已调整排班并培训")
    assert not Message.objects.filter(template="rating_asked").exists()


def test_an_appeal_is_judged_by_somebody_else_and_what_is_upheld_does_not_count() -> None:
    order = opened(1)
    with pytest.raises(Refused, match="申诉由被评价人或回访人提出"):
        act("沈主管", order, "appeal", "评价与事实不符")
    act("林小窗", order, "appeal", "评价的是别的窗口")
    assert order.state == "appealed"
    with pytest.raises(Refused, match="不能指派回访人"):
        act("沈主管", order, "assign", assignee=who("陈一诺").id)
    with pytest.raises(Refused, match="您的岗位不能"):
        act("沈主管", order, "uphold", "情况属实应予支持")
    act("邹主任", order, "reject", "监控显示确实等候过长")
    assert order.state == "open", "it goes on where it stood"
    act("林小窗", order, "appeal", "评价的是别的窗口")
    assert RatingMonth.objects.get().g1 == 1
    act("邹主任", order, "uphold", "查实为误评")
    assert (order.state, order.rating.excluded, RatingMonth.objects.get().g1) == ("excluded", True, 0)


def test_what_is_late_is_red_and_on_record_once() -> None:
    order = opened(2)
    after_review = clock.now() + timedelta(days=8)
    assert lateness(order, day_of(clock.now())) == ""
    assert lateness(order, day_of(after_review)) == "回访已超期"
    assert record_late_orders(after_review) == 1 and record_late_orders(after_review) == 0
    to_verified(order)
    after = clock.now() + timedelta(days=40)
    assert lateness(order, day_of(after)) == "整改已超期" and record_late_orders(after) == 1
    late = narrowed(visible_orders(who("沈主管")), who("沈主管"), "late", "", day_of(after))
    assert [row.number for row in late] == [order.number]
    assert Event.objects.filter(type="rating_order.late").count() == 2


def test_figures_of_follow_up_and_of_each_dimension() -> None:
    first, second = opened(2, **NAMED), opened(1)
    sealed(5, indicators={"attitude": 4})
    to_verified(first)
    act("陈一诺", first, "mend", "已增开一个窗口")
    today = day_of(clock.now())
    month = Period(today.replace(day=1), next_morning().date())
    found = figures(who("邹主任"), month, today)
    assert (found.whole.total, found.whole.bad, found.whole.satisfied) == (3, 2, "33.3%")
    done = found.follow_up
    assert (done.orders, done.followed_up_rate, done.settled_rate, done.named_rate) == (2, "50.0%", "50.0%", "100.0%")
    assert found.groups["officer"][0][0] == "林小窗" and "01 号窗口" in found.groups["window"][0][0]
    assert found.indicators == [("服务态度", 1, "4.00")]
    assert figures(who("戚镇管"), month, today).whole.total == 0, "another town's"
    assert second.state == "open"


def test_the_table_of_orders_is_whole() -> None:
    for move in rule.MOVES:
        assert set(move.sources) <= set(rule.STATES) and (move.target is None or move.target in rule.STATES)
    seen: set[str] = set()
    reachable = {rule.OPEN}
    while reachable - seen:
        state = (reachable - seen).pop()
        seen.add(state)
        reachable |= {move.target for move in rule.MOVES if state in move.sources and move.target}
    assert seen == set(rule.STATES), "a state that no move leads to"
    assert set(MOVES) == {move.verb for move in rule.BY_HAND}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("已增开窗口", []),
        ("请拨 13900001234", ["手机号"]),
        ("张女士来办", ["称谓"]),
        ("身份证 330181199503070010", ["身份证号码"]),
        ("浙A12345 过户", ["车牌号"]),
        ("信箱 a.b@c.cn", ["电子邮箱"]),
    ],
)
def test_what_points_to_a_person_is_found_in_public_texts(text: str, names: list[str]) -> None:
    assert personal_in(text) == names
    assert personal_in(without_personal(text)) == []
