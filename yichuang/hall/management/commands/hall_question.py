"""`manage.py hall_question --site centre`: what full scope saves against 1+X and one window per department (S2-6)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.hall.queries.twin import base_of, days_with_tickets, policy_for
from yichuang.hall.rules.twin.measures import Estimate
from yichuang.hall.rules.twin.question import Answer, ask
from yichuang.hall.rules.twin.scenarios import ARRANGEMENTS, Changes
from yichuang.organizations.queries import site_by_key

HEADS = (
    "| 窗口设置 | 受理窗口 | 平均等候（分） | 等候 P90（分） | 取号到办结 P90（分） | 利用率 | P90 比每部门一类窗口（分） |",
    "|---|---:|---:|---:|---:|---:|---:|",
)


class Command(BaseCommand):
    """Stands on the hall's past days; every figure with its 95 % interval."""

    help = "比较全科无差别、1+X、每部门一类窗口：同样的人手，等候各多久，能省几个窗口"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the site, how many past days, windows, demand, made days and the seed."""
        parser.add_argument("--site", default="centre")
        parser.add_argument("--days", type=int, default=20)
        parser.add_argument("--windows", type=int, default=0)
        parser.add_argument("--demand", type=int, default=100)
        parser.add_argument("--runs", type=int, default=30)
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask, and print the tables."""
        site, now = site_by_key(options["site"]), clock.now()
        if site is None:
            raise CommandError(f"没有标识为 {options['site']} 的服务点")
        days = days_with_tickets(site, day_of(now), options["days"])
        if not days:
            raise CommandError("没有可以依据的过往工作日；演示可先运行 generate_hall")
        base = base_of(site, days, now)
        changes = Changes(
            windows=options["windows"], demand=options["demand"], runs=options["runs"], seed=options["seed"]
        )
        found = ask(base, changes, policy_for(site), lambda said: self.stderr.write(said))
        self.stdout.write(
            f"{site.name}，依据 {days[-1]} 至 {days[0]} 的 {len(days)} 个工作日、{len(base.seen)} 张票，"
            f"推演 {changes.runs} 天，业务量 {changes.demand}%。括号内为 95% 置信区间。\n\n"
            f"同样 {found.windows} 个受理窗口：\n"
        )
        self._table(found.same)
        self.stdout.write("\n等候 P90 不比每部门一类窗口长，最少需要的受理窗口：\n")
        self._table(found.saved)
        for one in found.saved:
            self.stdout.write(f"\n{ARRANGEMENTS[one.arrangement]}：省 {found.windows - one.windows} 个窗口。")
        self.stdout.write("\n\n全科窗口人员办得慢一些时的等候 P90（分钟）：\n\n| 用时 | 等候 P90 |\n|---:|---:|")
        for pace, p90 in found.slower:
            self.stdout.write(f"| {pace:.0%} | {said(p90)} |")

    def _table(self, answers: tuple[Answer, ...]) -> None:
        self.stdout.write("\n".join(HEADS))
        for one in answers:
            figures = " | ".join(said(each) for each in (one.mean, one.p90, one.whole))
            self.stdout.write(
                f"| {ARRANGEMENTS[one.arrangement]} | {one.windows} | {figures} | {said(one.utilisation)}% | {said(one.difference)} |"
            )


def said(one: Estimate) -> str:
    """Return an estimate with its interval."""
    return f"{one.mean:.1f}（{one.low:.1f}—{one.high:.1f}）"
