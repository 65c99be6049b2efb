"""All of one case for readers outside its page: the same reads, as plain values (the statements of the case page, no more)."""

from dataclasses import asdict
from datetime import date
from typing import Any

from yichuang.cases.models import Case, Extension
from yichuang.cases.queries import facts, timing
from yichuang.cases.queries.form_lines import form_lines, own_form_lines
from yichuang.cases.queries.scans import pages_of
from yichuang.cases.rules.ledger_words import told
from yichuang.catalog.queries import spec_of
from yichuang.foundations import ledger
from yichuang.foundations.calendars import calendar

CLOCKS = {"notice": "一次性告知", "promised": "承诺期限", "statutory": "法定期限", "service": "送达"}


def whole(case: Case, today: date) -> dict[str, Any]:
    """Return form (masked), clocks, materials, documents and history of a case, as `schemas.contents.WholeCase` names them."""
    return {
        "form": [line._asdict() for line in form_lines(case)],
        "own_form": [line._asdict() for line in own_form_lines(case)],
        "clocks": _clocks(case, today),
        "materials": _materials(case),
        "documents": [
            {
                **{name: getattr(row, name) for name in ("code", "kind", "title", "number", "state", "issued_at")},
                "revoked": row.revoked_at is not None,
            }
            for row in case.documents.all()
        ],
        "history": [
            {
                "seq": event.seq,
                "at": event.at,
                "by": event.actor_name,
                "type": event.type,
                "words": told(event.type, event.payload),
            }
            for event in ledger.history(case.stream)
        ],
    }


def _clocks(case: Case, today: date) -> list[dict[str, Any]]:
    extension = Extension.objects.filter(case=case).first()
    known = timing.clock_facts(case, list(case.suspensions.all()), extension, list(case.corrections.all()))
    read = timing.readings(known, timing.rules_of(spec_of(case.version_id)), calendar(), today)
    return [{"name": name, **asdict(getattr(read, clock))} for clock, name in CLOCKS.items()]


def _materials(case: Case) -> list[dict[str, Any]]:
    spec, pages = spec_of(case.version_id), pages_of(case)
    found = []
    for row in facts.materials_of(case):
        stated = spec.material(row.material_id)
        points = [
            {"id": one.id, "kind": one.kind, "text": one.text, **row.points.get(one.id, {})}
            for one in stated.review_points
        ]
        scans = [
            {"id": page.scan.pk, "name": page.name, "kind": page.kind, "reading": page.reading}
            for page in pages.get(row.pk, [])
        ]
        found.append(
            {
                "material": row.material_id,
                "name": row.name,
                "requirement": stated.formal_requirement,
                "received_as": row.received_as,
                "originals": row.originals,
                "copies": row.copies,
                "originals_needed": stated.original_count,
                "copies_needed": stated.copy_count,
                "tolerable": stated.tolerable,
                "tolerated_until": row.tolerated_until,
                "points": points,
                "scans": scans,
            }
        )
    return found
