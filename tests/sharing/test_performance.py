"""Figures from the call log: rolled up once however often, percentiles that add up, alarms, few statements (S2-48)."""

import uuid
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from tests.cases.people import signed_in
from tests.cases.test_budgets import statements
from tests.sharing.upstream import api
from yichuang.foundations import clock, ledger
from yichuang.sharing.models import CallHour, SharedApi, SharedCall
from yichuang.sharing.operations.roll_up import roll_up, watch
from yichuang.sharing.rules.percentiles import added, counted, percentile

HERE = "http://127.0.0.1:9"


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.lists(st.integers(0, 200_000), min_size=1, max_size=200), st.sampled_from([50, 95, 99]))
def test_a_percentile_is_at_most_a_fifth_above_the_truth(times: list[int], percent: int) -> None:
    place = -(-percent * len(times) // 100) - 1
    truth = sorted(times)[place]
    half = len(times) // 2
    said = percentile(added([counted(times[:half]), counted(times[half:])]), percent)
    assert truth <= said <= max(truth * 1.2 + 1, 1)


@pytest.fixture
def echo(demo_district: None, plain_http: Any) -> SharedApi:
    """Register an API."""
    return api(HERE)


def call(
    echo: SharedApi, at: Any, took: int = 100, status: int = 200, consumer: str = "provider", failed: bool = False
) -> None:
    """Put a call on record as it ended."""
    SharedCall.objects.create(
        id=uuid.uuid4(), api=echo, consumer=consumer, actor_id="s", actor_name="系统", purpose="核验", method="GET", path="/x",
        at=at, status=status, failed=failed, milliseconds=took, bytes_out=10,
    )  # fmt: skip


@pytest.mark.django_db
def test_calls_are_rolled_up_by_hour_and_twice_counts_once(echo: SharedApi) -> None:
    now = clock.now().replace(minute=30)
    for minutes in (0, 1, 90, 24 * 60):
        call(echo, now - timedelta(minutes=minutes))
    call(echo, now, status=403, consumer="@330109")
    call(echo, now, status=502, failed=True, took=5000)
    for _ in range(2):
        while roll_up(now):
            pass
    assert sum(row.calls for row in CallHour.objects.all()) == 6
    this = CallHour.objects.get(consumer="provider", hour=now.replace(minute=0, second=0, microsecond=0))
    assert (this.calls, this.failed, this.refused, sum(this.times), this.bytes_out) == (3, 1, 0, 3, 30)
    refused = CallHour.objects.get(consumer="@330109")
    assert (refused.calls, refused.refused, sum(refused.times)) == (1, 1, 0)


@pytest.mark.django_db
def test_an_alarm_is_raised_and_cleared_with_an_event(echo: SharedApi) -> None:
    now = clock.now().replace(minute=30)
    for _ in range(18):
        call(echo, now)
    for _ in range(2):
        call(echo, now, status=502, failed=True)
    roll_up(now)
    assert watch(now) == ["echo"] and watch(now) == []
    echo.refresh_from_db()
    assert echo.alarm == "错误率 10.0%，高于 5%"
    page = signed_in("谢区管").get("/sharing/performance/").content.decode()
    assert "错误率 10.0%，高于 5%" in page
    later = now + timedelta(hours=3)
    for _ in range(20):
        call(echo, later)
    while roll_up(later):
        pass
    assert watch(later) == ["echo"]
    assert [event.type for event in ledger.history(echo.stream)][1:] == ["api.alarm_raised", "api.alarm_cleared"]


@pytest.mark.django_db
def test_the_pages_take_few_statements_however_many_calls_there_were(echo: SharedApi) -> None:
    now = clock.now()
    http, costs = signed_in("谢区管"), []
    for _ in range(2):
        for minutes in range(0, 300, 10):
            call(echo, now - timedelta(minutes=minutes))
        while roll_up(now):
            pass
        with statements() as seen:
            assert http.get("/sharing/performance/").status_code == 200
            assert http.get("/sharing/calls/").status_code == 200
        costs.append(len([sql for sql in seen if "django_session" not in sql]))
    assert costs[0] == costs[1] <= 20, costs


@pytest.mark.django_db
def test_the_figures_and_the_log_go_out_as_spreadsheets_to_those_they_concern(echo: SharedApi) -> None:
    now = clock.now()
    for took in (100, 200, 300):
        call(echo, now, took)
    roll_up(now)
    for path, cell in (("performance", "回声接口"), ("calls", "回声接口")):
        got = signed_in("孙局长").get(f"/sharing/{path}/export/")
        sheet: Any = load_workbook(BytesIO(got.content)).active
        rows = [[one.value for one in row] for row in sheet]
        assert any(cell in row for row in rows), rows
    for path in ("calls", "performance"):
        text = signed_in("韩局长").get(f"/sharing/{path}/").content.decode()
        assert "回声接口" not in text, "another department's calls are not shown"
    assert "没有调用" in signed_in("韩局长").get("/sharing/calls/").content.decode()


@pytest.mark.django_db
def test_the_log_is_filtered_by_how_a_call_ended(echo: SharedApi) -> None:
    now = clock.now()
    call(echo, now)
    call(echo, now, status=429)
    call(echo, now, status=502, failed=True)
    call(echo, now, status=0)
    roll_up(now)
    http = signed_in("谢区管")
    for ended, word in (("good", "成功"), ("refused", "平台拒绝"), ("failed", "数据源失败"), ("open", "未结束")):
        page = http.get(f"/sharing/calls/?ended={ended}").content.decode()
        assert page.count('data-label="结果"') == 1 and word in page
