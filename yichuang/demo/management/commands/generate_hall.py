"""`manage.py generate_hall --days 20 --site centre`: fill a hall with past days, made up from beginning to end."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yichuang.demo.generate_hall import DEMAND, SEED, generate_hall
from yichuang.foundations import clock
from yichuang.organizations.models import Site


class Command(BaseCommand):
    """Needs the demonstration district; days that have tickets are left as they are."""

    help = "生成办事大厅的过往工作日（虚构人员），供演示、测量和测试使用"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many days, of which site, how many tickets a day, and the seed."""
        parser.add_argument("--days", type=int, default=20)
        parser.add_argument("--site", default="centre")
        parser.add_argument("--demand", type=int, default=DEMAND)
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and say how long it took."""
        site = Site.objects.filter(key=options["site"]).first()
        if site is None:
            raise CommandError(f"没有标识为 {options['site']} 的服务点")
        began = perf_counter()
        days, tickets = generate_hall(
            site, options["days"], now=clock.now(), demand=options["demand"], seed=options["seed"]
        )
        self.stdout.write(f"{site.name}：生成 {days} 个工作日，{tickets} 张票，用时 {perf_counter() - began:.1f} 秒")
