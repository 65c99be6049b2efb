"""What import-linter cannot see: tables that point up, rooms that reach into another room's private parts, the clock, the queues."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.db.models import Field, ForeignObjectRel

from tests.house.reading import HOUSE, ROOT, floors, functions, name_of, production_files, tree_of
from yichuang.project.processes import OCR_QUEUE, QUEUES

PRIVATE = ("models", "views", "forms", "api", "tasks")
# The roof plugs rooms together and the demonstration fills them: both look behind the doors.
ROOF = ("project", "demo")
# Where the clock may be read: what is called from outside, and what speaks for it.
DOORS = {
    *(
        "views",
        "api",
        "tasks",
        "management",
        "admin",
        "middleware",
        "context",
        "auth",
        "templatetags",
        "serving",
        "http",
    ),
    *("project", "demo"),
}
CLOCKS = {"datetime.now", "datetime.today", "datetime.utcnow", "date.today", "timezone.now", "time.time"}


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def test_tables_point_down_and_the_lower_table_does_not_know() -> None:
    wrong = []
    for model in apps.get_models():
        if not model.__module__.startswith("yichuang."):
            continue
        for field in model._meta.get_fields():
            if isinstance(field, ForeignObjectRel) or not field.is_relation or not isinstance(field, Field):
                continue
            here, there = room_of(model.__module__), room_of(str(field.related_model.__module__))
            if here == there or there not in floors():
                continue
            if floors()[there] >= floors()[here]:
                wrong.append(f"{model._meta.label}.{field.name} points up or sideways to {there}")
            if field.remote_field is not None and not field.remote_field.hidden:
                wrong.append(f'{model._meta.label}.{field.name} needs related_name="+"')
    assert wrong == []


def test_no_room_reaches_into_the_private_parts_of_another() -> None:
    graph = grimp.build_graph("yichuang", cache_dir=None)
    wrong = []
    for module in graph.modules:
        parts = module.split(".")
        if len(parts) < 3 or parts[1] == "foundations" or parts[2] not in PRIVATE:
            continue
        for importer in graph.find_modules_that_directly_import(module):
            if room_of(importer) != parts[1] and room_of(importer) not in ROOF:
                wrong.append(f"{importer} imports {module}")
    assert sorted(wrong) == []


def test_nothing_is_imported_inside_a_function() -> None:
    wrong = [
        f"{name_of(path)}:{node.lineno} imports inside {function.name}"
        for path in production_files()
        for function in functions(tree_of(path))
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert wrong == []


def calls(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield ast.unparse(node.func), node.lineno


def test_the_machine_s_clock_is_read_in_one_place() -> None:
    wrong = [
        f"{name_of(path)}:{line} calls {call}()"
        for path in production_files()
        if path != HOUSE / "foundations" / "clock.py"
        for call, line in calls(path)
        if ".".join(call.split(".")[-2:]) in CLOCKS
    ]
    assert wrong == []


def test_only_doors_ask_what_time_it_is() -> None:
    wrong = [
        f"{name_of(path)}:{line} calls {call}()"
        for path in production_files()
        if path != HOUSE / "foundations" / "clock.py" and DOORS.isdisjoint(path.with_suffix("").parts)
        for call, line in calls(path)
        if call == "clock.now"
    ]
    assert wrong == []


def test_every_queue_that_is_written_to_has_a_worker() -> None:
    used = {
        (keyword.value.value, name_of(path))
        for path in production_files()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "queue" and isinstance(keyword.value, ast.Constant)
    }
    assert {queue for queue, _ in used} <= {*QUEUES, OCR_QUEUE}, sorted(used)


@pytest.mark.parametrize("room", ["foundations", "cases", "project"])
def test_the_floors_are_read_from_the_contract(room: str) -> None:
    assert floors()["foundations"] == 0
    assert floors()[room] <= floors()["project"]


def test_no_two_rooms_call_a_shape_of_the_api_the_same() -> None:
    """The document keeps one shape for each name: of two, one door would be described by the other's."""
    found: dict[str, list[str]] = {}
    for path in [
        *HOUSE.glob("*/schemas*.py"),
        *HOUSE.glob("*/schemas/*.py"),
        *HOUSE.glob("*/api.py"),
        *HOUSE.glob("*/api/*.py"),
    ]:
        for name in re.findall(r"^class (\w+(?:Out|Page|In|Body))\(", path.read_text(encoding="utf-8"), re.M):
            found.setdefault(name, []).append(str(path.relative_to(HOUSE)))
    assert {name: places for name, places in found.items() if len(places) > 1} == {}


def test_no_module_stands_in_the_shadow_of_a_folder_of_its_name() -> None:
    """Python takes the folder: what the file holds (jobs, for instance) would silently not be there."""
    files = [path for path in (ROOT / "yichuang").rglob("*.py") if path.with_suffix("").is_dir()]
    assert [name_of(path) for path in files] == []
