"""Every situation counted exactly and listed by page, a shortest way to each, the fewest applicants (issue 3 line 2; S2-11, S2-21②)."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from benchmarks.prover_specs import ticks
from tests.cases.people import signed_in, who
from tests.studio.api import Officer
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.compiled import Arrived, Ended
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Refused
from yichuang.studio.models import Draft
from yichuang.studio.operations.open_draft import open_draft, open_next_version
from yichuang.studio.queries import draft_for
from yichuang.studio.queries.listing import SIZE, demand_spec, exercised, listed

pytestmark = pytest.mark.usefixtures("demo_district")


@pytest.fixture
def draft() -> Draft:
    opened = open_next_version(actor=who("赵审查"), matter_key="freight_general", now=clock.now())
    return draft_for(who("赵审查"), opened.pk)


def test_every_listed_answer_leads_where_the_list_says(draft: Draft) -> None:
    """Brute force by the real navigator: each row's shortest answers reach its leaf with exactly its materials."""
    spec, seen, cursor = demand_spec(draft), list[Any](), ""
    while True:
        page = listed(spec, cursor, 7)
        seen += page.rows
        if not (cursor := page.next):
            break
    assert page.count == len(seen) == len({(row.leaf, row.outcome, row.materials) for row in seen})
    assert [row.number for row in seen] == list(range(1, len(seen) + 1))
    for row in seen:
        # What was reached before a day only is walked on a day before it.
        on = date(2015, 1, 5) if "no" in row.known.values() else day_of(clock.now())
        facts = navigator.facts_with_known(spec, row.answers, applicant_kind=row.kind or "person", on=on)
        end = navigator.advance(spec, facts)
        if row.leaf:
            assert isinstance(end, Arrived) and end.path == row.path
            assert {one.material.id for one in navigator.checklist(spec, facts).materials} == set(row.materials)
        else:
            assert isinstance(end, Ended) and end.outcome.id == row.outcome


def test_a_situation_of_today_is_reached_by_todays_answers(draft: Draft) -> None:
    """A day that makes a difference: only what nobody reaches any more is told for the days before it."""
    spec = demand_spec(draft)
    today = listed(spec, on=day_of(clock.now()), size=1_000).rows
    past = {row.number for row in today if "no" in row.known.values()}
    ever = listed(spec, size=1_000).rows
    assert len(past) < sum("no" in row.known.values() for row in ever) and len(today) == len(ever)
    assert [(row.leaf, row.materials) for row in today] == [(row.leaf, row.materials) for row in ever]


def test_a_million_million_situations_are_counted_and_any_page_is_opened() -> None:
    spec = MatterSpec.model_validate(ticks(60, 40))
    page = listed(spec, str(2**39))
    assert page.count == 2**40 and page.paths == 2**60
    assert [row.number for row in page.rows] == list(range(2**39 + 1, 2**39 + SIZE + 1))
    assert (page.previous, page.next) == (str(2**39 - SIZE), str(2**39 + SIZE))
    assert len({row.materials for row in page.rows}) == SIZE


@pytest.mark.parametrize("cursor", ["x", "-1", "９", str(10**29)])
def test_a_cursor_that_is_none_is_refused(draft: Draft, cursor: str) -> None:
    with pytest.raises(Refused) as refused:
        listed(demand_spec(draft), cursor)
    assert refused.value.status == 422


def test_the_fewest_applicants_exercise_every_option_material_and_outcome(draft: Draft) -> None:
    spec = demand_spec(draft)
    found = exercised(spec, day_of(clock.now()))
    shown = {one for script in found.scripts for one in script.covers}
    assert found.decided and found.least <= len(found.scripts)
    assert {f"material:{one.id}" for one in spec.materials} <= shown
    assert {f"option:{q.id}/{o.id}" for q in spec.questions for o in q.options} <= shown


def test_the_page_lists_jumps_exports_and_works_out_applicants(draft: Draft) -> None:
    author, root = signed_in("赵审查"), f"/studio/{draft.pk}/situations/"
    count = listed(demand_spec(draft)).count
    first = author.get(root).content.decode()
    assert f'一共 <b class="num">{count}</b> 种情形' in first and "最短的答法" in first and "算一算" in first
    assert author.get(f"{root}?number={count}").status_code == 200
    beyond = author.get(f"{root}?number={(count or 0) + 1}")
    assert beyond.status_code == 422 and "请从第一页开始" in beyond.content.decode()
    assert "至少需要" in author.get(f"{root}?applicants=1").content.decode()
    sheet = load_workbook(BytesIO(author.get(f"{root}export/").content)).active
    assert sheet is not None and sheet.max_row == (count or 0) + 1


def test_a_blank_draft_has_one_situation_without_materials_and_a_stranger_signs_in(draft: Draft) -> None:
    blank = open_draft(actor=who("赵审查"), department_id=draft.department_id, name="新事项", now=clock.now())
    root = f"/studio/{blank.pk}/situations/"
    page = signed_in("赵审查").get(root).content.decode()
    assert '一共 <b class="num">1</b> 种情形' in page and "不收材料" in page and "无需回答任何题目" in page
    assert Client().get(root).status_code == 302


def test_a_client_system_reads_the_same(draft: Draft) -> None:
    officer = Officer("赵审查")
    page = officer.ask("get", f"/{draft.pk}/situations?size=3").json()
    assert page["count"] == listed(demand_spec(draft)).count and len(page["rows"]) == 3 and page["next"] == "3"
    assert officer.ask("get", f"/{draft.pk}/situations?cursor=3&size=3").json()["rows"][0]["number"] == 4
    assert officer.ask("get", f"/{draft.pk}/situations?cursor=zz").status_code == 422
    found = officer.ask("get", f"/{draft.pk}/applicants").json()
    assert found["decided"] and len(found["applicants"]) >= found["least"] > 0
