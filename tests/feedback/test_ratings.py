"""One service, one rating: asked once, five grades, three keys, sealed before anybody sees it, counted by month (rulebook 4.3; S2-33)."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.cases.people import who
from tests.counter import Desk
from tests.feedback.people import closed_case, given, heard, next_morning, sealed, served
from tests.results import accepted
from yichuang.feedback.models import Rating, RatingMonth, RatingRequest
from yichuang.feedback.operations.rate import Said, lapse_requests, rate, tell_rating
from yichuang.feedback.operations.seal import seal_ratings
from yichuang.feedback.queries.links import request_of, token_of
from yichuang.foundations import clock
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotFound, Refused
from yichuang.hall.models import Ticket
from yichuang.notifications.models import Message

pytestmark = pytest.mark.usefixtures("demo_district")
MOBILE = "13900000999"


def types(row: RatingRequest) -> list[str]:
    return list(Event.objects.filter(stream=row.stream).order_by("seq").values_list("type", flat=True))


def test_a_served_ticket_is_asked_about_once_and_rated_once() -> None:
    row = served(mobile=MOBILE)
    assert (row.mode, row.officer_name, row.window, row.matter) == ("onsite", "林小窗", "01", "freight_general")
    assert heard("feedback.tickets", "ticket.finished") == 0, "heard twice, asked once"
    message = Message.objects.get(template="rating_asked")
    assert f"/rate/{row.token}/?at=message" in message.data["link"]
    ticket = Ticket.objects.get()
    assert request_of(ticket.token).pk == row.pk, "the slip's own code leads to it as well"
    said = given(row, 4, reasons=["quick", "once"], indicators={"attitude": 5})
    assert (said.grade, said.sealed_at, said.supplementary) == (4, None, False)
    with pytest.raises(Refused, match="已经评价过"):
        given(row, 1)
    row.refresh_from_db()
    assert row.mobile == "", "the number that was asked does not stay beside the rating"
    assert types(row) == ["rating.asked", "rating.given"]
    assert "grade" not in Event.objects.get(type="rating.given").payload


def test_a_slip_before_the_service_has_ended_says_so() -> None:
    served()
    Ticket.objects.update(token="slip-of-another-day")
    RatingRequest.objects.all().delete()
    with pytest.raises(NotFound, match="没有找到可以评价的服务"):
        request_of("slip-of-another-day")
    with pytest.raises(NotFound):
        request_of("no-such-token")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said(), "grade"),
        (Said(grade=6), "grade"),
        (Said(grade=5, reasons=["slow"]), "reasons"),
        (Said(grade=2, indicators={"platform": 3}), "indicators"),
        (Said(grade=2, indicators={"skill": 9}), "indicators"),
        (Said(grade=2, words="字" * 501), "words"),
        (Said(grade=1, call_me=True), "mobile"),
    ],
)
def test_what_cannot_be_used_is_refused_with_its_field(said: Said, field: str) -> None:
    row = served()
    with pytest.raises(Refused) as caught:
        rate(token=row.token, said=said, now=clock.now())
    assert [one.field for one in caught.value.reasons] == [field] and caught.value.status == 422
    assert not Rating.objects.exists()


@pytest.mark.parametrize(("key", "grade"), [(1, 4), (2, 3), (3, 2)])
def test_old_devices_with_three_keys_are_understood(key: int, grade: int) -> None:
    row = served()
    said = rate(token=row.token, said=Said(three_key=key, channel="window"), now=clock.now())
    assert (said.grade, said.channel) == (grade, "window")


def test_nobody_sees_a_rating_before_the_day_is_over_or_five_are_together() -> None:
    now = clock.now()
    given(served(at=now), 2, at=now)
    assert seal_ratings(now) == 0 and not RatingMonth.objects.exists()
    for grade in (5, 5, 4):
        given(served(at=now), grade, at=now)
    assert seal_ratings(now) == 0
    given(served(at=now), 5, at=now)
    assert seal_ratings(now) == 5, "five of one officer are opened together"
    month = RatingMonth.objects.get()
    assert (month.g5, month.g4, month.g2, month.officer_name) == (3, 1, 1, "林小窗")
    given(served(at=now), 3, at=now)
    assert seal_ratings(now) == 0
    assert seal_ratings(next_morning(now)) == 1 and seal_ratings(next_morning(now)) == 0
    month.refresh_from_db()
    assert month.g3 == 1


def test_indicators_are_counted_with_their_sums() -> None:
    sealed(4, indicators={"attitude": 5, "skill": 3})
    assert RatingMonth.objects.get().indicators == {"attitude": [1, 5], "skill": [1, 3]}


def test_a_rating_may_be_given_within_the_days_and_not_after() -> None:
    row = served()
    late = clock.now() + timedelta(days=3)
    assert given(row, 5, at=late).supplementary
    other = served()
    over = clock.now() + timedelta(days=30)
    with pytest.raises(Refused, match="评价期限"):
        given(other, 5, at=over)
    assert lapse_requests(over) == 1 and lapse_requests(over) == 0
    other.refresh_from_db()
    assert (other.state, types(other)) == ("lapsed", ["rating.asked", "rating.lapsed"])


def test_a_closed_case_is_asked_about_unless_the_same_visit_was() -> None:
    number = accepted(Desk("林小窗"))
    row = closed_case(number)
    assert (row.kind, row.mode, row.token) == ("case", "online", token_of("case", number))
    assert row.department is not None and row.matter == "freight_general"
    with pytest.raises(Refused):
        given(row, 2, indicators={"skill": 3})
    assert given(row, 2, indicators={"guide": 1}).indicators == {"guide": 1}
    second = accepted(Desk("林小窗"))
    visit = served()
    RatingRequest.objects.filter(pk=visit.pk).update(cases=[second])
    with pytest.raises(AssertionError):
        closed_case(second)


def test_what_is_told_by_telephone_is_entered_by_somebody_else() -> None:
    row = served("林小窗")
    said = Said(grade=2, channel="phone", words="等得太久")
    with pytest.raises(Refused, match="不能代录对自己服务的评价"):
        tell_rating(actor=who("林小窗"), token=row.token, said=said, now=clock.now())
    with pytest.raises(Refused, match="您的岗位不能代录"):
        tell_rating(actor=who("赵审查"), token=row.token, said=said, now=clock.now())
    with pytest.raises(Refused, match="渠道只能是"):
        tell_rating(actor=who("俞导服"), token=row.token, said=Said(grade=2), now=clock.now())
    kept = tell_rating(actor=who("俞导服"), token=row.token, said=said, now=clock.now())
    assert (kept.told_to, kept.channel, kept.sealed_at) == ("俞导服", "phone", None)


def test_the_public_rates_on_two_pages_without_javascript() -> None:
    row, http = served(), Client()
    first = http.get(f"/rate/{row.token}/").content.decode()
    assert "您对这次服务满意吗" in first and first.count("?grade=") == 5 and "林小窗" not in first
    second = http.get(f"/rate/{row.token}/?grade=2").content.decode()
    assert "没有一次告知" in second and "愿意接受回访" in second and "办理快" not in second
    wrong = http.post(f"/rate/{row.token}/", {"grade": "2", "call_me": "1", "words": "没说清"})
    assert wrong.status_code == 422 and "没说清" in wrong.content.decode()
    done = http.post(f"/rate/{row.token}/", {"grade": "2", "reasons": ["not_told"], "at": "message"}, follow=True)
    assert "谢谢您的评价" in done.content.decode()
    assert Rating.objects.get().channel == "message"
    assert http.post(f"/rate/{row.token}/", {"grade": "5"}).status_code == 409
    assert http.get("/rate/unknown-token/").status_code == 404


def test_whoever_withdrew_or_was_refused_may_rate_too() -> None:
    """One matter, one rating (一事一评), however it ended."""
    desk = Desk("林小窗")
    number = desk.receive()
    desk.must(number, "withdraw", in_writing=True, reasons="不办了")
    assert heard("feedback.cases", "case.withdrawn") == 1
    row = RatingRequest.objects.get(kind="case", subject=number)
    assert given(row, 4).grade == 4
    assert heard("feedback.cases", "case.withdrawn") == 0
