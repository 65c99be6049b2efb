"""全流程网上件: the applicant does not come; any counter of the district finds it in its list and receives it (S2-46①)."""

import pytest

from tests.cases.people import signed_in, who
from tests.counter import PERSON
from tests.online.applying import ADDRESS, all_passed, uploaded
from yichuang.cases.models import Case
from yichuang.cases.operations.prefill import Prefilled, keep_prefill
from yichuang.foundations import clock
from yichuang.online.models import OnlineApplication
from yichuang.online.operations.begin import begin
from yichuang.online.operations.examine import preapprove
from yichuang.online.operations.submit import submit
from yichuang.online.policies import receives_for
from yichuang.online.queries import visible
from yichuang.organizations.models import Department

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
MATTER = "vehicle_licence_replace"


def ready() -> OnlineApplication:
    """Return an application for a matter of full process that its department found in order."""
    typed = {**{name: [value] for name, value in PERSON.items()}, "kind": ["person"], "a.q1": ["a"], "a.q2": ["a"]}
    given = Prefilled(MATTER, "person", {"q1": "a", "q2": "a"}, {**PERSON, "quantity": "1"}, {}, typed)
    code, _ = keep_prefill(given=given, address=ADDRESS, now=clock.now())
    row = uploaded(begin(code=code, address=ADDRESS, now=clock.now()))
    row = submit(pk=row.pk, agreed=True, now=clock.now())
    return preapprove(actor=who("许户籍"), number=row.number, findings=all_passed(row), now=clock.now())


def test_it_waits_in_the_list_of_every_counter_and_nobody_has_to_come() -> None:
    row = ready()
    assert row.depth == "full" and visible(who("吴益农")).get() == row
    clerk = signed_in("吴益农")
    assert row.number in clerk.get("/online/").content.decode()
    page = clerk.get(f"/online/{row.number}/receive/").content.decode()
    assert "申请人不用到场" in page and "签名和原件" not in page
    assert clerk.post(f"/online/{row.number}/receive/", {"act": "receive"}).status_code == 302
    assert Case.objects.get(number=row.number).received_by_name == "吴益农"
    assert row.number not in clerk.get("/online/").content.decode()


def test_the_counters_of_the_district_that_receives_a_department_s_matters_see_it_and_no_others() -> None:
    assert receives_for(who("吴益农")) == ["330109"] and receives_for(who("赵审查")) == []
    row = ready()
    for division, seen in (("330109", True), ("330110", False), ("330100", False)):
        OnlineApplication.objects.filter(pk=row.pk).update(division=division)
        assert visible(who("林小窗")).exists() is seen, division


def test_a_city_department_s_application_belongs_to_the_district_that_receives_for_it() -> None:
    epa = Department.objects.get(key="hz-epa")
    assert (epa.division_id, epa.receiving_id) == ("330100", "330109")
    Department.objects.filter(key="xs-police").update(division_id="330100", served_in_id="330109")
    row = ready()
    assert row.division == row.number[:6] == "330109" and visible(who("林小窗")).exists()
