"""Nothing grows too long to be read: files below 400 lines, functions below 50. There is no list of exceptions."""

from pathlib import Path

import pytest

from tests.house.reading import ROOT, functions, name_of, production_files, tree_of

FILE_LINES = 400
FUNCTION_LINES = 50
TEST_FILE_LINES = 600
TEST_FUNCTION_LINES = 80


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def long_functions(paths: tuple[Path, ...], limit: int) -> list[str]:
    return [
        f"{name_of(path)}:{function.lineno} {function.name} has {length} lines"
        for path in paths
        for function in functions(tree_of(path))
        if (length := (function.end_lineno or function.lineno) - function.lineno + 1) >= limit
    ]


def tools_and_tests() -> tuple[Path, ...]:
    return tuple(path for folder in ("tests", "tools", "benchmarks") for path in sorted((ROOT / folder).rglob("*.py")))


def test_no_file_of_the_house_is_too_long() -> None:
    assert [
        f"{name_of(path)} has {lines(path)} lines" for path in production_files() if lines(path) >= FILE_LINES
    ] == []


def test_no_function_of_the_house_is_too_long() -> None:
    assert long_functions(production_files(), FUNCTION_LINES) == []


def test_no_test_is_too_long() -> None:
    assert [
        f"{name_of(path)} has {lines(path)} lines" for path in tools_and_tests() if lines(path) >= TEST_FILE_LINES
    ] == []
    assert long_functions(tools_and_tests(), TEST_FUNCTION_LINES) == []


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "common.py", "misc.py"])
def test_no_file_is_named_for_nothing(name: str) -> None:
    assert [name_of(path) for path in production_files() if path.name == name] == []
