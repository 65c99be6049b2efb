"""`manage.py generate_cases --count 200000`: fill a database with realistic cases for measuring.

`--related 1500`: people who do several matters one after the other, for association mining, instead.
"""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang.demo.generate import generate
from yichuang.demo.generate_related import generate_related
from yichuang.foundations import clock


class Command(BaseCommand):
    """Needs the demonstration district; adds to what is there."""

    help = "批量生成办件，供测量使用（需先载入演示区）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many, and the seed."""
        parser.add_argument("--count", type=int, default=10_000)
        parser.add_argument("--related", type=int, default=0, help="改为生成这么多人先后办理的几件事")
        parser.add_argument("--seed", type=int, default=20261120)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and say how long it took."""
        began = perf_counter()
        if options["related"]:
            made = generate_related(options["related"], now=clock.now(), seed=options["seed"])
            self.stdout.write(f"生成 {options['related']} 人的 {made} 件，用时 {perf_counter() - began:.1f} 秒")
            return
        total = generate(options["count"], now=clock.now(), seed=options["seed"])
        self.stdout.write(f"生成 {options['count']} 件，共 {total} 件，用时 {perf_counter() - began:.1f} 秒")
