"""`manage.py move_files --to s3`: copy all files from the local folder to the object store, or back, and say what was compared."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.module_loading import import_string

from yichuang.files.operations.move_files import Moved, compare_with_rows, move_files
from yichuang.files.ports import Storage

EACH = 500
MOST_NAMED = 20


class Command(BaseCommand):
    """Copies; takes nothing away. Interrupted, it is run again and goes on where it was."""

    help = "把文件从本地目录复制到对象存储（--to s3）或复制回来（--to local），逐个核对哈希；中断后可重跑"

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and whether only to look."""
        parser.add_argument("--to", required=True, choices=sorted(settings.FILES_STORAGES))
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Copy, compare, report; an error when anything does not fit."""
        to, dry_run = options["to"], options["dry_run"]
        if not settings.S3["name"]:
            raise CommandError("没有配置对象存储：请设置 YICHUANG_S3_BUCKET 等环境变量（docs/operators.md）")
        (origin,) = set(settings.FILES_STORAGES) - {to}
        source, target = self._made(origin), self._made(to)
        moved = Moved()
        for number, _ in enumerate(move_files(source, target, moved, dry_run=dry_run), start=1):
            if number % EACH == 0:
                self.stdout.write(f"… {number} 个，复制 {moved.copied}，已有 {moved.there}")
        self._report(moved, target, dry_run)

    def _made(self, name: str) -> Storage:
        made: Storage = import_string(settings.FILES_STORAGES[name])()
        if not made.answers():
            raise CommandError(f"{name} 没有应答，或者不能写入")
        return made

    def _report(self, moved: Moved, target: Storage, dry_run: bool) -> None:
        said = "将复制" if dry_run else "复制并读回核对"
        self.stdout.write(
            f"{said} {moved.copied} 个（{moved.bytes} 字节）；目标处已有且内容相同 {moved.there} 个；不符 {len(moved.faults)} 个"
        )
        if not dry_run:
            compare_with_rows(target, moved)
            self.stdout.write(f"对照数据库 {moved.contents} 份文件内容：目标处缺 {len(moved.missing)} 份")
        for fault in [*moved.faults, *(f"{key}：目标处没有" for key in moved.missing)][:MOST_NAMED]:
            self.stderr.write(f"  ✗ {fault}")
        if moved.faults or moved.missing:
            raise CommandError("有不符之处，请先处理；已复制的都在，处理后重跑即可")
