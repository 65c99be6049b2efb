"""The places of the demonstration: divisions, departments, sites, windows, boards, working days."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from yichuang.accounts.permissions import SYSTEM
from yichuang.foundations.calendar_source import NOTICES, initial_days
from yichuang.foundations.calendars import load_year
from yichuang.organizations.models import Board, Department, Division, Site, Window

DISTRICT = "330109"
YEARS = range(2018, 2027)
SITES = (
    ("centre", "centre", "萧山区人民政府办事服务中心", "330109", "萧中"),
    ("yinong", "town_hall", "益农镇便民服务中心", "330109118", "益农"),
    ("linpu", "town_hall", "临浦镇便民服务中心", "330109105", "临浦"),
    ("sanwei", "village", "三围村便民服务点（演示）", "330109118201", "三围"),
)
SHORT = {
    "xs-transport": "萧交",
    "xs-market": "萧市监",
    "hz-epa": "杭环",
    "hz-gjj-xs": "杭公积萧",
    "xs-police": "杭公萧",
    "xs-health": "萧卫",
    "xs-hrss": "萧人社",
    "xs-civil": "萧民",
    "xs-land": "萧土",
}
BOARDS = (
    ("A", "综合受理"),
    ("B", "商事登记"),
    ("C", "投资项目"),
    ("D", "公积金"),
    ("E", "公安"),
    ("F", "医保社保"),
    ("G", "不动产"),
)


def load_places(folder: Path, now: datetime) -> None:
    """Load divisions, departments, sites with windows and boards, and the working calendars; loading twice changes nothing."""
    _divisions(_read(folder / "catalog" / "01_regions.yaml"))
    for row in _read(folder / "catalog" / "00_departments.yaml")["departments"]:
        _department(row)
    for key, kind, name, division, short in SITES:
        site, _ = Site.objects.update_or_create(
            key=key,
            defaults={
                "kind": kind,
                "name": name,
                "division_id": division,
                "short_name": short,
                "government": "杭州市萧山区人民政府",
                "hours": "工作日 8:30—17:30",
            },
        )
        _windows(site)
    for year in YEARS:
        load_year(actor=SYSTEM, year=year, days=initial_days([year]), notice=NOTICES.get(year, ""), now=now)


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _divisions(content: Any) -> None:
    above = [
        ("330000", "浙江省", "province", None),
        ("330100", "杭州市", "city", "330000"),
        ("330109", "萧山区", "district", "330100"),
    ]
    for code, name, kind, parent in above:
        Division.objects.update_or_create(code=code, defaults={"name": name, "kind": kind, "parent_id": parent})
    for row in content["towns"]:
        moved = date(2021, 4, 9) if "钱塘区" in row.get("note", "") else None
        values = {
            "name": row["name"],
            "kind": row["kind"],
            "parent_id": row["parent"],
            "valid_to": moved,
            "note": row.get("note", ""),
        }
        Division.objects.update_or_create(code=row["code"], defaults={**values, "confidence": row["confidence"]})
    for row in content["villages_demo"]:
        Division.objects.update_or_create(
            code=row["code"], defaults={"name": row["name"], "kind": "village", "parent_id": row["parent"]}
        )
    for position, name in enumerate(content["non_gb_units"], start=1):
        code = f"330109X{position:02d}"
        Division.objects.update_or_create(code=code, defaults={"name": name, "kind": "non_gb", "parent_id": "330109"})


def _department(row: Any) -> None:
    branch = "市公安局" in row["name"]
    city = row["region"] == "330100" or branch or "杭州住房公积金" in row["name"]
    Department.objects.update_or_create(
        key=row["key"],
        defaults={
            "name": row["name"],
            "uscc": row["uscc_demo"],
            "division_id": row["region"],
            "served_in_id": None if row["region"].startswith(DISTRICT) else DISTRICT,
            "code2": str(row["dept_code2_demo"]).zfill(2),
            "short_name": SHORT.get(row["key"], "萧"),
            "authority_kind": "branch" if branch else "department",
            "government": "杭州市人民政府" if city else "杭州市萧山区人民政府",
            "superior": "杭州市公安局" if branch else "",
        },
    )


def _windows(site: Site) -> None:
    letters = BOARDS if site.kind == "centre" else BOARDS[:1]
    boards = [
        Board.objects.update_or_create(site=site, letter=letter, defaults={"name": name})[0] for letter, name in letters
    ]
    for position, board in enumerate(boards, start=1):
        Window.objects.update_or_create(
            site=site,
            number=f"{position:02d}",
            defaults={"name": f"{board.name}窗口", "kind": "accept", "board": board},
        )
    Window.objects.update_or_create(site=site, number="90", defaults={"name": "综合出件窗口", "kind": "issue"})
    Window.objects.update_or_create(site=site, number="99", defaults={"name": "投诉代办窗口", "kind": "complaint"})
