"""A case as a department's system gets it: the `data` of docs/exchange.md (S2-49, S2-52①), whole and unmasked: it handles the case."""

from typing import Any

from yichuang.cases.queries import Case
from yichuang.cases.queries.facts import materials_of
from yichuang.cases.queries.form_lines import asked_of, origins_of, own_values
from yichuang.cases.queries.scans import pages_of
from yichuang.cases.rules import base_form
from yichuang.cases.rules.states import TEXTS, State
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.own_form import fields_of
from yichuang.files.queries import StoredFile
from yichuang.foundations.clock import CHINA


def case_data(case: Case) -> dict[str, Any]:
    """Return everything of a case that its department needs, as plain JSON; three statements beside the case's own row."""
    spec = spec_of(case.version_id)
    own, asked = own_values(case), asked_of(case)
    return {
        "number": case.number,
        "state": case.state,
        "state_name": TEXTS[State(case.state)].name,
        "mode": spec.integration.mode,
        "practice": case.practice,
        "matter": {
            "key": spec.key,
            "name": case.matter_name,
            "basic_code": spec.codes.basic,
            "implementation_code": spec.codes.implementation,
            "service_id": spec.integration.service_id,
            "case_type": spec.case_type,
        },
        "situation": {"id": case.situation_id, "name": case.situation_name},
        "answers": case.answers,
        "applicant": {"kind": case.applicant_kind, "name": case.applicant_name},
        "form": case.form,
        "form_labels": {field.name: field.label for field in base_form.fields_for(case.applicant_kind)},
        "own_form": own,
        "own_form_labels": {field.name: field.label for field in fields_of(spec.form) if field.name in asked},
        "origins": {name: origin.row() for name, origin in origins_of(case).items()},
        "received_at": case.received_at.astimezone(CHINA).isoformat(),
        "accepted_on": _day(case.accepted_on),
        "promised_due": _day(case.promised_due),
        "statutory_due": _day(case.statutory_due),
        "site": case.site_name,
        "window": case.window,
        "received_by": case.received_by_name,
        "first_handler": case.first_handler_name,
        "revision": case.chain_seq,
        "materials": _materials(case),
    }


def status_data(case: Case) -> dict[str, Any]:
    """Return where a case stands, for the status interface that closes the loop (S2-51⑤)."""
    return {
        "number": case.number,
        "state": case.state,
        "state_name": TEXTS[State(case.state)].name,
        "promised_due": _day(case.promised_due),
        "statutory_due": _day(case.statutory_due),
        "officer": case.officer_name,
        "revision": case.chain_seq,
    }


def stored_data(file: StoredFile, received_sha256: str) -> dict[str, Any]:
    """Return what the store answers to an upload: the hash of what came, and what is kept and handed out."""
    return {
        "id": str(file.pk),
        "name": file.original_name,
        "sha256": file.blob.sha256,
        "size": file.blob.size,
        "media_type": file.blob.media_type,
        "received_sha256": received_sha256,
    }


def _materials(case: Case) -> list[dict[str, Any]]:
    pages = pages_of(case)
    return [
        {
            "id": row.material_id,
            "name": row.name,
            "received_as": row.received_as,
            "originals": row.originals,
            "copies": row.copies,
            "tolerated_until": _day(row.tolerated_until),
            "files": [
                {
                    "id": str(page.scan.file_id),
                    "name": page.name,
                    "sha256": page.scan.file.blob.sha256,
                    "size": page.scan.file.blob.size,
                    "media_type": page.scan.file.blob.media_type,
                }
                for page in pages.get(row.pk, [])
            ],
        }
        for row in materials_of(case)
    ]


def _day(day: Any) -> str:
    return day.isoformat() if day else ""
