"""`manage.py export_baskets --division 330109 --out baskets.jsonl`: baskets for an engine on other machines (docs/mining.md)."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yichuang.cases.queries.histories import histories
from yichuang.foundations import clock
from yichuang.mining.operations.run_mining import DAYS_OF_A_MONTH
from yichuang.mining.rules.basket_files import common_items, lines
from yichuang.mining.rules.baskets import GRAINS, MATTER, Done, baskets
from yichuang.mining.rules.measures import FLOOR_PERSONS, USUAL_PERSONS


class Command(BaseCommand):
    """Writes items only: no person, no number, no day; what too few did is left out."""

    help = "导出办事过程（只有事项，没有人和日期），供 Spark 等在别的机器上分析"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the division, the window, how far back, the grain, the least persons and the file."""
        parser.add_argument("--division", required=True)
        parser.add_argument("--days", type=int, default=90)
        parser.add_argument("--months", type=int, default=24)
        parser.add_argument("--grain", choices=list(GRAINS), default=MATTER)
        parser.add_argument("--least-persons", type=int, default=USUAL_PERSONS)
        parser.add_argument("--out", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file, readable by its owner only, and say how much it is."""
        if options["least_persons"] < FLOOR_PERSONS:
            raise CommandError(f"最少人数不能低于 {FLOOR_PERSONS}（个人信息保护法 51），没有导出。")
        now = clock.now()
        since = now - timedelta(days=options["months"] * DAYS_OF_A_MONTH)
        steps = histories(options["division"], since, now)
        done = (Done(one.person, one.matter, one.situation, one.day) for one in steps)
        found = list(baskets(done, window=options["days"], grain=options["grain"]))
        common = common_items(found, options["least_persons"])
        out = os.open(Path(options["out"]), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(out, "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines(found, common))
        self.stdout.write(f"导出 {len(found)} 个办事过程、{len(common)} 种事项，写入 {options['out']}")
