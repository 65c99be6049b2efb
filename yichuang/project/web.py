"""The web server: granian, whose processes begin with everything loaded.

    python -m yichuang.project.web OPTIONS yichuang.project.wsgi:application

Pages and doors are loaded once, before granian forks: each web process has them at once and shares their memory, and one that is started
again serves after a moment (docs/decisions/start-time.md). Where processes are not forked (macOS), each loads them itself, as before.
"""

import multiprocessing
from importlib import import_module

from granian.cli import entrypoint


def main() -> None:
    """Load the application where a fork will share it, and serve."""
    if multiprocessing.get_start_method() == "fork":
        import_module("yichuang.project.wsgi")
    entrypoint()


if __name__ == "__main__":
    main()
