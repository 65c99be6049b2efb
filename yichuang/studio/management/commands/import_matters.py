"""`manage.py import_matters <file> --format guangdong|guangan --department <key>`: open drafts for matters that another place published."""

import csv
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError

from yichuang.accounts.permissions import SYSTEM
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused
from yichuang.studio.operations.import_records import import_records
from yichuang.studio.rules.foreign import guangan, guangdong
from yichuang.studio.rules.foreign.records import Record

FORMATS = {"guangdong": guangdong, "guangan": guangan}
HEADS = ("序号", "事项名称", "编码", "来源部门", "字段", "原因", "原文")


class Command(BaseCommand):
    """Open the drafts, print a summary, and write every oddity by row and reason into a report file."""

    help = "把其他地方公开的事项导入为草稿"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the file, its format, the receiving department and the report's place."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=sorted(FORMATS), required=True)
        parser.add_argument("--department", required=True, help="接收部门的编号，如 xs-transport")
        parser.add_argument("--report", type=Path, help="逐条异常写入这个 CSV 文件")

    def handle(self, *args: Any, file: Path, department: str, report: Path | None, **options: Any) -> None:
        """Convert, open, report."""
        source = FORMATS[options["format"]]
        try:
            found = source.records(file.read_text(encoding="utf-8"))
            outcome = import_records(
                actor=SYSTEM, department_key=department, records=found, source=source.SOURCE, now=clock.now()
            )
        except (OSError, ValueError, LookupError, TypeError) as error:
            raise CommandError(f"文件无法读取：{error}") from error
        except ObjectDoesNotExist as error:
            raise CommandError(f"没有编号为“{department}”的部门。") from error
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        odd = Counter((oddity.field, oddity.reason) for record in found for oddity in record.oddities)
        self.stdout.write(
            f"读到 {len(found)} 个事项，新建草稿 {outcome.opened} 份，已有草稿或已发布 {len(outcome.there_already)} 个"
        )
        for (field, reason), count in odd.most_common():
            self.stdout.write(f"  {count:>6}  {field}：{reason}")
        if report is not None:
            _write(report, found)
            self.stdout.write(f"逐条异常 {sum(odd.values())} 处：{report}")


def _write(report: Path, records: list[Record]) -> None:
    with report.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADS)
        for record in records:
            for oddity in record.oddities:
                writer.writerow(
                    (record.number, record.name, record.code, record.source, oddity.field, oddity.reason, oddity.shown)
                )
