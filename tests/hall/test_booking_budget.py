"""What booking costs in statements: many book at the same minute when a day is opened (quality.md)."""

from typing import Any

import pytest

from tests.hall.booking import MOBILE, NOW, at, booked, hold, plan
from tests.hall.people import centre
from yichuang.foundations.actors import PUBLIC
from yichuang.hall.operations.book import book_held
from yichuang.hall.operations.check_in import check_in
from yichuang.hall.queries.slots import bookable_days

pytestmark = pytest.mark.usefixtures("demo_district")


def test_statements(django_assert_max_num_queries: Any) -> None:
    bookable_days(plan(), 20, NOW)  # the working-day calendar is read once in ten seconds
    row = plan()
    with django_assert_max_num_queries(3):  # rules, exceptions, what is taken: for all days together
        assert len(bookable_days(row, 20, NOW)) == 15
    # plan ×2, drafts of the address ×2, the day ×2, rules, exceptions, what is taken, the draft; around them the transaction
    with django_assert_max_num_queries(12):
        draft = hold("9:10")
    # the draft, rules, no-shows, open ones, person and day locked ×3, rules, exceptions, taken, rules, event ×2, alarm, message ×4
    with django_assert_max_num_queries(24):
        book_held(actor=PUBLIC, draft=draft.pk, name="王小明", mobile=MOBILE, now=NOW)
    other = booked("9:30")
    with django_assert_max_num_queries(26):
        check_in(actor=PUBLIC, site=centre(), code=other.code, now=at("9:20"))
