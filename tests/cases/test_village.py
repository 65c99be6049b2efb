"""A village point's applications: 乡镇前台综合受理，县乡后台分类办理，乡镇统一窗口出件 (S2-54; other outlets S2-55)."""

import pytest

from tests.cases.people import signed_in, who
from tests.counter import FREIGHT, Desk, signature
from tests.results import at_issuing, decide, send_to_issuing
from yichuang.accounts.queries import actor_of_token
from yichuang.cases.models import Case
from yichuang.cases.operations.tell_applicant import tell_applicant
from yichuang.cases.queries.access import visible_cases
from yichuang.cases.queries.progress import progress_of
from yichuang.cases.rules.states import State
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.models import Event
from yichuang.notifications.models import Message
from yichuang.organizations.models import Site
from yichuang.organizations.queries import issuing_site, outlets_of, site_by_key

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
AGENT, TOWN, ISSUER, OTHER_TOWN, CENTRE = "陶三围", "吴益农", "金益农", "魏临浦", "林小窗"


def _received() -> str:
    agent = Desk(AGENT)
    number = agent.receive(answers=FREIGHT)
    agent.must(number, "materials", items=agent.materials())
    return number


def test_the_agent_collects_and_the_town_hall_accepts() -> None:
    number = _received()
    refused = Desk(AGENT).move(number, "accept")
    assert refused.status_code == 403 and "综合受理窗口人员" in refused.json()["detail"]
    assert Desk(OTHER_TOWN).move(number, "accept").status_code == 404
    assert Desk(CENTRE).move(number, "accept").status_code == 404
    assert Desk(TOWN).must(number, "accept")["state"] == State.ACCEPTED
    told = Event.objects.filter(stream=f"case:{number}", type="case.accepted").get()
    assert told.actor_name == TOWN


def test_the_village_point_s_cases_stand_in_the_lists_of_its_town_hall_only() -> None:
    number = _received()
    seen = {name: visible_cases(who(name)).filter(number=number).exists() for name in (AGENT, TOWN, OTHER_TOWN, CENTRE)}
    assert seen == {AGENT: True, TOWN: True, OTHER_TOWN: False, CENTRE: False}
    page = signed_in(TOWN).get("/cases/?list=to_accept").content.decode()
    assert number in page and "收件服务点" in page and "三围村" in page, "the list says where it was received"
    assert "收件服务点" not in signed_in(AGENT).get("/cases/?list=to_accept").content.decode()


def test_its_result_goes_to_the_town_hall_and_is_handed_out_there() -> None:
    number = _received()
    Desk(TOWN).must(number, "accept")
    send_to_issuing(decide(Desk(AGENT), number))
    case = Case.objects.get(number=number)
    hall = site_by_key("yinong")
    assert hall and issuing_site(case.site_id) == hall
    batch = Desk("赵审查").post("/handovers", {"direction": "to_issuing", "cases": [number]}).json()
    assert batch["site"] == hall.name, "the list is addressed to the counter that hands out"
    progress = progress_of(case, day_of(clock.now()))
    assert hall.name in progress.todo and "出件窗口领取" in progress.todo
    event = Event.objects.get(stream=case.stream, type="case.sent_to_issuing")
    tell_applicant(stream=case.stream, event=event.type, uid=str(event.uid), now=clock.now())
    assert hall.name in str(Message.objects.get(template="result_ready").data)
    given = {"identity_checked": "居民身份证原件", "signature": signature()}
    assert Desk(AGENT).move(number, "hand-out", **given).status_code == 403
    assert Desk("周出证").move(number, "hand-out", **given).status_code == 404
    assert Desk(ISSUER).must(number, "hand-out", **given)["state"] == State.DELIVERED


def test_the_town_hall_takes_over_for_an_agent_who_left() -> None:
    """S2-63: somebody is always the first handler; a town's window stands in for its village's."""
    number = _received()
    offered = f'<option value="{Desk(TOWN).me()}"'
    assert offered in signed_in(TOWN).get(f"/cases/{number}/").content.decode()
    refused = Desk(TOWN).move(number, "hand-over-first-handler", successor=Desk(CENTRE).me(), reason="代办员离任")
    assert refused.status_code == 422
    Desk(TOWN).must(number, "hand-over-first-handler", successor=Desk(TOWN).me(), reason="代办员离任")
    assert Case.objects.get(number=number).first_handler_name == TOWN
    assert offered not in signed_in(TOWN).get(f"/cases/{number}/").content.decode()


def test_its_paper_leaves_from_where_it_is_given() -> None:
    """S2-42: the agent gives his point's paper, or the town hall gives it with its own on one list."""
    numbers = [_received(), Desk(TOWN).receive(answers=FREIGHT)]
    Desk(TOWN).must(numbers[1], "materials", items=Desk(TOWN).materials())
    for number in numbers:
        Desk(TOWN).must(number, "accept")
    both = Desk(TOWN).post("/handovers", {"cases": numbers})
    assert both.status_code == 201 and both.json()["site"] == "益农镇便民服务中心"
    alone = _received()
    Desk(TOWN).must(alone, "accept")
    assert Desk(AGENT).post("/handovers", {"cases": [alone]}).json()["site"].startswith("三围村")


def test_a_centre_s_own_result_stays_there() -> None:
    number = at_issuing(Desk(CENTRE))
    assert Desk(ISSUER).get(f"/cases/{number}").status_code == 404


@pytest.mark.parametrize(
    ("kind", "division", "hands_out"),
    [
        ("village", "330109118201", "yinong"),
        ("bank", "330109118", "yinong"),
        ("kiosk", "330109118201", "yinong"),
        ("post", "330109", "centre"),
        ("station", "330109", ""),
        ("bank", "330109101", ""),
    ],
)
def test_where_results_of_a_place_are_handed_out(kind: str, division: str, hands_out: str) -> None:
    """An outlet's are handed out where it belongs; a department's own windows and an outlet without a hub keep theirs."""
    made = Site.objects.create(key="made", kind=kind, name="试点", short_name="试", division_id=division)
    assert issuing_site(made.pk).key == (hands_out or "made")
    reaching = {hub.key for hub in Site.objects.all() if made.pk in outlets_of(hub)}
    assert reaching == ({hands_out} if hands_out else set())
    assert (made.pk in _outlets("周出证")) is (hands_out == "centre")
    assert (made.pk in _outlets(ISSUER)) is (hands_out == "yinong")


def _outlets(name: str) -> set[int]:
    """Return the outlets of a signed-in person's post; the one statement of every request must read what the reads say."""
    token = Desk(name).headers["Authorization"].removeprefix("Bearer ")
    known = actor_of_token(token, clock.now())
    assert known and known.posts == who(name).posts
    return set(known.posts[0].outlets)


def test_a_closed_outlet_is_still_handed_out_for() -> None:
    number = _received()
    village = site_by_key("sanwei")
    assert village
    Site.objects.filter(pk=village.pk).update(closed_on=day_of(clock.now()))
    assert visible_cases(who(TOWN)).filter(number=number).exists() and issuing_site(village.pk).key == "yinong"
