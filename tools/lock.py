"""Resolve the dependencies with uv and write both lock files with hashes: what running needs, and what testing needs too."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
UV = [sys.executable, "-m", "uv"]
EXPORT = [*UV, "export", "--quiet", "--format", "requirements-txt", "--no-emit-project"]


def main() -> int:
    """Write uv.lock (not kept) and the two files made from it (kept); return the exit code."""
    for command in (
        [*UV, "lock", "--upgrade", "--quiet"],
        [*EXPORT, "--no-dev", "-o", "requirements.lock"],
        [*EXPORT, "-o", "requirements-dev.lock"],
    ):
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode != 0:
            return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
