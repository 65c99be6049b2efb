"""The places of the demonstration: divisions, departments, sites, windows, boards, working days."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yichuang.accounts.permissions import SYSTEM
from yichuang.foundations.calendar_source import NOTICES, initial_days
from yichuang.foundations.calendars import load_year
from yichuang.foundations.yaml_files import read_yaml
from yichuang.organizations.models import Division
from yichuang.organizations.operations.close_place import close_place
from yichuang.organizations.operations.load_organisation import load_organisation
from yichuang.organizations.rules.places import BOARD, DEPARTMENT, DIVISION, OUTLETS, SITE, WINDOW
from yichuang.organizations.rules.workbook import Row

DISTRICT = "330109"
YEARS = range(2018, 2027)
MOVED = date(2021, 4, 9)  # when 钱塘区 was made
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
    regions = read_yaml(folder / "catalog" / "01_regions.yaml")
    departments = read_yaml(folder / "catalog" / "00_departments.yaml")["departments"]
    rows = [*_divisions(regions), *map(_department, departments), *(row for site in SITES for row in _site(*site))]
    load_organisation(actor=SYSTEM, rows=rows, now=now)
    for row in regions["towns"]:
        Division.objects.filter(code=row["code"]).update(confidence=row["confidence"])
        if "钱塘区" in row.get("note", "") and Division.objects.filter(code=row["code"], valid_to=None).exists():
            why = row["note"]
            close_place(actor=SYSTEM, kind=DIVISION, key=row["code"], why=why, now=now, on=MOVED)
    for year in YEARS:
        load_year(actor=SYSTEM, year=year, days=initial_days([year]), notice=NOTICES.get(year, ""), now=now)


def _divisions(content: Any) -> Iterator[Row]:
    found = [
        ("330000", "浙江省", "province", "", ""),
        ("330100", "杭州市", "city", "330000", ""),
        ("330109", "萧山区", "district", "330100", ""),
        *((row["code"], row["name"], row["kind"], row["parent"], row.get("note", "")) for row in content["towns"]),
        *((row["code"], row["name"], "village", row["parent"], "") for row in content["villages_demo"]),
        *(
            (f"330109X{position:02d}", name, "non_gb", "330109", "")
            for position, name in enumerate(content["non_gb_units"], start=1)
        ),
    ]
    for code, name, kind, parent, note in found:
        yield Row(DIVISION, {"code": code, "name": name, "kind": kind, "parent": parent, "note": note})


def _department(row: Any) -> Row:
    branch = "市公安局" in row["name"]
    city = row["region"] == "330100" or branch or "杭州住房公积金" in row["name"]
    values = {
        "key": row["key"],
        "name": row["name"],
        "uscc": row["uscc_demo"],
        "division": row["region"],
        "served_in": "" if row["region"].startswith(DISTRICT) else DISTRICT,
        "code2": str(row["dept_code2_demo"]).zfill(2),
        "short_name": SHORT.get(row["key"], "萧"),
        "authority_kind": "branch" if branch else "department",
        "government": "杭州市人民政府" if city else "杭州市萧山区人民政府",
        "superior": "杭州市公安局" if branch else "",
    }
    return Row(DEPARTMENT, values)


def _site(key: str, kind: str, name: str, division: str, short_name: str) -> Iterator[Row]:
    more = {"government": "杭州市萧山区人民政府", "hours": "工作日 8:30—17:30"}
    yield Row(SITE, {"key": key, "kind": kind, "name": name, "division": division, "short_name": short_name, **more})
    letters = BOARDS if kind == "centre" else BOARDS[:1]
    for position, (letter, board) in enumerate(letters, start=1):
        yield Row(BOARD, {"site": key, "letter": letter, "name": board})
        yield _window(key, f"{position:02d}", f"{board}窗口", "accept", letter)
    if kind not in OUTLETS:
        yield _window(key, "90", "综合出件窗口", "issue")
        yield _window(key, "99", "投诉代办窗口", "complaint")


def _window(site: str, number: str, name: str, kind: str, board: str = "") -> Row:
    return Row(WINDOW, {"site": site, "number": number, "name": name, "kind": kind, "board": board})
