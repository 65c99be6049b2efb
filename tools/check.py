"""What `make test` and `make lint` run: the quick checks side by side, and all tests beside them; one closing line says how it went.

    check.py                 everything
    check.py --lint          the quick checks only
    check.py --only NAME     one of them

Every check is run even when an earlier one fails, so that one round shows everything there is to put right. Data, secrets and the
tests' PostgreSQL live in a temporary folder, so a running house is not disturbed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tools import browser  # noqa: E402 - a script's own folder is on the path, the project's is not

PYTHON = sys.executable
CHECKS = {
    "ruff": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "format": [PYTHON, "-m", "ruff", "format", "--quiet", "--check", "."],
    "imports": [PYTHON, "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-logo"],
    "migrations": [PYTHON, "-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"],
    "documents": [PYTHON, "-W", "ignore", "tools/documents.py", "all", "--check"],
    "mypy": [PYTHON, "-m", "mypy"],
}
# The quick checks read the code and never a database; where nobody answers, Django says so and goes on.
NO_DATABASE = "postgresql://nobody@/none?host=/nonexistent"
# One process more than there are cores: houses and browsers are waited for, and somebody works meanwhile (docs/decisions/test-time.md).
# Each needs a gigabyte, so never more than six.
PROCESSES = min(max(os.cpu_count() or 2, 2) + 1, 6)
PYTEST = [PYTHON, "-m", "pytest", "-n", str(PROCESSES), "--dist", "loadfile", "--no-loadscope-reorder", "-q"]
# Translated once, before a dozen processes that begin together each do it for themselves.
TRANSLATE = [PYTHON, "-m", "compileall", "-q", "-j", "0", "yichuang", "examples", "tests", "tools"]
# The tests wait for houses and pages, with limits; the checks have none and take what is left of the processor.
YIELDING = 10


def main(arguments: list[str]) -> int:
    """Run what was asked for; return the exit code."""
    os.chdir(ROOT)
    data = Path(tempfile.mkdtemp(prefix="yichuang-test-"))
    try:
        if "--only" in arguments:
            name = arguments[arguments.index("--only") + 1]
            failed = quick_checks({name: CHECKS[name]}, data)
        elif "--lint" in arguments:
            failed = quick_checks(CHECKS, data)
        else:
            subprocess.run(TRANSLATE, stdout=subprocess.DEVNULL, check=False)
            with ThreadPoolExecutor() as beside:
                checked = beside.submit(quick_checks, CHECKS, data, YIELDING)
                tested = all_tests(data)
            failed = checked.result() + tested
    finally:
        shutil.rmtree(data, ignore_errors=True)
    if failed:
        print(f"\nFAILED: {', '.join(failed)}", file=sys.stderr, flush=True)
    return 1 if failed else 0


def quick_checks(checks: dict[str, list[str]], data: Path, niceness: int = 0) -> list[str]:
    """Run checks side by side and print the output of those that fail; return their names."""
    environment = {**os.environ, "DATABASE_URL": NO_DATABASE, "YICHUANG_DATA": str(data / "checks")}
    began = time.monotonic()
    running = {
        name: subprocess.Popen(
            ["nice", "-n", str(niceness), *command],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for name, command in checks.items()
    }
    failed = []
    for name, process in running.items():
        output, _ = process.communicate()
        good = process.returncode == 0
        print(f"{name:12}{'ok' if good else 'FAILED'}  ({time.monotonic() - began:.0f} s)", flush=True)
        if not good:
            failed.append(name)
            print(output, flush=True)
    return failed


def all_tests(data: Path) -> list[str]:
    """Run pytest with a browser; return the name of what failed."""
    environment = {**os.environ, "YICHUANG_DATA": str(data)}
    # The tests start a hundred processes of ours: each would translate our modules anew.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    found = browser.find_or_install()
    if found:
        environment["CHROMIUM"] = found
    else:
        print(
            "No browser was found and none could be installed: the browser tests will fail. Name one with CHROMIUM=/path/to/it",
            flush=True,
        )
    return ["tests"] if subprocess.run(PYTEST, env=environment, check=False).returncode else []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
