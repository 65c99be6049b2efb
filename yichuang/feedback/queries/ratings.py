"""Sealed ratings: those an actor may read, one's own, and what the public reads; an unsealed one is nowhere here."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from yichuang.feedback import policies
from yichuang.feedback.models import Rating, RatingOrder
from yichuang.feedback.queries.orders import reach_of
from yichuang.feedback.rules.grades import BAD
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA


def visible_ratings(actor: Actor) -> QuerySet[Rating]:
    """Return the sealed ratings of the actor's site, department or district."""
    return _sealed().filter(reach_of(actor, policies.VIEW, "request__", answering=False))


def own_ratings(actor: Actor) -> QuerySet[Rating]:
    """Return the sealed ratings of the actor's own services."""
    return _sealed().filter(request__officer_id=actor.id)


def public_ratings() -> QuerySet[Rating]:
    """Return the sealed ratings as the public reads them; those that an upheld appeal took out are not among them."""
    return _sealed().filter(excluded=False, request__kind__in=("ticket", "case"))


def mended_orders() -> QuerySet[RatingOrder]:
    """Return the work orders whose mending is published."""
    return RatingOrder.objects.filter(published_at__isnull=False).select_related("site", "department")


def narrowed(
    rows: QuerySet[Rating],
    *,
    text: str = "",
    grade: str = "",
    channel: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Rating]:
    """Return the ratings of a grade or channel, of days, whose service has a text in its number or name."""
    if text:
        rows = rows.filter(Q(request__number__icontains=text) | Q(request__title__icontains=text))
    if grade == "bad":
        rows = rows.filter(grade__in=BAD)
    elif grade:
        rows = rows.filter(grade=int(grade))
    if channel:
        rows = rows.filter(channel=channel)
    if since:
        rows = rows.filter(sealed_at__gte=datetime.combine(since, time(), CHINA))
    if until:
        rows = rows.filter(sealed_at__lt=datetime.combine(until + timedelta(days=1), time(), CHINA))
    return rows


def _sealed() -> QuerySet[Rating]:
    return Rating.objects.filter(sealed_at__isnull=False).select_related(
        "request__site", "request__department", "order"
    )
