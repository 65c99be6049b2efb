"""`manage.py generate_feedback --days 20 --site centre`: let the made days of a hall have been rated, complained of and mended."""

from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yichuang.demo.generate_feedback import BAD, SEED, generate_feedback
from yichuang.foundations import clock
from yichuang.organizations.models import Site


class Command(BaseCommand):
    """Needs days with tickets or cases (`generate_hall`, `generate_cases`); days that were asked about are left as they are."""

    help = "生成过往工作日的评价、差评工单和投诉代办（虚构人员），供演示和测试使用（需先运行 generate_hall）"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how many working days back, of which site, how many of a hundred are discontent, and the seed."""
        parser.add_argument("--days", type=int, default=20)
        parser.add_argument("--site", default="centre")
        parser.add_argument("--bad", type=int, default=BAD)
        parser.add_argument("--seed", type=int, default=SEED)

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them and say how long it took."""
        site = Site.objects.filter(key=options["site"]).first()
        if site is None:
            raise CommandError(f"没有标识为 {options['site']} 的服务点")
        began = perf_counter()
        days, ratings, orders, complaints = generate_feedback(
            site, options["days"], now=clock.now(), seed=options["seed"], bad=options["bad"]
        )
        if not days:
            self.stdout.write(f"{site.name}：这些日子没有可评价的服务，或已经生成过；请先运行 generate_hall")
            return
        made = f"{days} 天，评价 {ratings} 条，差评工单 {orders} 份，投诉代办 {complaints} 件"
        self.stdout.write(f"{site.name}：生成 {made}，用时 {perf_counter() - began:.1f} 秒")
