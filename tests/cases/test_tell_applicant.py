"""The applicant is told by message what happened, each once (S2-39, S2-44)."""

from urllib.parse import urlsplit

import pytest
from django.test import Client

from tests.counter import Desk
from tests.results import accepted, at_issuing
from yichuang.cases.models import Case
from yichuang.cases.operations.tell_applicant import TEMPLATES
from yichuang.foundations import clock, ledger
from yichuang.foundations.models import Event
from yichuang.foundations.rules.calendar import in_chinese
from yichuang.notifications.models import Message
from yichuang.notifications.queries import messages_about
from yichuang.notifications.rules.templates import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def told(number: str) -> list[tuple[str, str]]:
    """Let the reader hear the whole history, twice as the ledger may; return the messages' templates and texts."""
    events = Event.objects.filter(stream=f"case:{number}", type__in=TEMPLATES).order_by("seq")
    for _ in range(2):
        ledger.hear("cases.applicant", [str(event.uid) for event in events], clock.now())
    return [(row.template, text_of(row.template, row.data)) for row in reversed(messages_about(f"case:{number}"))]


def test_an_acceptance_is_told_with_its_promise_and_a_way_to_look() -> None:
    number = accepted(Desk("林小窗"))
    ((template, text),) = told(number)
    promised = Case.objects.get(number=number).promised_due
    assert template == "case_accepted" and promised
    assert in_chinese(promised) in text and f"/progress/?number={number}" in text
    assert Message.objects.get().to == "13900001234"


def test_the_one_time_notice_is_told() -> None:
    desk = Desk("林小窗")
    number = desk.receive()
    line = {"id": "m_safe", "name": "安全生产管理制度文本", "what": "缺操作规程", "todo": "补交操作规程"}
    desk.must(number, "request-correction", items=[line])
    ((template, text),) = told(number)
    assert template == "correction_requested" and "一次性告知书" in text and "萧山区" in text


def test_a_result_to_collect_and_one_to_read_are_told_and_the_address_opens() -> None:
    number = at_issuing(Desk("林小窗"))
    Desk("周出证").must(number, "offer-electronically", consent="当场书面同意电子送达")
    kinds = dict(told(number))
    assert list(kinds) == ["case_accepted", "result_ready", "result_offered"]
    link = next(word for word in kinds["result_offered"].replace("，", " ").split() if word.startswith("http"))
    assert Client().get(urlsplit(link).path).status_code == 200


def test_an_applicant_without_a_number_is_told_nothing() -> None:
    other = accepted(Desk("林小窗"))
    case = Case.objects.get(number=other)
    case.form = {**case.form, "contact_mobile": ""}
    case.save()
    assert told(other) == []
