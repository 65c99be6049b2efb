"""Lists of mining as spreadsheets, on record."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from django.http import HttpRequest, HttpResponse

from yichuang.cases.operations.export_cases import export_rows
from yichuang.foundations import clock
from yichuang.foundations.http import spreadsheet


def sheet(
    request: HttpRequest, title: str, heads: Sequence[str], rows: Iterable[Sequence[str | int | None]], name: str
) -> HttpResponse:
    """Return rows as a spreadsheet; who took it and what was asked is on record."""
    out, now = BytesIO(), clock.now()
    actor = request.actor  # type: ignore[attr-defined]
    export_rows(actor=actor, heads=heads, rows=rows, title=title, asked=request.GET.dict(), out=out, now=now)
    return spreadsheet(out.getvalue(), name, now)
