"""Signing in and staying in: two pages at once, idle and absolute limits, lock-out with its way out, an account from tomorrow."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory

from tests.accounts.people import actor, officer_post, registered, staff
from tests.cases.test_budgets import statements
from yichuang.accounts.models import SignIn, StaffSession
from yichuang.accounts.operations.sign_in import Entered, Entrance, sign_in
from yichuang.accounts.operations.unlock_staff import unlock_staff
from yichuang.accounts.queries import actor_of_token, why_ended
from yichuang.demo.people import PASSWORD
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
WU = "13900000031"


def enter(mobile: str = WU, password: str = PASSWORD, now: datetime | None = None, kind: str = "page") -> Entered:
    request = RequestFactory().post("/sign-in/")
    return sign_in(
        request=request,
        mobile=mobile,
        password=password,
        entrance=Entrance(kind, "10.0.0.7", "Firefox"),
        now=now or clock.now(),
    )


def refused(**given: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        enter(**given)
    return refusal.value


def test_a_third_page_ends_the_one_idle_longest_and_says_so() -> None:
    now = clock.now()
    first, second = enter(now=now), enter(now=now + timedelta(minutes=1))
    third = enter(now=now + timedelta(minutes=2))
    assert [row.pk for row in third.ended] == [StaffSession.objects.order_by("pk")[0].pk]
    later = now + timedelta(minutes=3)
    assert actor_of_token(first.token, later) is None
    assert "超出两处" in why_ended(first.token, later)
    assert actor_of_token(second.token, later) and actor_of_token(third.token, later)
    assert enter(now=later, kind="api").ended == ()


def test_a_session_ends_when_idle_and_when_old_and_asking_costs_one_statement() -> None:
    now = clock.now()
    token = enter(now=now).token
    for minutes in range(0, 700, 100):  # at work all day, a pause of an hour and forty minutes at most
        with statements() as seen:
            assert actor_of_token(token, now + timedelta(minutes=minutes)) is not None
        assert len(seen) == 1
    assert actor_of_token(token, now + timedelta(hours=12)) is None
    assert "12 小时" in why_ended(token, now + timedelta(hours=12))
    token = enter(now=now).token
    assert actor_of_token(token, now + timedelta(minutes=119)) is not None
    assert actor_of_token(token, now + timedelta(minutes=119 + 121)) is None
    assert "没有操作" in why_ended(token, now + timedelta(minutes=119 + 121))


def test_the_sign_in_page_says_why_a_session_is_over() -> None:
    http = Client()
    assert http.post("/sign-in/", {"mobile": WU, "password": PASSWORD}).status_code == 302
    StaffSession.objects.update(ended_at=clock.now(), ended_why="管理员结束会话")
    answer = http.get("/cases/", follow=True)
    assert "管理员结束会话，登录已结束" in answer.content.decode()


def test_five_wrong_tries_lock_with_the_minutes_left_and_the_way_out() -> None:
    said = [refused(password=f"wrong-{number}") for number in range(5)]
    lefts = [re.search(r"再错 (\d) 次", one.reasons[0].todo) for one in said[:4]]
    assert [left and left.group(1) for left in lefts] == ["4", "3", "2", "1"]
    for locked in (said[4], refused(password=PASSWORD)):
        reason = locked.reasons[0]
        assert reason.code == "locked" and "还有 30 分钟" in reason.message
        assert "验证码" in reason.todo and "管理员" in reason.todo
    tries = SignIn.objects.filter(staff=staff("吴益农"))
    assert [row.succeeded for row in tries] == [False] * 6
    unlock_staff(actor=actor("戚镇管"), staff_id=str(staff("吴益农").pk), now=clock.now())
    assert enter().person.name == "吴益农"


def test_an_unknown_number_is_answered_and_locked_like_a_known_one() -> None:
    known = [refused(password="wrong") for _ in range(5)]
    unknown = [refused(mobile="13977770000", password="wrong") for _ in range(5)]
    assert [one.reasons for one in known] == [one.reasons for one in unknown]


def test_an_account_that_begins_tomorrow_has_its_own_message() -> None:
    now = clock.now()
    person = registered("姜管理", officer_post(), now)
    person.set_password(PASSWORD)
    person.save()
    told = refused(mobile=person.mobile)
    assert told.status == 403 and told.reasons[0].code == "starts_later"
    start = now + timedelta(days=1)
    assert f"{start:%Y年%-m月%-d日}零时起登录" in told.reasons[0].message and "同事" in told.reasons[0].todo
    assert enter(mobile=person.mobile, now=start).person == person


def test_a_closed_account_is_told_whom_to_ask() -> None:
    person = staff("吴益农")
    person.left_on = clock.now().date()
    person.save()
    assert refused().reasons[0].code == "left"


@pytest.mark.parametrize("address", ["/sign-in/", "/api/session"])
def test_the_try_that_locks_is_answered_by_our_page_and_in_problem_details(address: str) -> None:
    http, given = Client(), {"mobile": WU, "password": "wrong"}
    said = []
    for _ in range(6):
        by_api = address == "/api/session"
        said.append(http.post(address, given, "application/json") if by_api else http.post(address, given))
    for answer in said[4:]:
        text = answer.content.decode()
        assert answer.status_code == 401 and "账号已锁定，还有 30 分钟自动解锁" in text and "短信验证码重设密码" in text
        assert address == "/sign-in/" or answer["Content-Type"] == "application/problem+json"
