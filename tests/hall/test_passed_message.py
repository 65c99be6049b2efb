"""Who was passed is told the true time by which he may come back: the end of his board's hours that day (S2-32, S2-38)."""

from datetime import date, datetime, timedelta

import pytest

from tests.cases.people import who
from tests.hall.people import centre, sit, take
from yichuang.foundations.clock import CHINA
from yichuang.hall.models import OpeningPlan
from yichuang.hall.operations.call import call_next, recall
from yichuang.hall.operations.opening import SpecialDay, declare_days
from yichuang.hall.operations.pass_by import no_show
from yichuang.hall.rules.opening import WORKDAY, DayHours, Span, back_by
from yichuang.notifications.models import Message
from yichuang.notifications.rules.templates import text_of

DAY = date(2026, 12, 1)
LIN, MOBILE = "林小窗", "13900000991"


def hours(*spans: tuple[int, int]) -> DayHours:
    return DayHours(DAY, WORKDAY, tuple(Span(*span) for span in spans))


@pytest.mark.parametrize(
    ("boards", "minute", "said"),
    [
        ([hours((510, 720), (810, 1050))], 600, "今天17:30"),
        ([hours((510, 720), (810, 1050))], 750, "今天17:30"),
        ([hours((510, 720), (810, 1050), (1050, 1200))], 600, "今天20:00"),
        ([hours((510, 720)), hours((510, 1050))], 600, "今天12:00"),
        ([hours((510, 720)), hours((510, 1050))], 730, "今天17:30"),
        ([hours((510, 1050))], 1050, "今天停止叫号"),
        ([hours()], 600, "今天停止叫号"),
        ([], 600, "今天停止叫号"),
    ],
)
def test_the_last_end_still_ahead_is_said(boards: list[DayHours], minute: int, said: str) -> None:
    assert back_by(boards, minute) == said


def passed(at: datetime, *matters: str) -> str:
    """Take a number, call three times, note that nobody came; return what the person is told."""
    take(*(matters or ("freight_general",)), at=at, mobile=MOBILE)
    sit(LIN, at=at)
    call_next(actor=who(LIN), now=at)
    recall(actor=who(LIN), now=at)
    recall(actor=who(LIN), now=at)
    no_show(actor=who(LIN), now=at + timedelta(minutes=1))
    message = Message.objects.get(template="ticket_passed")
    return text_of(message.template, message.data)


@pytest.mark.usefixtures("demo_district")
@pytest.mark.parametrize(
    ("day", "hour", "said"),
    [
        # A Tuesday, and a Wednesday on which board A is open in the evening (5+X of the demonstration).
        (1, 10, "请于今天17:30前到萧山区人民政府办事服务中心导办台说明"),
        (2, 10, "请于今天20:00前到"),
        (1, 19, "请于今天停止叫号前到"),
    ],
)
def test_the_message_says_the_hours_of_the_day(day: int, hour: int, said: str) -> None:
    text = passed(datetime(2026, 12, day, hour, 0, tzinfo=CHINA))
    assert said in text and "下班" not in text


@pytest.mark.usefixtures("demo_district")
def test_a_day_that_ends_early_is_said() -> None:
    early, before = SpecialDay(DAY, ((540, 690),), "台风，上午办公"), datetime(2026, 11, 30, 9, tzinfo=CHINA)
    declare_days(actor=who("沈主管"), site=centre(), days=[early], then="later", now=before)
    assert "请于今天11:30前到" in passed(datetime(2026, 12, 1, 9, 30, tzinfo=CHINA))


@pytest.mark.usefixtures("demo_district")
def test_a_hall_that_has_set_no_hours_promises_none() -> None:
    OpeningPlan.objects.filter(site=centre()).delete()
    assert "请于今天停止叫号前到" in passed(datetime(2026, 12, 1, 9, 30, tzinfo=CHINA))
