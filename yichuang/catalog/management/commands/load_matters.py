"""`manage.py load_matters <folder>`: load dictionary, matters, synonyms, life events from a folder like `demo/`; print the report."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from yichuang.accounts.permissions import SYSTEM
from yichuang.catalog.operations.import_content import import_content, import_life_events, import_synonyms
from yichuang.catalog.operations.import_material_types import import_material_types
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused
from yichuang.foundations.yaml_files import read_yaml


class Command(BaseCommand):
    """Load the content of a folder; what is unchanged stays as it is."""

    help = "载入材料词典、事项、同义词和一件事内容"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take the folder."""
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Load and report."""
        now = clock.now()
        documents = {path.name: read_yaml(path) for path in sorted((folder / "catalog").glob("*.yaml"))}
        try:
            types = read_yaml(folder / "material_types.yaml")["types"]
            added = import_material_types(actor=SYSTEM, rows=types, now=now)
            report = import_content(
                actor=SYSTEM, documents=documents, readings=read_yaml(folder / "readings.yaml"), now=now
            )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        packages = [package for document in documents.values() for package in document.get("packages", ())]
        import_life_events(actor=SYSTEM, packages=packages, now=now)
        import_synonyms(actor=SYSTEM, rows=read_yaml(folder / "synonyms.yaml")["synonyms"], now=now)
        self.stdout.write("\n".join([f"材料词典新登记 {added} 种。", *report.lines()]))
