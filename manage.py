#!/usr/bin/env python
"""Django's command line; starts the embedded PostgreSQL when DATABASE_URL is not set."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line

from yichuang.project import embedded
from yichuang.project.starting import set_up


def main() -> None:
    """Run the command line on DATABASE_URL or on the embedded server."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yichuang.project.settings")
    if "DATABASE_URL" not in os.environ:
        data = Path(os.environ.get("YICHUANG_DATA", Path(__file__).parent / ".data"))
        os.environ["DATABASE_URL"] = embedded.start(data / "postgres")
    set_up()
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
