"""Write the documents that are made from the code, or with --check say which of them no longer agree with it.

documents.py openapi|asyncapi|rules|legacy|benchmarks|all [--check]
"""

import atexit
import difflib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
# Documents are made from the code alone: no database, and no secrets in the folder of a real house.
os.environ.setdefault("DATABASE_URL", "postgresql://nobody@/none?host=/nonexistent")
if "YICHUANG_DATA" not in os.environ:
    os.environ["YICHUANG_DATA"] = tempfile.mkdtemp(prefix="yichuang-documents-")
    atexit.register(shutil.rmtree, os.environ["YICHUANG_DATA"], ignore_errors=True)

import django  # noqa: E402 - the environment above decides how it starts
from django.core.management import call_command, get_commands  # noqa: E402

django.setup()

from benchmarks.table import page, with_figures  # noqa: E402 - a script's own folder is on the path, the project's is not
from yichuang.exchange import schemas_events as events  # noqa: E402 - needs Django to be set up
from yichuang.project.api import api  # noqa: E402 - needs Django to be set up

RULES_COMMAND = "write_rules"
LEGACY_COMMAND = "write_legacy_fields"


def openapi(folder: Path) -> None:
    """Write openapi.json: what every client may rely on."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1)
    (folder / "openapi.json").write_text(text + "\n", encoding="utf-8")


def asyncapi(folder: Path) -> None:
    """Write asyncapi.json: what departments' systems are sent."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(events.asyncapi(), ensure_ascii=False, indent=1)
    (folder / "asyncapi.json").write_text(text + "\n", encoding="utf-8")


def rules(folder: Path) -> None:
    """Write rules/: one page per statute with its flow chart, made from the lifecycle table."""
    if RULES_COMMAND in get_commands():
        call_command(RULES_COMMAND, str(folder / "rules"), verbosity=0)


def legacy(folder: Path) -> None:
    """Write legacy-fields.md: the XML messages field by field, where the adapter is there."""
    if LEGACY_COMMAND in get_commands():
        call_command(LEGACY_COMMAND, str(folder / "legacy-fields.md"), verbosity=0)


def benchmarks(folder: Path) -> None:
    """Write benchmarks.md, the latest figure of each benchmark; into the project's own folder the READMEs' main ones too."""
    (folder / "benchmarks.md").write_text(page(), encoding="utf-8")
    if folder == ROOT / "docs":
        for language, name in enumerate(("README.md", "README.zh.md")):
            readme = ROOT / name
            readme.write_text(with_figures(readme.read_text(encoding="utf-8"), language), encoding="utf-8")


KINDS: dict[str, Callable[[Path], None]] = {
    "openapi": openapi,
    "asyncapi": asyncapi,
    "rules": rules,
    "legacy": legacy,
    "benchmarks": benchmarks,
}


def differences(made: Path, kept: Path) -> list[str]:
    """Return the first lines in which the kept documents differ from those just made."""
    found: list[str] = []
    for path in sorted(path for path in made.rglob("*") if path.is_file()):
        name = path.relative_to(made)
        old = (kept / name).read_text(encoding="utf-8").splitlines() if (kept / name).exists() else []
        new = path.read_text(encoding="utf-8").splitlines()
        found += list(difflib.unified_diff(old, new, f"docs/{name}", "made from the code", lineterm="", n=1))[:40]
    return found


def main(arguments: list[str]) -> int:
    """Write or compare; return the exit code."""
    wanted = [name for name in KINDS if name in arguments or "all" in arguments]
    if "--check" not in arguments:
        for name in wanted:
            KINDS[name](ROOT / "docs")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for name in wanted:
            KINDS[name](Path(folder))
        found = differences(Path(folder), ROOT / "docs")
    if found:
        print("\n".join([*found, f"Run `make {' '.join(wanted)}` and commit what changed."]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
