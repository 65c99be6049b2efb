"""`manage.py verify_messages`: check every chain, head, seal and kept text of the message log, and print what was checked."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yichuang.exchange.queries.message_log import verify_messages


class Command(BaseCommand):
    """Prints the report; exits with an error when anything was changed, dropped, inserted or put in another order."""

    help = "核对报文日志：逐链、逐链尾、逐封存点、逐原文，找出被改动、删除、插入或调换的报文"

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the verification."""
        report = verify_messages()
        self.stdout.write(
            f"已核对 {report.chains} 条链、{report.messages} 条报文、{report.bodies} 份原文、{report.seals} 个封存点；"
            f"尚未封存 {report.unsealed} 条报文" + (f"；{report.erased} 条正文已按期清除" if report.erased else "")
        )
        for fault in report.faults:
            self.stderr.write(f"  ✗ {fault}")
        if report.faults:
            raise CommandError(f"发现 {len(report.faults)} 处不符")
        self.stdout.write("未发现改动、删除、插入或调换")
