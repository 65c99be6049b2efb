"""`manage.py judge_matters`: judge every content in force that this edition of the rules has not judged yet, for the sorting queue."""

from typing import Any

from django.core.management.base import BaseCommand

from yichuang.foundations import clock
from yichuang.studio.operations.judge_content import judge_in_force


class Command(BaseCommand):
    """Judges and says how many there were."""

    help = "检查全部现行版本，供梳理队列显示错误数"

    def handle(self, *args: Any, **options: Any) -> None:
        """Judge."""
        self.stdout.write(f"已检查 {judge_in_force(now=clock.now())} 个现行版本")
