"""共享获取 over the API: the applicant's licence from shared data in place of a material (S2-14; 716号令 7)."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.cases.operations.record_materials import MaterialInput, record_materials
from yichuang.cases.operations.take_shared import ask_for_shared
from yichuang.cases.queries.access import clean_number
from yichuang.cases.schemas import CaseOut, SharedBody, case_out
from yichuang.foundations import clock
from yichuang.foundations.http import AWAY, PROBLEMS, write_after

router = Router(tags=["办件"], auth=staff_auth)


@router.post(
    "/cases/{number}/materials/{material}/shared",
    response={200: CaseOut, **PROBLEMS, **AWAY},
    operation_id="take_shared",
    summary="共享获取一份材料",
)
def post_shared(request: HttpRequest, number: str, material: str, body: SharedBody) -> Status[Any]:
    """Get the applicant's licence, with his consent, and record the material as shared; away (503), it is received on paper."""
    actor, now, clean = request.actor, clock.now(), clean_number(number)  # type: ignore[attr-defined]

    def ask() -> MaterialInput:
        given: dict[str, Any] = {"number": clean, "material": material, "consent": body.consent}
        return ask_for_shared(actor=actor, now=now, wall=clock.wall(), **given)

    def act(item: MaterialInput) -> CaseOut:
        case = record_materials(actor=actor, number=clean, items=[item], now=now, revision=body.revision)
        return case_out(case)

    return write_after(request, ask, act)
