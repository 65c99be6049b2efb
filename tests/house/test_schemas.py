"""The API's document names a shape by its class: two classes of one name would be one shape to every client."""

import ast

from tests.house.reading import name_of, production_files, tree_of


def test_every_shape_of_the_api_has_a_name_of_its_own() -> None:
    found: dict[str, list[str]] = {}
    for path in production_files():
        if "schemas" in (*path.parts, path.stem):
            for node in tree_of(path).body:
                if isinstance(node, ast.ClassDef):
                    found.setdefault(node.name, []).append(name_of(path))
    assert len(found) > 50, "no shape was found at all"
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}
