"""`manage.py retention --dry-run`: which files' period has passed; without it they are destroyed, as the nightly job does."""

from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from yichuang.files.operations.destroy import destroy, due_files
from yichuang.foundations import clock
from yichuang.foundations.clock import CHINA

MOST_NAMED = 50


class Command(BaseCommand):
    """Lists or destroys."""

    help = "列出（--dry-run）或销毁保存期限已过的文件；暂缓销毁的不动"

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether only to look."""
        parser.add_argument("--dry-run", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each file as it goes, the first of them by name, then the sums."""
        dry_run, now = options["dry_run"], clock.now()
        gone, held, size = Counter[str](), 0, 0
        for due in due_files(settings.RETENTION, now):
            if due.held:
                held += 1
                continue
            if not dry_run and not destroy(due, now):
                continue
            gone[due.period.name] += 1
            size += due.file.blob.size
            if sum(gone.values()) <= MOST_NAMED:
                file = due.file
                came = file.uploaded_at.astimezone(CHINA)
                self.stdout.write(
                    f"  {file.owner_kind} {file.owner_key} {file.pk} {came:%Y-%m-%d} {file.blob.sha256[:16]}"
                )
        said = "将销毁" if dry_run else "已销毁"
        self.stdout.write(f"{said} {sum(gone.values())} 个文件（{size} 字节）；暂缓销毁 {held} 个")
        for name, number in gone.items():
            self.stdout.write(f"  {name}：{number}")
