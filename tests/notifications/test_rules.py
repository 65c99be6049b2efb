"""The room's pure rules, each with its table: where texts reach, quiet hours, reports, wordings, answers (S2-31, S2-32)."""

import string
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.foundations.clock import CHINA
from yichuang.notifications.rules.ledger_words import in_words
from yichuang.notifications.rules.numbers import is_email, plain_address, reachable
from yichuang.notifications.rules.opt_outs import BACK, STOP, STOPPABLE, meant, names_of
from yichuang.notifications.rules.quiet import held_until, quiet_hours
from yichuang.notifications.rules.states import STATES, after_report
from yichuang.notifications.rules.templates import FIELDS, KINDS, SAMPLES, TEMPLATES, composed, sample, text_of
from yichuang.notifications.rules.wordings import faults, parts, preview, to_register, units

# What other rooms code against: the exact fields of each template (S2-31, S2-32, S2-35).
CONTRACT = {
    "ticket_taken": "number matter ahead wait link site",
    "ticket_near": "number ahead site",
    "ticket_called": "number window site",
    "ticket_passed": "number site until",
    "appointment_booked": "name matter slot site code link",
    "appointment_moved": "name matter slot site code",
    "appointment_cancelled": "matter slot site why",
    "appointment_reminder": "matter slot site code",
    "rating_asked": "matter link",
    "complaint_answered": "number link",
}


@pytest.mark.parametrize(("key", "fields"), CONTRACT.items())
def test_a_template_has_the_fields_that_other_rooms_give(key: str, fields: str) -> None:
    assert TEMPLATES[key].fields == set(fields.split())


@pytest.mark.parametrize("key", TEMPLATES)
def test_every_template_can_be_sampled_and_is_a_good_wording_of_itself(key: str) -> None:
    template = TEMPLATES[key]
    assert template.kind in KINDS and template.fields <= FIELDS.keys() & SAMPLES.keys()
    assert faults(key, template.text) == []
    assert "{" not in text_of(key, sample(key, "https://example.cn"))


@pytest.mark.parametrize(
    ("number", "reach"),
    [
        ("13900000031", "mobile"),
        ("+86 139-0000-0031", "mobile"),
        ("１３９００００００３１", "mobile"),
        ("0571-82600000", "landline"),
        ("82600000", "landline"),
        ("400-800-1234", "landline"),
        ("12345", "bad"),
        ("12900000031", "bad"),
        ("", "bad"),
        ("a@b.cn", "bad"),
    ],
)
def test_which_numbers_a_text_reaches(number: str, reach: str) -> None:
    assert reachable(number) == reach
    if reach == "mobile":
        assert plain_address(number) == "13900000031"


@pytest.mark.parametrize(
    ("text", "good"),
    [("Wang@Example.CN", True), ("a@b", False), ("a b@c.cn", False), ("a@b.cn\nBcc: x@y.cn", False), ("@b.cn", False)],
)
def test_which_addresses_a_mail_reaches(text: str, good: bool) -> None:
    assert is_email(text) is good
    if good:
        assert plain_address(text) == "wang@example.cn"


def at(hour: int, minute: int = 0, day: int = 28) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("hours", "now", "until"),
    [
        ("22:00-07:00", at(21, 59), None),
        ("22:00-07:00", at(22), at(7, day=29)),
        ("22:00-07:00", at(23, 30), at(7, day=29)),
        ("22:00-07:00", at(0), at(7)),
        ("22:00-07:00", at(6, 59), at(7)),
        ("22:00-07:00", at(7), None),
        ("22:00-07:00", at(12), None),
        ("12:00-13:30", at(12), at(13, 30)),
        ("12:00-13:30", at(13, 30), None),
        ("12:00-13:30", at(11, 59), None),
        ("off", at(23), None),
        ("", at(23), None),
        ("08:00-08:00", at(8), None),
    ],
)
def test_quiet_hours(hours: str, now: datetime, until: datetime | None) -> None:
    assert held_until(now, quiet_hours(hours), urgent=False) == until
    assert held_until(now, quiet_hours(hours), urgent=True) is None


@pytest.mark.parametrize("text", ["22-7", "25:00-07:00", "22:00", "22:61-07:00", "nachts"])
def test_what_are_no_quiet_hours(text: str) -> None:
    with pytest.raises(ValueError):
        quiet_hours(text)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), st.times(), st.times())
def test_what_is_held_goes_within_a_day_and_then_at_once(now: datetime, begin: Any, end: Any) -> None:
    quiet = quiet_hours(f"{begin:%H:%M}-{end:%H:%M}")
    here = now.replace(tzinfo=CHINA)
    until = held_until(here, quiet, urgent=False)
    if until is not None:
        assert here < until <= here + timedelta(days=1)
        assert held_until(until, quiet, urgent=False) is None


def test_which_messages_go_at_night_and_which_may_be_stopped() -> None:
    """A call, a ticket or a code is of no use in the morning; what the law wants told cannot be stopped."""
    urgent = {key for key, template in TEMPLATES.items() if template.urgent}
    assert urgent >= {"reset_code", "password_changed", "ticket_taken", "ticket_near", "ticket_called", "ticket_passed"}
    assert not urgent & {"case_accepted", "correction_requested", "appointment_reminder", "rating_asked"}
    assert {key for key, template in TEMPLATES.items() if template.may_stop} == {"appointment_reminder", "rating_asked"}
    assert set(STOPPABLE) == {"reminder", "rating"} and names_of(STOPPABLE) == "预约提醒、评价邀请"


EARLY, LATE = datetime(2026, 11, 28, 1, tzinfo=UTC), datetime(2026, 11, 28, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("state", "last", "success", "when", "after"),
    [
        ("sent", None, True, EARLY, "delivered"),
        ("sent", None, False, EARLY, "failed"),
        ("sending", None, True, EARLY, "delivered"),
        ("waiting", None, True, EARLY, "delivered"),
        ("unknown", None, True, EARLY, "delivered"),
        ("unknown", None, False, EARLY, "failed"),
        ("failed", LATE, True, EARLY, "delivered"),
        ("failed", LATE, False, EARLY, None),
        ("failed", EARLY, False, EARLY, None),
        ("failed", EARLY, False, LATE, "failed"),
        ("delivered", EARLY, False, LATE, None),
        ("delivered", EARLY, True, LATE, None),
        ("held", None, True, EARLY, None),
        ("suppressed", None, False, EARLY, None),
    ],
)
def test_what_a_report_changes(state: str, last: datetime | None, success: bool, when: datetime, after: str) -> None:
    assert after_report(state, last, success=success, at=when) == after


@given(
    st.sampled_from(["sent", "unknown", "failed"]),
    st.lists(st.tuples(st.booleans(), st.integers(1, 5)), min_size=1, max_size=6),
    st.randoms(),
)
def test_in_whatever_order_reports_come_they_end_the_same(state: str, reports: Any, random: Any) -> None:
    def end(order: list[tuple[bool, int]]) -> str:
        now, last = state, None
        for success, hour in order:
            when = datetime(2026, 11, 28, hour, tzinfo=UTC)
            if (found := after_report(now, last, success=success, at=when)) is not None:
                now, last = found, when
        return now

    shuffled = list(reports)
    random.shuffle(shuffled)
    assert end(reports) == end(shuffled) == end([*shuffled, *reports])


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("请为“{matter}”打分：{link}", []),
        ("", ["empty"]),
        ("   ", ["empty"]),
        ("请打分：{link}", ["missing_field"]),
        ("请为{matter}打分", ["missing_field"]),
        ("{matter}{link}{secret}", ["unknown_field"]),
        ("{matter}{link}{", ["brace"]),
        ("{matter}{link}{0}", ["brace"]),
        ("{matter}{link}{link.__class__}", ["brace"]),
        ("{matter!r}{link}", ["brace", "missing_field"]),
        ("【某某】{matter}{link}", ["signature"]),
        ("{matter}\n{link}", ["control"]),
        ("{matter}{link}" + "长" * 400, ["too_long"]),
    ],
)
def test_what_is_wrong_with_a_wording(text: str, codes: list[str]) -> None:
    found = faults("rating_asked", text)
    assert [one.code for one in found] == codes
    assert all(one.said and one.todo for one in found)


def test_a_refusal_names_the_fields() -> None:
    (unknown,) = faults("rating_asked", "{matter}{link}{name}{slot}")
    assert "{name}、{slot}" in unknown.said and "{link}网址" in unknown.todo
    (missing,) = faults("rating_asked", "请打分")
    assert "{link}（网址）" in missing.said and "{matter}（事项）" in missing.said
    assert [one.field for one in faults("rating_asked", "{matter}{link}", "SMS 1；")] == ["gateway_code"]


@given(st.text(alphabet=string.printable + "中文{}", max_size=60))
def test_no_wording_ever_reaches_into_objects(text: str) -> None:
    """`str.format` would read attributes; ours puts in fields and nothing else."""
    written = composed("rating_asked", {"matter": "甲", "link": "乙"}, text or "x")
    assert written.endswith(text.replace("{matter}", "甲").replace("{link}", "乙") or "x")


@pytest.mark.parametrize(
    ("text", "length", "count"),
    [
        ("长" * 70, 70, 1),
        ("长" * 71, 71, 2),
        ("长" * 134, 134, 2),
        ("长" * 135, 135, 3),
        ("😀" * 36, 72, 2),
        ("", 0, 1),
    ],
)
def test_how_many_texts_a_text_is(text: str, length: int, count: int) -> None:
    assert (units(text), parts(text)) == (length, count)


def test_a_preview_has_signature_and_the_way_to_stop() -> None:
    data = sample("rating_asked", "https://example.cn")
    tried = preview("rating_asked", "请为“{matter}”打分 {link}。", data, "https://example.cn/stop/X")
    assert tried.text.startswith("【一窗受理平台】请为“道路") and tried.text.endswith(
        "退订回TD，或打开 https://example.cn/stop/X"
    )
    assert (tried.length, tried.parts) == (len(tried.text), -(-len(tried.text) // 67))
    assert "退订" not in preview("ticket_called", "", sample("ticket_called", ""), "https://x").text


def test_what_is_registered_with_a_gateway_has_the_address_in_its_text() -> None:
    text = to_register("rating_asked", "请为“{matter}”打分 {link}。", "https://example.cn")
    assert text == "请为“${matter}”打分 https://example.cn/${link}。退订回TD，或打开 https://example.cn/${stop}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("TD", STOP),
        (" td。", STOP),
        ("退订", STOP),
        ("“TD”", STOP),
        ("恢复", BACK),
        ("谢谢", ""),
        ("", ""),
        ("TD吗", ""),
    ],
)
def test_what_an_answer_means(content: str, said: str) -> None:
    assert meant(content) == said


def test_events_read_as_sentences() -> None:
    changed = {"version": 2, "text": "", "text_before": "甲", "gateway_code": "S", "gateway_code_before": ""}
    assert in_words("wording.changed", changed) == "第 2 版：恢复原文，网关模板编号改为 S"
    assert in_words("messages.stopped", {"way": "sms", "why": ""}) == "退订（本人回复短信）"
    assert in_words("messages.wanted", {"way": "staff", "why": "来电"}) == "恢复接收（工作人员代为登记）：来电"
    assert in_words("message.sent_again", {"failure": "余额不足"}) == "重新发送（原因：余额不足）"
    assert set(STATES) >= {"held", "delivered", "suppressed"}
