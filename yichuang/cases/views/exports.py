"""A list of this room as a download; who took it is on record."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from django.http import HttpRequest, HttpResponse

from yichuang.cases.operations.export_cases import export_rows
from yichuang.foundations import clock
from yichuang.foundations.http import spreadsheet


def exported(
    request: HttpRequest, heads: Sequence[str], rows: Iterable[Sequence[str]], title: str, name: str
) -> HttpResponse:
    """Return a list as a spreadsheet; the caller has asked whether the actor may see it."""
    now, out = clock.now(), BytesIO()
    asked = {key: str(value) for key, value in request.GET.items() if value and key != "cursor"}
    export_rows(actor=request.actor, heads=heads, rows=rows, title=title, asked=asked, out=out, now=now)  # type: ignore[attr-defined]
    return spreadsheet(out.getvalue(), name, now)
