"""Seal ratings, a window's together, count them into the months' figures, and open a work order for each bad one (rulebook 4.3)."""

from datetime import datetime

from django.db.models import F

from yichuang.feedback import policies
from yichuang.feedback.events import RatingSealed
from yichuang.feedback.models import Rating, RatingMonth, RatingRequest
from yichuang.feedback.models.ratings import CASE, TICKET
from yichuang.feedback.operations.open_order import after_sealing
from yichuang.feedback.queries.settings import DISTRICT, days_in
from yichuang.feedback.rules.sealing import Unsealed, due_to_seal
from yichuang.foundations import ledger
from yichuang.foundations.clock import day_of
from yichuang.foundations.transactions import unit_of_work

MOST = 2000
# What counts as service; a mended one rated again, and an answer, have figures of their own.
COUNTED = (TICKET, CASE)


@unit_of_work()
def seal_ratings(now: datetime) -> int:
    """Seal what is due, count it, open what work orders follow, and return how many were sealed."""
    rows = Rating.objects.select_for_update(of=("self",), skip_locked=True).select_related("request__site")
    waiting = list(rows.filter(sealed_at=None).order_by("pk")[:MOST])
    sealed = 0
    for district in sorted({row.request.division[:DISTRICT] for row in waiting}):
        mine = [row for row in waiting if row.request.division.startswith(district)]
        days = days_in(district)
        due = set(due_to_seal([_unsealed(row) for row in mine], day_of(now), days.seal_after))
        for row in mine:
            if row.pk in due:
                _seal(row, now)
                after_sealing(row, days, now)
        sealed += len(due)
    return sealed


def _unsealed(row: Rating) -> Unsealed:
    request = row.request
    about = request.officer_id or f"{request.site_id}:{request.window}"
    return Unsealed(row.pk, about, day_of(row.rated_at))


def _seal(row: Rating, now: datetime) -> None:
    row.sealed_at = now
    row.save(update_fields=["sealed_at"])
    request = row.request
    if request.kind in COUNTED:
        count(row, 1)
    event = RatingSealed(
        number=request.number,
        grade=row.grade,
        reasons=list(row.reasons),
        site=request.site_id,
        officer_id=request.officer_id,
        matter=request.matter,
    )
    ledger.write(request, event, actor=policies.CLOCK, at=now, update_fields=[])


def count(row: Rating, by: int) -> None:
    """Count a rating into its month's figures, or (-1) out of them."""
    request = row.request
    month, _ = RatingMonth.objects.get_or_create(
        month=day_of(row.rated_at).replace(day=1),
        mode=request.mode,
        site_id=request.site_id,
        department=request.department,
        window=request.window,
        officer_id=request.officer_id,
        matter=request.matter,
        defaults=_names(request),
    )
    RatingMonth.objects.filter(pk=month.pk).update(**{f"g{row.grade}": F(f"g{row.grade}") + by})
    if row.indicators:
        locked = RatingMonth.objects.select_for_update().get(pk=month.pk)
        for key, grade in row.indicators.items():
            many, total = locked.indicators.get(key, [0, 0])
            locked.indicators[key] = [many + by, total + by * grade]
        locked.save(update_fields=["indicators"])


def _names(request: RatingRequest) -> dict[str, str]:
    return {
        "division": request.division,
        "officer_name": request.officer_name,
        "matter_name": request.matter_name,
    }
