"""`manage.py write_legacy_fields FILE`: the tables of the XML messages as a page of the documentation."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from yichuang.legacy.rules.answers import CODES
from yichuang.legacy.rules.tables import CALL_INFO, FILE_INFO, MESSAGES, Table

HEAD = """# The XML messages, field by field

Made from `yichuang/legacy/rules/tables.py` by `tools/documents.py legacy`; docs/legacy.md explains. “Source” is the fact that fills an
element on its way out and that it is read into on its way in; a line without one is sent empty, and says why.
"""


class Command(BaseCommand):
    """Writes the page."""

    help = "写出旧接口报文的字段表"

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the file to write."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every message's tables, those inside records, and the result codes."""
        parts = [HEAD]
        shown: set[str] = set()
        for message in MESSAGES.values():
            parts.append(f"\n## {message.name}: {message.means}\n")
            for name, table, many in message.parts:
                if name in shown:
                    parts.append(f"\n`{name}`: as above.\n")
                else:
                    parts.append(f"\n`{name}`{'，RECORDS/RECORD' if many else '，RECORD'}\n\n{_rows(table)}")
                shown.add(name)
        parts.append(f"\n## CALLINFO in baseInfoXml\n\n{_rows(CALL_INFO)}")
        parts.append(f"\n## FILES/FILEINFO in attrXml\n\n{_rows(FILE_INFO)}")
        codes = "".join(f"| {code} | {means} |\n" for code, means in CODES.items())
        parts.append(f"\n## Result codes (all but 01 are ours: 约定)\n\n| result | |\n|---|---|\n{codes}")
        options["file"].write_text("".join(parts), encoding="utf-8")


def _rows(table: Table) -> str:
    lines = []
    for line in table:
        source = f"`{line.fact}`" if line.fact else "—"
        cells = (line.name, line.means or "—", source, "needed" if line.needed else "", line.why)
        lines.append(f"| {' | '.join(cells)} |\n")
    return "| element | meaning | source | in | note |\n|---|---|---|---|---|\n" + "".join(lines)
