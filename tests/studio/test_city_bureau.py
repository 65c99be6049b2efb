"""Who has the matters of a city's bureau sorted: the centre that receives them, and no other district's (S2-21, S2-26)."""

import pytest

from tests.cases.people import who
from tests.permissions.cast import foreign_district
from tests.studio.reviewing import EXPERTS, new_draft
from yichuang.accounts.models import Staff
from yichuang.accounts.queries import actor_of
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.organizations.models import Department
from yichuang.studio.models import Draft
from yichuang.studio.operations.arrange_review import arrange_review
from yichuang.studio.operations.submit_draft import submit_draft
from yichuang.studio.queries import draft_for
from yichuang.studio.queries.reviews import experts_for
from yichuang.studio.queries.simulations import windows_for
from yichuang.studio.queries.sorting import sorting_lines

pytestmark = pytest.mark.usefixtures("demo_district")
CITY, DISTRICT = "330100", "330109"


@pytest.fixture
def draft() -> Draft:
    """A draft in review of what has become a bureau of the city that receives in 萧山's centre."""
    found = new_draft()
    submit_draft(actor=who("赵审查"), draft_id=found.pk, now=clock.now())
    Department.objects.filter(pk=found.department_id).update(division_id=CITY, served_in_id=DISTRICT)
    return Draft.objects.get(pk=found.pk)


def named(draft: Draft, actor: Actor) -> None:
    ids = [str(who(name).id) for name in EXPERTS]
    arrange_review(actor=actor, draft_id=draft.pk, reviewer_ids=ids, now=clock.now())


def stranger() -> Actor:
    """The director of another district of the city."""
    foreign_district(clock.now())
    return actor_of(Staff.objects.get(name="余f_district"))


def test_the_director_of_the_receiving_centre_sees_and_arranges(draft: Draft) -> None:
    named(draft, who("邹主任"))
    assert draft_for(who("邹主任"), draft.pk).pk == draft.pk
    assert draft.key in {line.key for line in sorting_lines(who("邹主任"), clock.day_of(clock.now()))}
    fit, _ = experts_for(draft, clock.day_of(clock.now()))
    assert {one.name for one in fit} >= set(EXPERTS), "the experts of the same district"
    assert windows_for(draft) and all(
        window.site.division_id.startswith(DISTRICT) for window in windows_for(draft).values()
    ), "and its windows, not the whole city's"


def test_its_author_keeps_it_and_another_district_does_not_see_it(draft: Draft) -> None:
    assert draft_for(who("赵审查"), draft.pk).pk == draft.pk
    with pytest.raises(NotFound):
        named(draft, stranger())


def test_where_it_receives_decides_and_not_that_the_city_lies_above(draft: Draft) -> None:
    other = stranger()
    Department.objects.filter(pk=draft.department_id).update(served_in_id="330110")
    with pytest.raises(NotFound):
        named(draft, who("邹主任"))
    assert draft_for(other, draft.pk).pk == draft.pk


def test_bureaus_of_the_city_in_the_demonstration_receive_in_the_district() -> None:
    above = Department.objects.exclude(division__code__startswith=DISTRICT)
    assert above.exists() and {one.receiving_id for one in above} == {DISTRICT}
