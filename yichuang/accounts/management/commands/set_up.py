"""`manage.py set_up`: begin a real house: places from a workbook, working calendars, and a district's first administrator."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from yichuang.accounts.operations.appoint_administrator import CODE_LIVES, Appointed, appoint_administrator
from yichuang.accounts.permissions import SYSTEM
from yichuang.foundations import clock
from yichuang.foundations.calendar_source import FIRST_YEAR, LAST_YEAR, NOTICES, initial_days
from yichuang.foundations.calendars import load_year, years
from yichuang.foundations.problems import Refused
from yichuang.foundations.rules.grids import Trouble
from yichuang.foundations.rules.identifiers import check_mobile
from yichuang.organizations.operations.load_organisation import compare_organisation, load_organisation
from yichuang.organizations.operations.open_workbook import open_workbook, workbook_of
from yichuang.organizations.rules.places import KINDS
from yichuang.organizations.rules.workbook import Judged

WEIGHTS = {"row": "不能使用", "cell": "不能使用", "note": "请核对"}


class Command(BaseCommand):
    """All of a file or nothing of it; run again, it changes nothing and gives a new code until a password is set."""

    help = "开通：导入组织机构文件、工作日历，任命首位区管理员"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, the administrator, and what is only to be shown."""
        parser.add_argument("file", type=Path, nargs="?", help="组织机构文件（.xlsx）")
        parser.add_argument("--blank", type=Path, metavar="FILE", help="写一份带填写说明的空表，不做别的")
        parser.add_argument("--district", help="区管理员所在区县的 6 位区划代码")
        parser.add_argument("--name", help="区管理员姓名")
        parser.add_argument("--mobile", help="区管理员手机号（登录用）")
        parser.add_argument("--dry-run", action="store_true", help="只看会做什么，什么也不写入")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked, or say what is missing."""
        if options["blank"]:
            options["blank"].write_bytes(workbook_of([], guide=True))
            self.stdout.write(f"空表已写入 {options['blank']}；填好后：manage.py set_up {options['blank']} --dry-run")
            return
        who = [options["district"], options["name"], options["mobile"]]
        if any(who) and not all(who):
            raise CommandError("任命区管理员要同时给出 --district、--name 和 --mobile。")
        if not options["file"] and not any(who):
            raise CommandError(
                "请给出组织机构文件，或 --district、--name、--mobile；空表：manage.py set_up --blank 组织机构.xlsx"
            )
        try:
            self._set_up(options, who)
        except Refused as refused:
            lines = [f"{reason.message}{reason.kept}{reason.todo}" for reason in refused.reasons]
            raise CommandError("\n".join([f"{refused.title}：", *lines])) from refused

    def _set_up(self, options: dict[str, Any], who: list[str]) -> None:
        dry = options["dry_run"]
        if options["file"]:
            self._places(options["file"], dry)
        self._calendars(dry)
        if not any(who):
            return
        if dry:
            report = check_mobile(who[2])
            said = "手机号可用" if report.ok else "；".join(report.errors)
            self.stdout.write(f"试运行：会任命{who[1]}为 {who[0]} 的区管理员（{said}）。")
            return
        self._tell(appoint_administrator(district=who[0], name=who[1], mobile=who[2], now=clock.now()))

    def _places(self, path: Path, dry: bool) -> None:
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}")
        rows, troubles = open_workbook(path.name, path.read_bytes())
        judged = compare_organisation(SYSTEM, rows)
        for trouble in [*troubles, *judged.troubles]:
            self.stdout.write(_line(trouble))
        unusable = sum(trouble.weight != "note" for trouble in [*troubles, *judged.troubles])
        if unusable:
            raise CommandError(f"有 {unusable} 处不能使用，一行也没有导入；请改正后重新运行。")
        self._sum_up(judged, dry)
        if not dry:
            load_organisation(actor=SYSTEM, rows=rows, now=clock.now())

    def _sum_up(self, judged: Judged, dry: bool) -> None:
        if dry:
            for change in judged.changes:
                fields = "，".join(
                    f"{name}：{before or '（空）'} → {after or '（空）'}" for name, before, after in change.fields
                )
                what = f"{KINDS[change.row.kind]} {change.row.key}"
                self.stdout.write(
                    f"  新增 {what} {change.after['name']}" if change.added else f"  变更 {what} {fields}"
                )
        counts = []
        for kind, name in KINDS.items():
            added = sum(change.added for change in judged.changes if change.row.kind == kind)
            changed = sum(not change.added for change in judged.changes if change.row.kind == kind)
            if added or changed:
                counts.append(f"{name}新增 {added}、变更 {changed}")
        lead = "试运行，没有写入：" if dry else "组织机构已导入："
        self.stdout.write(f"{lead}{'；'.join([*counts, f'不变 {judged.unchanged}'])}。")

    def _calendars(self, dry: bool) -> None:
        loaded = {row.year for row in years()}
        missing = [year for year in range(FIRST_YEAR, LAST_YEAR + 1) if year not in loaded]
        for year in () if dry else missing:
            load_year(actor=SYSTEM, year=year, days=initial_days([year]), notice=NOTICES.get(year, ""), now=clock.now())
        if missing:
            done = "会载入" if dry else "已载入"
            self.stdout.write(f"工作日历{done} {missing[0]}—{missing[-1]} 年；以后各年由区管理员在“工作日历”维护。")

    def _tell(self, appointed: Appointed) -> None:
        person = appointed.person
        if appointed.fresh:
            when = (
                "即时生效，现在就可以登录（本区首位区管理员，唯一例外，已记入账本）"
                if appointed.at_once
                else "次日生效（S0-24）"
            )
            self.stdout.write(f"已任命{person.name}为区管理员，{when}。")
        if not appointed.code:
            self.stdout.write(f"{person.name}已任命，也已设置密码，没有改动；忘记密码的，在登录页用短信验证码重设。")
            return
        hours = int(CODE_LIVES.total_seconds()) // 3600
        self.stdout.write(
            f"设置密码的一次性验证码：{appointed.code}（{hours} 小时内有效，只显示这一次；过期的，再运行本命令）\n"
            f"请本人打开 {settings.PUBLIC_URL}/account/reset/code/ ，填手机号、验证码和新密码，然后登录。"
        )


def _line(trouble: Trouble) -> str:
    shown = f"（“{trouble.shown}”）" if trouble.shown else ""
    return f"  {WEIGHTS[trouble.weight]} {trouble.where}：{trouble.reason}{shown}"
