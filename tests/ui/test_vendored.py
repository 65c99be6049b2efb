"""What is vendored is what `VENDORED.md` says, every icon named exists, no template breaks the content security policy."""

import ast
import hashlib
import re
from pathlib import Path

import pytest

from yichuang.ui.templatetags import _blocks, _marks

ROOT = Path(__file__).parents[2]
HOUSE = ROOT / "yichuang"
UI = HOUSE / "ui"
ROWS = re.findall(
    r"^\| (\S+) \| (\S+) \| (\S+) \| `(\S+)` \| `[^`]+` \| `([0-9a-f]{64})` \|$",
    (UI / "VENDORED.md").read_text(encoding="utf-8"),
    re.M,
)
TEMPLATES = sorted(HOUSE.glob("*/templates/**/*.html"))
SPRITE = UI / "static/ui/vendor/tabler-icons-3.51.0/icons.svg"
ICONS = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE.read_text(encoding="utf-8")))
INLINE = re.compile(r'<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle="|\son[a-z]+="|href="javascript:|\shx-on', re.I)


def test_the_list_names_everything_vendored() -> None:
    assert len(ROWS) == 8
    folders = {path.name for path in (UI / "static/ui/vendor").iterdir()} | {
        path.name for path in (ROOT / "tests/browser/vendor").iterdir()
    }
    assert folders == {Path(row[3]).parent.name for row in ROWS}


@pytest.mark.parametrize(
    ("name", "version", "licence", "path", "sum"), ROWS, ids=[row[3].rsplit("/", 1)[-1] for row in ROWS]
)
def test_each_file_is_the_one_listed_with_its_licence_beside_it(
    name: str, version: str, licence: str, path: str, sum: str
) -> None:
    file = ROOT / path
    assert hashlib.sha256(file.read_bytes()).hexdigest() == sum
    assert version in file.parent.name
    assert (file.parent / "LICENSE").stat().st_size > 200


def test_every_icon_named_anywhere_is_in_the_sprite() -> None:
    named: dict[str, str] = {}
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        for found in re.findall(r'\{% icon "([\w-]+)"|\bicon="([\w-]+)"', text):
            named[found[0] or found[1]] = template.name
    for path in HOUSE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                for key, value in zip(node.keys, node.values, strict=True):
                    if isinstance(key, ast.Constant) and key.value == "icon" and isinstance(value, ast.Constant):
                        named[str(value.value)] = path.name
    named |= {icon: "state" for _, icon, _ in _marks.STATES.values()} | dict.fromkeys(
        _marks.CLOCK_ICONS.values(), "clock"
    )
    named |= {icon: "notice" for _, icon in _blocks.NOTICES.values()}
    assert {icon: place for icon, place in named.items() if icon and icon not in ICONS} == {}
    assert len(named) > 40


# Opened from a disk out of an evidence package, where no policy of ours reaches it and no other file is certain to lie beside it.
NOT_SERVED = {"exchange/templates/exchange/evidence/summary.html: <style"}


def test_no_template_holds_script_or_style_that_the_policy_forbids() -> None:
    found = {
        f"{path.relative_to(HOUSE)}: {match.group(0)}"
        for path in TEMPLATES
        for match in INLINE.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == NOT_SERVED


def test_no_script_of_ours_makes_code_from_text() -> None:
    for path in (UI / "static/ui/js").glob("*.js"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"\beval\(|new Function|document\.write|javascript:", text), path.name
        assert "http://" not in text and "https://" not in text, path.name
