"""What tests of feedback share: a ticket served, a case closed, ratings given and sealed."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.timezone import localtime

from tests.cases.people import who
from tests.hall.people import sit, take
from yichuang.cases.models import Case
from yichuang.feedback.models import Rating, RatingRequest
from yichuang.feedback.operations.ask_rating import ask_for_case
from yichuang.feedback.operations.rate import Said, rate
from yichuang.feedback.operations.seal import seal_ratings
from yichuang.foundations import clock, ledger
from yichuang.foundations.models import Event
from yichuang.hall.models import Seat, Ticket
from yichuang.hall.operations.call import call_next
from yichuang.hall.operations.serve import finish, start

FREIGHT = "freight_general"


def heard(name: str, type_: str, at: datetime | None = None) -> int:
    """Let a reader hear every event of a type, as the worker would; return how many were new."""
    uids = [str(uid) for uid in Event.objects.filter(type=type_).order_by("id").values_list("uid", flat=True)]
    return ledger.hear(name, uids, at or clock.now())


def served(name: str = "林小窗", window: str = "01", at: datetime | None = None, **said: Any) -> RatingRequest:
    """Serve somebody to the end and return the request for a rating; within one day, though it be five past midnight."""
    now = at or clock.now()
    today = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    before = min(timedelta(minutes=20), now - today)
    ticket = take(FREIGHT, at=now - before, **said)
    if not Seat.objects.filter(staff_id=who(name).id).exclude(state="closed").exists():
        sit(name, window, at=now - before)
    call_next(actor=who(name), now=now - before * 0.5)
    start(actor=who(name), now=now - before * 0.45)
    finish(actor=who(name), now=now)
    assert Ticket.objects.get(pk=ticket.pk).state == "done"
    heard("feedback.tickets", "ticket.finished", now)
    return RatingRequest.objects.get(kind="ticket", subject=str(ticket.pk))


def given(request: RatingRequest, grade: int, at: datetime | None = None, **said: Any) -> Rating:
    """Rate a service."""
    return rate(token=request.token, said=Said(grade=grade, **said), now=at or clock.now())


def next_morning(at: datetime | None = None) -> datetime:
    """Return the next day, early: whatever was rated is sealed by then."""
    return ((at or clock.now()) + timedelta(days=1)).replace(hour=0, minute=5)


def sealed(grade: int = 5, at: datetime | None = None, officer: str = "林小窗", **said: Any) -> Rating:
    """Serve, rate and seal the morning after; return the rating."""
    row = given(served(officer, at=at), grade, at=at, **said)
    seal_ratings(next_morning(at))
    row.refresh_from_db()
    return row


def closed_case(number: str) -> RatingRequest:
    """Open a case for rating as if it had just been closed."""
    Case.objects.filter(number=number).update(closed_at=clock.now())
    found = ask_for_case(number=number, now=clock.now())
    assert found is not None
    return found
