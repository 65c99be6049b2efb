"""What the house tests share: the production files, their syntax trees, and the floor of each room."""

import ast
from collections.abc import Iterator
from configparser import ConfigParser
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "yichuang"


@cache
def production_files() -> tuple[Path, ...]:
    """Return all modules of the house but the migrations, which Django writes."""
    return tuple(path for path in sorted(HOUSE.rglob("*.py")) if "migrations" not in path.parts)


@cache
def tree_of(path: Path) -> ast.Module:
    """Return a module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name_of(path: Path) -> str:
    """Return a path as people say it: from the root of the project."""
    return path.relative_to(ROOT).as_posix()


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return all functions and methods of a module."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


@cache
def floors() -> dict[str, int]:
    """Return the floor of each room, 0 the lowest, as `.importlinter` has them."""
    contracts = ConfigParser()
    contracts.read(ROOT / ".importlinter")
    layers = contracts["importlinter:contract:floors"]["layers"].split("\n")
    rows = [[room.strip(" ()") for room in row.split("|")] for row in layers if row.strip()]
    return {room: floor for floor, row in enumerate(reversed(rows)) for room in row}
