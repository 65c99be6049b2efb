"""Who is offered for a task holds the post on that day: not before it begins, not from the day it ends on, not after leaving."""

from datetime import timedelta

import pytest

from tests.accounts.people import staff
from yichuang.accounts.queries import clerks_by_site, colleagues_at, officers_of
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.organizations.models import Department, Site

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def offered() -> tuple[bool, bool, bool]:
    today, centre = day_of(clock.now()), Site.objects.get(key="centre").pk
    transport = Department.objects.get(key="xs-transport").pk
    return (
        "赵审查" in [name for _, name in officers_of(transport, today)],
        "陈一诺" in [name for _, name in colleagues_at([centre], today)],
        "陈一诺" in [row[3] for row in clerks_by_site(today)],
    )


@pytest.mark.parametrize(("ends_in", "expected"), [(None, True), (1, True), (0, False), (-1, False)])
def test_a_post_that_has_ended_is_offered_no_more(ends_in: int | None, expected: bool) -> None:
    ends = None if ends_in is None else day_of(clock.now()) + timedelta(days=ends_in)
    for name in ("赵审查", "陈一诺"):
        staff(name).postings.update(valid_to=ends)
    assert offered() == (expected,) * 3


def test_a_post_that_begins_tomorrow_or_a_closed_account_is_not_offered() -> None:
    staff("赵审查").postings.update(valid_from=day_of(clock.now()) + timedelta(days=1))
    staff("陈一诺").postings.update(valid_from=day_of(clock.now()) + timedelta(days=1))
    assert offered() == (False,) * 3
    for name in ("赵审查", "陈一诺"):
        person = staff(name)
        person.postings.update(valid_from=day_of(clock.now()))
        person.left_on = day_of(clock.now())
        person.save(update_fields=["left_on"])
    assert offered() == (False,) * 3
