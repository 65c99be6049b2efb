"""Who found what stays with it: a colleague's save of the whole page rewrites nothing that is as it was (S2-17; 行政许可法 34)."""

from typing import Any

import pytest

from tests.counter import Desk
from yichuang.cases.models import Case, CaseMaterial
from yichuang.foundations import ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def _finders(number: str) -> set[str]:
    rows = CaseMaterial.objects.filter(case__number=number)
    return {found["by"] for row in rows for found in row.points.values()}


def _saves(number: str) -> list[dict[str, Any]]:
    return [event.payload for event in ledger.history(f"case:{number}") if event.type == "case.materials_recorded"]


def test_a_second_save_keeps_the_first_clerk_s_findings_and_tells_only_what_changed() -> None:
    lin, chen = Desk("林小窗"), Desk("陈一诺")
    number, items = lin.receive(), lin.materials()
    lin.must(number, "materials", items=items)
    items[0]["copies"] = 3
    items[1]["points"] = {**items[1]["points"], next(iter(items[1]["points"])): {"found": "failed"}}
    chen.must(number, "materials", items=items)
    assert _finders(number) == {"林小窗", "陈一诺"}
    changed = _saves(number)[1]["items"]
    assert [sorted(item) for item in changed] == [
        ["copies", "material", "name"],
        ["material", "name", "points"],
    ]
    assert list(changed[1]["points"].values()) == ["failed"]


def test_a_save_without_a_change_is_no_act() -> None:
    lin = Desk("林小窗")
    number, items = lin.receive(), lin.materials()
    lin.must(number, "materials", items=items)
    before = Case.objects.get(number=number).chain_seq
    assert Desk("陈一诺").must(number, "materials", items=items)["revision"] == before
    assert _finders(number) == {"林小窗"} and len(_saves(number)) == 1


def test_a_suggestion_of_the_reader_is_settled_by_a_person_who_leaves_it_open() -> None:
    lin = Desk("林小窗")
    number = lin.receive()
    row = CaseMaterial.objects.filter(case__number=number, name="居民身份证").get()
    row.points = {"id.name": {"suggested": "passed", "confidence": 97, "how": "ocr"}}
    row.save()
    lin.must(number, "materials", items=[{"material": row.material_id, "points": {"id.name": {"found": ""}}}])
    row.refresh_from_db()
    assert "suggested" not in row.points["id.name"] and row.points["id.name"]["by"] == "林小窗"
