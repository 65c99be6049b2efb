"""A browser test never reads a page at once after it acted on it: what it asserts must wait, or a slower machine fails it.

`locator.count()`, `is_visible()` and their like answer for this very moment; `expect(…)` asks again until its time is up. So
between a click (a key, a choice) and an `assert` that reads the page there stands something that waits.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.reading import ROOT, functions, name_of, tree_of

ACTS = {
    "click", "press", "press_sequentially", "type", "fill", "check", "uncheck", "select_option", "set_input_files",
    "dblclick", "drag_to", "tap",
}  # fmt: skip
READS = {
    "all_inner_texts", "all_text_contents", "count", "is_visible", "is_hidden", "is_checked", "is_disabled", "is_enabled",
    "inner_text", "text_content", "inner_html", "input_value", "get_attribute",
}  # fmt: skip
WAITS = {
    "wait_for", "wait_for_url", "wait_for_load_state", "wait_for_function", "wait_for_event", "wait_for_selector",
    "wait_for_timeout", "expect", "expect_download", "expect_event", "expect_page", "expect_response", "goto", "reload",
    "until", "see", "saved", "settled", "sign_in", "sit_down", "assert_accessible", "both_sizes",
}  # fmt: skip
FOLDERS = ("browser", "journeys", "processes", "ui")


def browser_files() -> list[Path]:
    return [path for folder in FOLDERS for path in sorted((ROOT / "tests" / folder).glob("*.py"))]


def called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def of_something_else(call: ast.Call) -> bool:
    """Tell whether a call is no locator's: a query's or a list's count."""
    return "objects" in ast.unparse(call) or (called(call) == "count" and bool(call.args))


def calls_in_order(function: ast.AST) -> Iterator[tuple[ast.Call, bool]]:
    """Return a function's calls in the order in which they are written, each with whether an assert holds it."""
    held = {id(call) for one in ast.walk(function) if isinstance(one, ast.Assert) for call in ast.walk(one)}
    found = [one for one in ast.walk(function) if isinstance(one, ast.Call)]
    found.sort(key=lambda call: (call.end_lineno or 0, call.end_col_offset or 0))
    return ((call, id(call) in held) for call in found)


def hasty(path: Path) -> list[str]:
    """Return the asserts of a file that read the page right after an act upon it."""
    said = []
    for function in functions(tree_of(path)):
        acted = False
        for call, asserted in calls_in_order(function):
            name = called(call)
            acted = name in ACTS or (acted and name not in WAITS)
            if acted and asserted and name in READS and not of_something_else(call):
                said.append(f"{path.name}:{call.lineno} {name}() does not wait for what was done before it")
    return said


@pytest.mark.parametrize("path", browser_files(), ids=name_of)
def test_what_is_asserted_after_an_act_waits(path: Path) -> None:
    assert hasty(path) == []


def test_a_hasty_read_is_found(tmp_path: Path) -> None:
    sample = tmp_path / "hasty.py"
    act, read = 'page.get_by_role("link").click()', "    assert page.locator('a').count() == 1\n"
    sample.write_text(f"def test_it(page):\n    {act}\n{read}", encoding="utf-8")
    assert hasty(sample) == ["hasty.py:3 count() does not wait for what was done before it"]
    patient = tmp_path / "patient.py"
    patient.write_text(f"def test_it(page):\n    {act}\n    page.locator('a').wait_for()\n{read}", encoding="utf-8")
    assert hasty(patient) == []
