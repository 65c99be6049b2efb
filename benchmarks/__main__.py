"""`python -m benchmarks [name …]`: run the benchmarks named, or all of them, against `DATABASE_URL` or a server of their own."""

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from yichuang.project import embedded

NOT_BENCHMARKS = {"__init__", "__main__", "record"}


def names() -> list[str]:
    """Return the benchmarks that exist: the modules of this package with a `main`."""
    modules = [path for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_BENCHMARKS]
    return sorted(path.stem for path in modules if "\ndef main(" in path.read_text(encoding="utf-8"))


@contextmanager
def server() -> Iterator[None]:
    """Put the address of a PostgreSQL into the environment; one started for this run is stopped and thrown away after it."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with tempfile.TemporaryDirectory(prefix="yichuang-bench-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("YICHUANG_DATA", folder)
        os.environ["DATABASE_URL"] = embedded.start(Path(folder) / "postgres", "bench")
        try:
            yield
        finally:
            embedded.stop(Path(folder) / "postgres")


def run(wanted: list[str]) -> int:
    """Run the benchmarks and return the exit status: 2 for a name that does not exist."""
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(f"no benchmark named {', '.join(unknown)}; there are: {', '.join(names())}", file=sys.stderr)
        return 2
    with server():
        for name in wanted or names():
            import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
