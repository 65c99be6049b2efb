"""`manage.py load_life_events <folder>`: put the life events of a folder like `demo/` in force; what is unchanged stays as it is."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yichuang.accounts.permissions import SYSTEM
from yichuang.catalog.queries import life_events as contents
from yichuang.catalog.queries import published
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused
from yichuang.foundations.yaml_files import read_yaml
from yichuang.life_events.operations.publish import load_life_event
from yichuang.life_events.rules.content import life_event_of


class Command(BaseCommand):
    """Read what the catalogue keeps as content, complete it from `life_events.yaml`, and put it in force."""

    help = "载入一件事"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Load and report."""
        readings = read_yaml(folder / "life_events.yaml")["life_events"]
        now = clock.now()
        for kept in contents():
            reading = readings.get(kept.key)
            if reading is None:
                self.stdout.write(f"“{kept.name}”没有补充内容，没有载入。")
                continue
            try:
                matters = {key: published(key) for key in kept.content["matters"]}
                numbered = {key: (found.number, found.spec) for key, found in matters.items()}
                version = load_life_event(actor=SYSTEM, spec=life_event_of(kept.content, reading, numbered), now=now)
            except (Refused, ValueError, KeyError) as wrong:
                raise CommandError(f"“{kept.name}”不能载入：{wrong}") from wrong
            self.stdout.write(f"一件事“{kept.name}”第 {version.number} 版，{len(kept.content['matters'])} 个联办事项")
