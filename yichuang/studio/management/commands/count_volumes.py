"""`manage.py count_volumes`: count the cases of every matter and month anew, for the frequency tiers (S2-13)."""

from typing import Any

from django.core.management.base import BaseCommand

from yichuang.studio.operations.count_volumes import recount_volumes


class Command(BaseCommand):
    """Recounts and says how many months it found."""

    help = "按办件重新统计各事项逐月办件量，用于频次分层"

    def handle(self, *args: Any, **options: Any) -> None:
        """Recount."""
        self.stdout.write(f"已重新统计 {recount_volumes()} 个事项月")
