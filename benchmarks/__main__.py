"""`python -m benchmarks [name …]`: run the benchmarks named, or all of them."""

import sys
from importlib import import_module
from pathlib import Path

NOT_BENCHMARKS = {"__init__", "__main__", "record"}


def names() -> list[str]:
    """Return the benchmarks that exist: the modules of this package with a `main`."""
    modules = [path for path in Path(__file__).parent.glob("*.py") if path.stem not in NOT_BENCHMARKS]
    return sorted(path.stem for path in modules if "\ndef main(" in path.read_text(encoding="utf-8"))


def run(wanted: list[str]) -> int:
    """Run the benchmarks and return the exit status: 2 for a name that does not exist."""
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        print(f"no benchmark named {', '.join(unknown)}; there are: {', '.join(names())}", file=sys.stderr)
        return 2
    for name in wanted or names():
        import_module(f"benchmarks.{name}").main()
    return 0


if __name__ == "__main__":
    raise SystemExit(run(sys.argv[1:]))
