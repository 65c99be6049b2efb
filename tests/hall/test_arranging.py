"""A hall is arranged while it runs: skills, grades, parameters; the floor shows it; history in words (S2-28, S0-26)."""

from datetime import timedelta

import pytest

from tests.cases.people import signed_in, who
from tests.hall.people import centre, sit, take, window
from yichuang.foundations import clock
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.hall.models import Hall, OfficerSkill, WindowSkill
from yichuang.hall.operations.arrange import Settings, change_settings, set_officer_skill, set_window_skill
from yichuang.hall.operations.call import call_next
from yichuang.hall.queries.floor import board_lines, line_of, window_lines
from yichuang.hall.queries.needs import Wanted
from yichuang.hall.rules.ledger_words import in_words as told
from yichuang.hall.rules.skills import Skill, in_words, preset
from yichuang.organizations.models import Site

pytestmark = pytest.mark.usefixtures("demo_district")
FREIGHT, FUND = "freight_general", "housing_fund_loan"
SHEN, LIN = "沈主管", "林小窗"


def history() -> list[str]:
    events = Event.objects.filter(stream=f"hall:{centre().pk}", type="hall.changed").order_by("seq")
    return [told(event.type, event.payload) for event in events]


def test_a_window_s_skill_is_in_force_with_the_next_call() -> None:
    take(FUND)
    sit(LIN, "01")
    assert call_next(actor=who(LIN), now=clock.now()) is None
    with pytest.raises(NotAllowed):
        set_window_skill(actor=who(LIN), window_id=window().pk, skill=preset("full"), now=clock.now())
    with pytest.raises(NotFound):
        set_window_skill(actor=who("戚镇管"), window_id=window().pk, skill=preset("full"), now=clock.now())
    with pytest.raises(Refused, match="谁也不能在这里办"):
        set_window_skill(actor=who(SHEN), window_id=window().pk, skill=preset("board"), now=clock.now())
    set_window_skill(actor=who(SHEN), window_id=window().pk, skill=preset("full"), now=clock.now())
    assert call_next(actor=who(LIN), now=clock.now()) is not None
    assert history()[-1] == "01 号窗口：服务范围 综合受理、不清楚办什么的 → 全部事项、不清楚办什么的"
    set_window_skill(actor=who(SHEN), window_id=window().pk, skill=None, now=clock.now())
    assert not WindowSkill.objects.filter(window=window()).exists()


def test_an_officer_s_grade_keeps_a_difficult_matter_from_his_window() -> None:
    site, now = centre(), clock.now()
    change_settings(actor=who(SHEN), site=site, settings=Settings(grades={FREIGHT: 3}), now=now)
    ticket = take(FREIGHT)
    assert ticket.items.get().grade == 3
    sit(LIN, "01")
    skill = Skill(everything=True, grade=2)
    set_officer_skill(actor=who(SHEN), site=site, staff_id=who(LIN).id, skill=skill, now=now)
    assert call_next(actor=who(LIN), now=now) is None
    assert [line.windows for line in line_of(site, now)] == [()], "nobody can serve it now, and the floor says so"
    with pytest.raises(NotFound):
        set_officer_skill(actor=who(SHEN), site=site, staff_id=who("吴益农").id, skill=skill, now=now)
    set_officer_skill(actor=who(SHEN), site=site, staff_id=who(LIN).id, skill=None, now=now)
    assert not OfficerSkill.objects.exists()
    called = call_next(actor=who(LIN), now=now)
    assert called is not None and called.pk == ticket.pk


def test_parameters_have_limits_and_are_told_with_before_and_after() -> None:
    site, now = centre(), clock.now()
    with pytest.raises(Refused) as refused:
        numbers = {"bound_minutes": 1, "near": 99}
        change_settings(actor=who(SHEN), site=site, settings=Settings(numbers=numbers), now=now)
    assert [reason.field for reason in refused.value.reasons] == ["bound_minutes", "near"]
    with pytest.raises(NotAllowed):
        change_settings(actor=who(LIN), site=site, settings=Settings(), now=now)
    before = len(history())
    change_settings(actor=who(SHEN), site=site, settings=Settings(numbers={"bound_minutes": 20}, silent=True), now=now)
    change_settings(actor=who(SHEN), site=site, settings=Settings(numbers={"bound_minutes": 20}), now=now)
    assert Hall.objects.get(site=site).bound_minutes == 20
    assert len(history()) == before + 1, "nothing changed, nothing told"
    assert "最长让号等候（分钟） 30 → 20" in history()[-1] and "无声叫号 否 → 是" in history()[-1]


def test_the_floor_shows_windows_boards_and_who_waits_longest() -> None:
    now = clock.now().replace(hour=7, minute=0, second=0, microsecond=0)
    take(FREIGHT, at=now - timedelta(minutes=12))
    take(wanted=[Wanted(purpose="issue")], at=now - timedelta(minutes=3))
    take(FREIGHT, at=now - timedelta(minutes=20))
    sit(LIN, "01", at=now - timedelta(hours=2))
    call_next(actor=who(LIN), now=now - timedelta(minutes=100))
    line = line_of(centre(), now)
    boards = {one.name: (one.count, one.longest, one.stranded) for one in board_lines(centre(), line)}
    assert (boards["综合受理"], boards["领取结果"]) == ((1, 12, 0), (1, 3, 1))
    first = window_lines(centre(), now)[0]
    assert first.ticket is not None and (first.ticket.number, first.minutes, first.stale) == ("A002", 100, True)


def test_the_pages_are_for_those_who_may_and_do_what_they_say() -> None:
    page = signed_in(SHEN)
    ticket, seat = take(FREIGHT), sit(LIN, "01")
    text = page.get("/hall/floor/").content.decode()
    assert ticket.number in text and LIN in text
    moved = page.post("/hall/floor/act/move/", {"ticket": str(ticket.pk), "wanted": "board:D"})
    assert moved.status_code == 302 and ticket.items.get().board == "D"
    refused = page.post("/hall/floor/act/move/", {"ticket": str(ticket.pk)})
    assert refused.status_code == 422 and "没有说明转到哪里" in refused.content.decode()
    closed = page.post("/hall/floor/act/close-seat/", {"seat": str(seat.pk), "why": "下班未签出"})
    assert closed.status_code == 302
    given = {"window": window("02").pk, "purposes": ["receive", "issue"], "boards": ["A", "B"], "grade": "4"}
    assert page.post("/hall/settings/act/window/", given).status_code == 302
    stored = WindowSkill.objects.get(window=window("02")).skill
    assert (stored["purposes"], stored["boards"], stored["grade"]) == (["issue", "receive"], ["A", "B"], 4)
    matter = {"matter": FREIGHT, "frequent": "1", "quick": "1", "grade": "2"}
    assert page.post("/hall/settings/act/matter/", matter).status_code == 302
    hall = Hall.objects.get(site=centre())
    assert FREIGHT in hall.frequent and hall.quick == [FREIGHT] and hall.grades == {FREIGHT: 2}
    wrong = page.post("/hall/settings/act/parameters/", {"near": "0"})
    assert wrong.status_code == 422 and "“前方几人时提醒”应为 1 至 20。" in wrong.content.decode()
    assert signed_in("赵审查").get("/hall/floor/").status_code == 403
    other = Site.objects.get(key="yinong")
    assert page.get(f"/hall/floor/?site={other.pk}").status_code == 404


@pytest.mark.parametrize(
    ("skill", "said"),
    [
        (preset("full"), "全部事项、不清楚办什么的"),
        (preset("board", "AD"), "综合受理、公积金"),
        (preset("special", matters=["m1"]), "货运"),
        (preset("special", matters=["m1", "m2", "m3", "m4"]), "货运、m2、m3、等 4 个事项"),
        (preset("issue"), "领取结果"),
        (preset("complaint"), "投诉代办"),
        (Skill(everything=True, unknown=False, grade=2), "全部事项（2 级以内）"),
        (Skill(purposes=frozenset()), "不办理"),
    ],
)
def test_a_skill_in_words(skill: Skill, said: str) -> None:
    assert in_words(skill, {"A": "综合受理", "D": "公积金"}, {"m1": "货运"}) == said
