"""Imports go down only: the contracts of `.importlinter` hold, and each of them would notice a breach."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LINT = [
    sys.executable,
    "-c",
    "from importlinter.cli import lint_imports_command as run; run()",
    "--no-logo",
    "--no-cache",
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        LINT, cwd=folder, env={**os.environ, "PYTHONPATH": str(folder)}, capture_output=True, text=True, check=False
    )


def small_house(folder: Path) -> Path:
    rooms = ("foundations", "organizations", "files", "accounts", "catalog", "cases", "portal", "workbench", "project")
    for room in rooms:
        for module in ("models", "queries", "operations", "events", "views", "policies", "rules/law"):
            path = folder / "yichuang" / room / f"{module}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.touch()
    for path in [folder / "yichuang", *(path for path in (folder / "yichuang").rglob("*") if path.is_dir())]:
        (path / "__init__.py").touch()
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def test_the_house_keeps_its_contracts() -> None:
    result = lint(ROOT)
    assert result.returncode == 0, result.stdout + result.stderr


def test_a_house_without_breach_passes(tmp_path: Path) -> None:
    result = lint(small_house(tmp_path))
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("catalog/operations", "import yichuang.cases.queries", "Floors"),
        ("portal/views", "import yichuang.workbench.queries", "Floors"),
        ("files/operations", "import yichuang.organizations.queries", "Floors"),
        ("accounts/views", "def late():\n    import yichuang.cases.queries", "Floors"),
        ("cases/views", "import yichuang.project", "Floors"),
        ("cases/models", "import yichuang.cases.operations", "Inside a room"),
        ("cases/policies", "import yichuang.cases.queries", "Inside a room"),
        ("cases/rules/law", "import django.utils.timezone", "Rules are pure"),
        ("cases/rules/law", "import yichuang.catalog.models", "Rules are pure"),
        ("cases/events", "from django.db import models", "Events are plain"),
    ],
)
def test_a_breach_is_noticed(tmp_path: Path, module: str, line: str, contract: str) -> None:
    house = small_house(tmp_path)
    (house / "yichuang" / f"{module}.py").write_text(line + "\n")
    result = lint(house)
    broken = [text for text in result.stdout.splitlines() if text.endswith("BROKEN")]
    assert result.returncode != 0
    assert any(text.startswith(contract) for text in broken), result.stdout


def test_a_room_that_nobody_gave_a_floor_is_noticed(tmp_path: Path) -> None:
    house = small_house(tmp_path)
    (house / "yichuang" / "attic").mkdir()
    (house / "yichuang" / "attic" / "__init__.py").touch()
    assert lint(house).returncode != 0
