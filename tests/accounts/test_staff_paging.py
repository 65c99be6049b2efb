"""The list of people pages on, also where its key is a UUID (foundations.pages)."""

import pytest

from tests.cases.people import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def test_the_second_page_of_people_follows_the_first() -> None:
    browser = signed_in("谢区管")
    first = browser.get("/accounts/").context["page"]
    assert first.next
    second = browser.get("/accounts/", {"cursor": first.next}).context["page"]
    assert second.rows and not {row.pk for row in first.rows} & {row.pk for row in second.rows}
