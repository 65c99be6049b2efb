"""Statistics and twin at their doors: asked, answered once, refused with reasons, forgotten; page, sheet and API (S2-6)."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.cases.people import signed_in, who
from tests.cases.test_budgets import statements
from tests.hall.people import centre
from yichuang.accounts.permissions import CLOCK
from yichuang.demo.generate_hall import generate_hall
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.hall.models import TwinScenario
from yichuang.hall.operations.twin import Question, answer_twin, ask_twin, forget_twin
from yichuang.hall.queries.twin import days_with_tickets
from yichuang.hall.rules.twin.scenarios import FULL, Changes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
QUICK = Changes(arrangement=FULL, runs=3)


def asked(name: str = "全科", changes: Changes = QUICK) -> TwinScenario:
    """Put a question on a made past."""
    now = clock.now()
    days = days_with_tickets(centre(), day_of(now)) or (generate_hall(centre(), 2, now=now) and [])
    days = days or days_with_tickets(centre(), day_of(now))
    return ask_twin(actor=who("邹主任"), site=centre(), question=Question(name, days, changes), now=now)


def test_a_question_is_answered_once_and_forgotten_with_its_history_kept() -> None:
    row = asked()
    for _ in range(2):
        answer_twin(scenario=str(row.pk), actor=CLOCK, tick=clock.now)
    row.refresh_from_db()
    assert (row.state, row.progress) == ("done", 100) and row.result["figures"][0]["key"] == "mean"
    http = signed_in("邹主任")
    page = http.get(f"/hall/twin/{row.pk}/").content.decode()
    assert "几点要几个窗口" in page and "改善" in page
    sheet: Any = load_workbook(BytesIO(http.get(f"/hall/twin/{row.pk}/export/").content)).active
    assert any("等候 P90（分钟）" in [cell.value for cell in line] for line in sheet)
    compared = http.get(f"/hall/twin/compare/?s={row.pk}&s={row.pk}&s=x").content.decode()
    assert "取号到办结 P90" in compared
    assert "全科" in http.get("/hall/twin/?q=全科").content.decode()
    assert "还没有推演方案" in http.get("/hall/twin/?q=没有的").content.decode()
    with pytest.raises(NotFound):
        forget_twin(actor=who("戚镇管"), scenario=row.pk, now=clock.now())
    forget_twin(actor=who("邹主任"), scenario=row.pk, now=clock.now())
    assert not TwinScenario.objects.exists()
    assert [event.type for event in ledger.history(row.stream)] == ["twin.asked", "twin.answered", "twin.forgotten"]


def test_what_cannot_be_asked_is_refused_with_all_reasons() -> None:
    question = Question(" ", [], Changes(demand=5, runs=1, moved={"x": 200}, hours=((600, 500),)))
    with pytest.raises(Refused) as refused:
        ask_twin(actor=who("邹主任"), site=centre(), question=question, now=clock.now())
    assert [one.code for one in refused.value.reasons] == ["name", "days", "demand", "runs", "moved", "hours"]
    with pytest.raises(NotAllowed):
        ask_twin(actor=who("林小窗"), site=centre(), question=question, now=clock.now())


def test_a_day_without_anybody_fails_with_a_word_and_nothing_is_tried_again() -> None:
    row = asked()
    TwinScenario.objects.filter(pk=row.pk).update(days=[date(2020, 1, 6)])
    answer_twin(scenario=str(row.pk), actor=CLOCK, tick=clock.now)
    row.refresh_from_db()
    assert row.state == "failed" and "推演没有完成" in row.trouble
    assert "没有完成" in signed_in("邹主任").get(f"/hall/twin/{row.pk}/").content.decode()


def test_the_page_asks_one_or_the_three_of_the_question() -> None:
    generate_hall(centre(), 2, now=clock.now())
    http = signed_in("沈主管")
    form = {
        "site": str(centre().pk), "name": "试", "basis": "recent", "arrangement": "own", "demand": "100", "target_minutes": "15",
        "target_percent": "90", "runs": "10", "verb": "ask", "w-TOTAL_FORMS": "2", "w-INITIAL_FORMS": "0", "w-0-number": "01",
        "w-0-boards": "A", "w-0-shifts": "08:30-12:00", "w-1-number": "",
    }  # fmt: skip
    bad = http.post("/hall/twin/new/", {**form, "w-0-shifts": "早上"})
    assert bad.status_code == 422 and "请写成 08:30-12:00" in bad.content.decode()
    assert http.post("/hall/twin/new/", {**form, "basis": "day"}).status_code == 422
    assert http.post("/hall/twin/new/", form).status_code == 302
    row = TwinScenario.objects.get()
    assert row.changes["booths"] == [{"number": "01", "boards": ["A"], "shifts": [[510, 720]]}]
    assert http.post("/hall/twin/new/", {**form, "verb": "question"}).status_code == 302
    kinds = set(TwinScenario.objects.exclude(pk=row.pk).values_list("changes__arrangement", flat=True))
    assert kinds == {"full", "one_plus_x", "departments"}


def test_statistics_page_sheet_and_api_with_few_statements_however_many_days() -> None:
    http, costs = signed_in("邹主任"), []
    for days in (1, 3):
        generate_hall(centre(), days, now=clock.now())
        with statements() as taken:
            page = http.get("/hall/statistics/?period=28")
        costs.append(len([sql for sql in taken if "django_session" not in sql]))
    text = page.content.decode()
    assert "按窗口" in text and "等候 P50 / P90" in text
    assert costs[0] == costs[1] <= 12, costs
    sheet: Any = load_workbook(BytesIO(http.get("/hall/statistics/export/?period=28").content)).active
    kinds = {line[0].value for line in sheet}
    assert {"全部", "上期", "事项", "窗口", "人员", "取号渠道"} <= kinds
    token = http.post(
        "/api/session", {"mobile": "13900000044", "password": "Yichuang-2026"}, content_type="application/json"
    )
    headers = {"Authorization": f"Bearer {token.json()['token']}"}
    told = http.get("/api/hall/statistics?period=28", headers=headers).json()
    assert told["whole"]["taken"] > 0 and told["whole"]["wait"]["p90"] >= told["whole"]["wait"]["p50"]
    body = {"site": centre().pk, "name": "接口", "arrangement": "full", "runs": 3}
    made = http.post(
        "/api/hall/twin", body, content_type="application/json", headers={**headers, "Idempotency-Key": "k1"}
    )
    assert made.status_code == 201, made.content
    one = f"/api/hall/twin/{made.json()['id']}"
    assert http.get(one, headers=headers).json()["state"] == "waiting"
    assert http.get("/api/hall/twin", headers=headers).json()["rows"][0]["name"] == "接口"
    gone = http.delete(one, headers={**headers, "Idempotency-Key": "k2"})
    assert gone.status_code == 200 and http.get(one, headers=headers).status_code == 404
    assert signed_in("戚镇管").get("/hall/statistics/").content.decode().count("没有取号") == 1, (
        "a town sees its own halls"
    )
