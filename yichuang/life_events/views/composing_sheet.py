"""Lists of this room as downloads; who took one is on record, as with the lists of cases (个人信息保护法 51, 54)."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from django.http import HttpRequest, HttpResponse

from yichuang.cases.operations.export_cases import export_rows
from yichuang.foundations import clock
from yichuang.foundations.http import spreadsheet


def sheet(
    request: HttpRequest, title: str, heads: Sequence[str], rows: Iterable[Sequence[str | int | None]], name: str
) -> HttpResponse:
    """Return a list as a spreadsheet; the caller has asked whether the actor may see it."""
    now, out = clock.now(), BytesIO()
    asked = {key: str(value) for key, value in request.GET.items() if value and key != "cursor"}
    export_rows(actor=request.actor, heads=heads, rows=rows, title=title, asked=asked, out=out, now=now)  # type: ignore[attr-defined]
    return spreadsheet(out.getvalue(), name, now)
