"""`manage.py follow_case 3301…`: what every process on this machine wrote about one case, in order of time."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

FIRST = ("at", "process", "what")


class Command(BaseCommand):
    """Reads the logs in the data folder, those that were put aside too."""

    help = "按时间列出本机各进程关于一个办件的日志"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the case number."""
        parser.add_argument("number", help="统一申报编码")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print a line for each; refuse politely when there is none."""
        number = str(options["number"]).replace(" ", "")
        folder = Path(settings.DATA_DIR) / "log"
        found = sorted(_lines(folder, number), key=lambda line: str(line["at"]))
        if not found:
            raise CommandError(f"{folder} 里没有关于 {number} 的记录。请核对编码；更早的日志可能已被轮换。")
        for line in found:
            rest = " ".join(f"{name}={value}" for name, value in line.items() if name not in FIRST and name != "case")
            self.stdout.write(f"{line['at']} {line['process']:7} {line['what']:9} {rest}")


def _lines(folder: Path, number: str) -> Iterator[dict[str, Any]]:
    """Yield the structured lines about a case; what is no JSON is some library's word."""
    for path in folder.glob("*.log*"):
        with path.open(errors="replace") as log:
            for text in log:
                if number not in text or not text.startswith("{"):
                    continue
                try:
                    line = json.loads(text)
                except json.JSONDecodeError:
                    continue
                if line.get("case") == number:
                    line.pop("level", None), line.pop("logger", None)
                    yield {"process": path.name.split(".")[0], **line}
