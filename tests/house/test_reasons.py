"""Every refusal says what to do: bad input gets a clear sentence, what was kept, and a way on."""

import ast

import pytest

from tests.house.reading import name_of, production_files, tree_of

TODO_AT = 6


def _without_a_way_on(tree: ast.Module) -> list[int]:
    """Return the lines where a `Reason` is made that says nothing of what to do."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    made = [one for one in calls if isinstance(one.func, ast.Name) and one.func.id == "Reason"]
    return [
        one.lineno for one in made if len(one.args) < TODO_AT and not {"todo", None} & {k.arg for k in one.keywords}
    ]


def test_every_reason_says_what_to_do() -> None:
    assert not {name_of(path): lines for path in production_files() if (lines := _without_a_way_on(tree_of(path)))}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('Reason("a", "b", field="c")', [1]),
        ('\nReason("a", "b", todo="d")', []),
        ('Reason("a", "b", "", "", "", "d")', []),
        ("Reason(**given)", []),
    ],
)
def test_the_reading_itself(source: str, lines: list[int]) -> None:
    assert _without_a_way_on(ast.parse(source)) == lines
