"""End an answered complaint: the person is content, or did not ask again within the days (S2-27③ 答复、满意度)."""

from datetime import datetime

from yichuang.feedback.events import ComplaintLate, ComplaintMoved
from yichuang.feedback.models import Complaint, Rating
from yichuang.feedback.policies import CLOCK
from yichuang.feedback.rules.complaints import ANSWERED, CLOSED, WORKING
from yichuang.foundations import ledger
from yichuang.foundations.clock import day_of
from yichuang.foundations.transactions import unit_of_work


def settle_satisfaction(row: Rating, now: datetime) -> None:
    """Note how the answer was rated, inside the caller's unit of work; a content person's complaint is closed."""
    found = Complaint.objects.select_for_update().filter(satisfaction=row.request_id).first()
    if found is None:
        return
    found.satisfied = row.grade
    found.save(update_fields=["satisfied"])
    if not row.bad and found.state == ANSWERED:
        _close(found, now)


@unit_of_work()
def close_answered(now: datetime, most: int = 200) -> int:
    """Close what was answered and not asked again within the days for rating the answer, and return how many."""
    rows = Complaint.objects.select_for_update(of=("self",), skip_locked=True)
    due = list(rows.filter(state=ANSWERED, satisfaction__expires_on__lt=day_of(now)).order_by("pk")[:most])
    for row in due:
        _close(row, now)
    return len(due)


@unit_of_work()
def record_late_complaints(now: datetime) -> int:
    """Record complaints that passed their day, once, and return how many."""
    rows = Complaint.objects.select_for_update(skip_locked=True)
    late = list(rows.filter(state__in=WORKING, due__lt=day_of(now), alarmed_at=None).order_by("pk"))
    for row in late:
        row.alarmed_at = now
        event = ComplaintLate(number=row.number, due=row.due.isoformat())
        ledger.write(row, event, actor=CLOCK, at=now, update_fields=["alarmed_at"])
    return len(late)


def _close(row: Complaint, now: datetime) -> None:
    row.state, row.closed_at = CLOSED, now
    event = ComplaintMoved(row.number, "close", ANSWERED, CLOSED)
    ledger.write(row, event, actor=CLOCK, at=now, update_fields=["state", "closed_at"])
