"""`manage.py mine_associations --engine spark …`: an analysis of the ledger, or of a file of exported baskets (docs/mining.md)."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from yichuang.accounts.permissions import SYSTEM
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused
from yichuang.mining.models import DONE
from yichuang.mining.operations.mine import mine
from yichuang.mining.operations.run_mining import Parameters, run_mining
from yichuang.mining.ports import ENGINES, LIBRARY, miner
from yichuang.mining.rules.basket_files import read_lines, result_lines
from yichuang.mining.rules.baskets import GRAINS, MATTER
from yichuang.mining.rules.measures import FLOOR_PERSONS, USUAL_PERSONS


class Command(BaseCommand):
    """With `--division` the results are kept as those of the pages; with `--baskets` item sets are written to `--out`."""

    help = "运行关联分析：--division 读台账并保存结果；--baskets 读导出的文件，结果写入 --out"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the engine, where to read, the parameters and where to write."""
        parser.add_argument("--engine", choices=list(ENGINES), default=LIBRARY)
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--division")
        source.add_argument("--baskets")
        parser.add_argument("--out")
        parser.add_argument("--days", type=int, default=90)
        parser.add_argument("--months", type=int, default=24)
        parser.add_argument("--grain", choices=list(GRAINS), default=MATTER)
        parser.add_argument("--least-persons", type=int, default=USUAL_PERSONS, help="文件中没有人，按次数计")
        parser.add_argument("--longest", type=int, default=4)

    def handle(self, *args: Any, **options: Any) -> None:
        """Work, and say what came out."""
        if options["least_persons"] < FLOOR_PERSONS:
            raise CommandError(f"最少人数不能低于 {FLOOR_PERSONS}（个人信息保护法 51），没有分析。")
        try:
            self._file(options) if options["baskets"] else self._ledger(options)
        except ImportError as error:
            raise CommandError(f"没有安装 {error.name}：请先按 docs/mining.md 安装。") from error

    def _file(self, options: dict[str, Any]) -> None:
        if not options["out"]:
            raise CommandError("请用 --out 写明结果写到哪个文件。")
        path, engine = Path(options["baskets"]), miner(options["engine"])
        if not path.is_file():
            raise CommandError(f"没有文件 {path}。")
        least, longest = options["least_persons"], options["longest"]
        # An engine that reads a file by itself need not have it in one machine's memory.
        if by_file := getattr(engine, "mine_file", None):
            counts = by_file(path, least, longest)
        else:
            with path.open(encoding="utf-8") as file:
                counts = engine.mine(read_lines(file), least, longest)
        Path(options["out"]).write_text("".join(f"{line}\n" for line in result_lines(counts)), encoding="utf-8")
        self.stdout.write(f"找到 {len(counts)} 个组合，写入 {options['out']}")

    def _ledger(self, options: dict[str, Any]) -> None:
        parameters = Parameters(
            window_days=options["days"],
            months=options["months"],
            least_persons=options["least_persons"],
            longest=options["longest"],
            grain=options["grain"],
            engine=options["engine"],
        )
        try:
            row = run_mining(
                actor=SYSTEM,
                division=options["division"],
                parameters=parameters,
                now=clock.now(),
                in_background=False,
            )
        except Refused as error:
            raise CommandError(str(error)) from error
        mine(run=str(row.pk), actor=SYSTEM, tick=clock.now)
        row.refresh_from_db()
        if row.state != DONE:
            raise CommandError(row.trouble or f"没有完成：{row.get_state_display()}")
        self.stdout.write(
            f"读取 {row.rows_read} 件、{row.persons} 人、{row.baskets} 个办事过程，找到 {row.sets} 个组合，"
            f"提出 {row.proposed} 条建议（{row.recognised} 个已是一件事）"
        )
