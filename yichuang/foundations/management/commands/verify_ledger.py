"""`manage.py verify_ledger`: check every chain, head and checkpoint, and print what was checked."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yichuang.foundations.checkpoints import verify_ledger


class Command(BaseCommand):
    """Prints the report; exits with an error when anything was changed, removed or inserted."""

    help = "核对总账：逐链、逐末条、逐封存点，找出被改动、删除或插入的事件"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the verification."""
        report = verify_ledger()
        self.stdout.write(
            f"已核对 {report.streams} 条链、{report.events} 个事件、{report.heads} 个链尾、{report.checkpoints} 个封存点；"
            f"尚未封存 {report.unsealed} 个事件"
        )
        for fault in report.faults:
            self.stderr.write(f"  ✗ {fault}")
        if report.faults:
            raise CommandError(f"发现 {len(report.faults)} 处不符")
        self.stdout.write("未发现改动、删除或插入")
