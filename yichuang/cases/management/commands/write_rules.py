"""`manage.py write_rules <folder>`: write the lifecycle, its statutes and its documents as pages."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang.cases.rules.pages import pages


class Command(BaseCommand):
    """Writes docs/rules/; reads no database."""

    help = "把办件的状态、操作、期限和文书写成规则页"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the folder."""
        parser.add_argument("folder")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every page."""
        folder = Path(options["folder"])
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in pages().items():
            (folder / name).write_text(text, encoding="utf-8")
