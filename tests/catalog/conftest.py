"""What the tests with a database start from: one district, two departments, and the right to publish."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from yichuang.catalog import queries
from yichuang.foundations.actors import Actor, Grant
from yichuang.organizations.models import Department, Division

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
PUBLISHER = Actor(
    kind="staff",
    id="xie",
    name="谢区管",
    grants=frozenset(Grant(act, "division", "3301") for act in ("matter.load", "matter.publish", "synonym.manage")),
)
STRANGER = Actor(
    kind="staff",
    id="yu",
    name="余杭人",
    grants=frozenset(Grant(act, "division", "330110") for act in ("matter.load", "matter.publish")),
)
CLERK = Actor(kind="staff", id="lin", name="林小窗")


@pytest.fixture
def departments(empty_house: None) -> dict[str, Department]:
    # An emptied house counts its revisions from the beginning; the index of the test before must not be taken for this one's.
    queries._Held._revision = -1
    district = Division.objects.create(code="330109", name="萧山区", kind="district")
    city = Division.objects.create(code="330100", name="杭州市", kind="city")
    keys = ["xs-transport", "xs-market", "hz-gjj-xs", "xs-police", "xs-hrss", "xs-land"]
    made = {
        key: Department.objects.create(key=key, name=f"{key} 局", code2=f"{number:02d}", division=district)
        for number, key in enumerate(keys, start=11)
    }
    made["hz-epa"] = Department.objects.create(key="hz-epa", name="杭州市环境保护局", code2="17", division=city)
    return made
