"""Materials and points saved from the case page: what was typed is not lost when it cannot be saved (bad input of issue 2)."""

import re
from typing import Any

import pytest

from tests.cases.people import signed_in
from tests.counter import Desk
from yichuang.cases.models import Case, CaseMaterial

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
ALL_OF_ONE = {"m_app.way": "paper", "m_app.originals": "3", "m_app.copies": "0"}


def _save(number: str, who: str = "林小窗", **given: str) -> Any:
    return signed_in(who).post(f"/cases/{number}/materials/", given)


def _ticked(page: str) -> set[str]:
    boxes = re.findall(r'<input class="form-check-input" type="checkbox" form="materials-form"[^>]*>', page)
    return {name for box in boxes if " checked" in box for name in re.findall(r' name="([^"]+)"', box)}


def test_what_was_typed_while_a_colleague_saved_is_still_there_on_top_of_his() -> None:
    """Two clerks on one case: the later one is told, loses nothing, and sees what the other has saved."""
    number = Desk("林小窗").receive()
    seen = str(Case.objects.get(number=number).chain_seq)
    points = [point["id"] for line in Desk("林小窗").checklist() if line["id"] == "m_app" for point in line["points"]]
    assert _save(number, "沈主管", **{"m_safe.way": "paper", "m_safe.originals": "1"}).status_code == 302
    mine = {**ALL_OF_ONE, f"m_app.{points[0]}": "1", "m_safe.way": "none", "revision": seen}
    answer = _save(number, **mine)
    page = answer.content.decode()
    assert answer.status_code == 409 and "您填写的内容还在页面上" in page and "请核对后再保存" in page
    assert _ticked(page) == {f"m_app.{points[0]}"}
    assert re.search(r'name="m_app.originals"[^>]* value="3"', page)
    for material in ("m_app", "m_safe"):
        assert re.search(rf'id="way-{material}".*?<option value="paper" selected', page, re.DOTALL), material
    assert CaseMaterial.objects.get(case__number=number, material_id="m_app").received_as == "none"
    revision = re.search(r'id="revision" value="(\d+)"', page)
    assert revision and _save(number, **{**mine, "m_safe.way": "paper", "revision": revision[1]}).status_code == 302
    assert CaseMaterial.objects.get(case__number=number, material_id="m_app").originals == 3


def test_what_cannot_be_saved_stays_typed() -> None:
    """A material that shared data cannot stand in for: the refusal is about one, the rest is not typed again."""
    number = Desk("林小窗").receive()
    page = _save(number, **ALL_OF_ONE, **{"m_safe.way": "shared"}).content.decode()
    assert "不能由数据共享免提交" in page
    assert re.search(r'name="m_app.originals"[^>]* value="3"', page)


def test_saved_but_not_accepted_says_that_it_was_saved() -> None:
    number = Desk("林小窗").receive()
    answer = _save(number, **ALL_OF_ONE, then="accept")
    page = answer.content.decode()
    assert answer.status_code == 409 and "材料和要点已保存，没有受理。" in page
    assert CaseMaterial.objects.get(case__number=number, material_id="m_app").originals == 3
