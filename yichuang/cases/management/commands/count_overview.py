"""`manage.py count_overview`: count the overview's days anew from the cases; `--check` only says which differ."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yichuang.cases.operations.count_days import differing, roll_up
from yichuang.foundations import clock


class Command(BaseCommand):
    """Counts every day, a transaction each, while the counters go on; interrupted, it is run again."""

    help = "按办件重新统计运行总览的逐日数字；--check 只核对，不改动"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether only to look."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, or name the days that differ.

        :raises CommandError: with `--check`, when some do.
        """
        if not options["check"]:
            self.stdout.write(f"已重新统计 {roll_up(clock.now(), whole=True)} 天")
            return
        if days := differing():
            raise CommandError(f"{len(days)} 天与办件不符：{'、'.join(f'{day}' for day in days[:20])}；请重新统计")
        self.stdout.write("逐日数字与办件相符")
