"""Bring what a department found online beforehand to the counter, as suggestions that a person still confirms (S2-46: 窗口简单核对)."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from yichuang.cases.events import SuggestionsMade
from yichuang.cases.models import Case, CaseMaterial
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import let_go, unit_of_work

ONLINE = "online"


@unit_of_work()
def carry_findings(
    *, actor: Actor, case: Case, found: Mapping[str, Iterable[str]], note: str, now: datetime
) -> list[CaseMaterial]:
    """Suggest that points were passed, by material (id → points), on a case that the caller has just received; return the materials."""
    rows = list(CaseMaterial.objects.select_for_update().filter(case=case, material_id__in=list(found), needed=True))
    events = []
    for row in rows:
        fresh = [point for point in found[row.material_id] if not row.points.get(point, {}).get("found")]
        made = {
            "found": "",
            "how": ONLINE,
            "suggested": "passed",
            "confidence": 100,
            "note": note,
            "at": now.isoformat(),
        }
        row.points = {**row.points, **dict.fromkeys(fresh, made)}
        if fresh:
            events.append(SuggestionsMade(material=row.material_id, points=dict.fromkeys(fresh, "passed")))
    if events:
        let_go(("materials", case.pk))
        CaseMaterial.objects.bulk_update(rows, ["points"])
        ledger.write(case, *events, actor=actor, at=now, update_fields=[])
    return rows
