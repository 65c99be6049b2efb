"""Reads of a case's scans: which pages a material has, and what the reader makes of them (two statements for a case)."""

from collections import defaultdict
from dataclasses import dataclass

from yichuang.cases.models import Case, MaterialScan
from yichuang.files.queries import readings_of
from yichuang.foundations.problems import NotFound
from yichuang.foundations.ready import Ready


@dataclass(frozen=True)
class Page:
    """One scan as a page shows it: its file's name and kind, and how its reading stands (`pending`, `done`, `failed` or empty)."""

    scan: MaterialScan
    name: str
    kind: str
    reading: str
    reason: str


_SCANS: Ready[MaterialScan] = Ready(
    lambda case: (
        MaterialScan.objects.filter(material__case=case, removed_at=None).select_related("file__blob").order_by("id")
    ),
    case=int,
)


def pages_of(case: Case) -> dict[int, list[Page]]:
    """Return the scans of every material of a case, by the material's row."""
    scans = _SCANS.rows(case=case.pk)
    readings = readings_of([scan.file_id for scan in scans]) if scans else {}
    found: dict[int, list[Page]] = defaultdict(list)
    for scan in scans:
        reading = readings.get(scan.file_id)
        found[scan.material_id].append(
            Page(
                scan,
                scan.file.original_name,
                scan.file.blob.kind,
                reading.state if reading else "",
                reading.reason if reading else "",
            )
        )
    return found


def scan_of(case: Case, scan_id: int) -> MaterialScan:
    """Return one scan of a case, also one that was taken off.

    :raises NotFound: when the case has no such scan.
    """
    found = (
        MaterialScan.objects.filter(pk=scan_id, material__case=case).select_related("file__blob", "material").first()
    )
    if found is None:
        raise NotFound("这一页扫描件", "请刷新办件页后重试。")
    return found
