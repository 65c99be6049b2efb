"""Made feedback is what the house would have written: figures equal a recount, every state and kind is there (rulebook 4.3; S2-27③)."""

from collections import Counter
from datetime import datetime

import pytest

from tests.cases.people import signed_in
from tests.hall.people import centre
from yichuang.demo.generate import generate
from yichuang.demo.generate_feedback import generate_feedback
from yichuang.demo.generate_hall import generate_hall
from yichuang.feedback.models import Complaint, Rating, RatingMonth, RatingOrder, RatingRequest
from yichuang.feedback.rules import complaints, orders
from yichuang.foundations.checkpoints import verify_ledger
from yichuang.foundations.clock import CHINA, day_of

pytestmark = pytest.mark.usefixtures("demo_district")
NOW = datetime(2026, 11, 27, 10, 30, tzinfo=CHINA)


def recounted() -> Counter[tuple[object, ...]]:
    rows = Rating.objects.exclude(sealed_at=None).filter(excluded=False, request__kind__in=("ticket", "case"))
    return Counter(
        (day_of(row.rated_at).replace(day=1), row.request.window, row.request.officer_id, row.request.matter, row.grade)
        for row in rows.select_related("request")
    )


def rolled_up() -> Counter[tuple[object, ...]]:
    found: Counter[tuple[object, ...]] = Counter()
    for row in RatingMonth.objects.all():
        for grade in range(1, 6):
            found[(row.month, row.window, row.officer_id, row.matter, grade)] += getattr(row, f"g{grade}")
    return +found


def test_made_feedback_is_whole_true_and_made_once() -> None:
    generate_hall(centre(), 14, now=NOW, demand=16)
    generate(150, now=NOW)
    days, ratings, made, taken = generate_feedback(centre(), 14, now=NOW, bad=25)
    assert days >= 14 and ratings > 60 and made > 15 and taken > 12
    assert rolled_up() == recounted() and sum(rolled_up().values()) > 60
    assert set(RatingOrder.objects.values_list("state", flat=True)) == set(orders.STATES)
    assert set(Complaint.objects.values_list("kind", flat=True)) == set(complaints.KINDS)
    assert set(Complaint.objects.values_list("state", flat=True)) == set(complaints.STATES)
    assert {"window", "code", "message", "online"} <= set(Rating.objects.values_list("channel", flat=True))
    called = RatingOrder.objects.exclude(followed_up_at=None)
    late = [row for row in called if row.followed_up_at and day_of(row.followed_up_at) > row.review_due]
    assert late and len(late) < len(called), "some were called back in their days, some beyond"
    assert RatingOrder.objects.exclude(alarmed="").exists() and RatingOrder.objects.exclude(public_text="").exists()
    assert (
        not Rating.objects.filter(rated_at__gt=NOW).exists() and RatingRequest.objects.filter(state="lapsed").exists()
    )
    assert not verify_ledger().faults
    assert generate_feedback(centre(), 14, now=NOW, bad=25) == (0, 0, 0, 0), "a day that is there is left"


def test_the_director_s_pages_show_it() -> None:
    generate_hall(centre(), 3, now=NOW, demand=20)
    generate_feedback(centre(), 3, now=NOW, bad=25)
    http = signed_in("邹主任")
    for path in ("/feedback/", "/feedback/ratings/", "/feedback/orders/", "/feedback/complaints/"):
        page = http.get(path)
        assert page.status_code == 200, path
    assert RatingOrder.objects.latest("pk").number in http.get("/feedback/orders/").content.decode()
    assert Complaint.objects.latest("pk").number in http.get("/feedback/complaints/").content.decode()
