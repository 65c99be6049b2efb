"""The whole counter intake as one call (issue 2, 10), and the commitment as a step of its own."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.cases.models import Case
from yichuang.cases.operations.intake import Commitment, intake
from yichuang.cases.operations.kept_files import picture_of
from yichuang.cases.operations.receive import Declaration
from yichuang.cases.operations.record_materials import MaterialInput, PointInput
from yichuang.cases.operations.sign_commitment import sign_commitment
from yichuang.cases.queries import timing
from yichuang.cases.queries.access import clean_number
from yichuang.cases.schemas import CaseOut, case_out
from yichuang.cases.schemas import intakes as s
from yichuang.catalog.queries import spec_of
from yichuang.files.operations.prepare import Prepared, prepare
from yichuang.foundations import clock
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import GONE, PROBLEMS, write

router = Router(tags=["办件"], auth=staff_auth)


def _signature(text: str) -> Prepared:
    return prepare(picture_of(text), name="容缺承诺签名.png", declared_type="image/png")


def _out(case: Case) -> s.IntakeOut:
    facts = timing.clock_facts(case)
    read = timing.readings(facts, timing.rules_of(spec_of(case.version_id)), calendar(), day_of(clock.now()))
    whys = {"notice": read.notice.why, "promised": read.promised.why, "statutory": read.statutory.why}
    return s.IntakeOut(**case_out(case).model_dump(), query_password=case.query_password, whys=whys)


@router.post(
    "/intakes", response={201: s.IntakeOut, **PROBLEMS, **GONE}, operation_id="intake", summary="一次完成收件受理"
)
def post_intake(request: HttpRequest, body: s.IntakeBody) -> Status[Any]:
    """Declare, record materials and points, sign for what is brought later, and accept: all in one transaction, or nothing."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    given = body.model_dump(exclude={"items", "commitment", "accept"})
    items = [
        MaterialInput(
            **item.model_dump(exclude={"points"}),
            points={key: PointInput(**point.model_dump()) for key, point in item.points.items()},
        )
        for item in body.items
    ]
    asked = body.commitment
    commitment = Commitment(tuple(asked.materials), _signature(asked.signature), asked.on_paper) if asked else None

    def act() -> s.IntakeOut:
        case = intake(
            actor=actor,
            declaration=Declaration(**given),
            items=items,
            commitment=commitment,
            accept_now=body.accept,
            now=now,
        )
        return _out(case)

    return write(request, act, 201)


@router.post(
    "/cases/{number}/commitment",
    response={200: CaseOut, **PROBLEMS},
    operation_id="sign_commitment",
    summary="签署容缺承诺",
)
def post_commitment(request: HttpRequest, number: str, body: s.CommitmentBody) -> Status[Any]:
    """Record the applicant's signed commitment to bring tolerable materials later (S2-39)."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    clean, content = clean_number(number), _signature(body.signature)

    def act() -> CaseOut:
        case = sign_commitment(
            actor=actor,
            number=clean,
            materials=body.materials,
            signature=content,
            on_paper=body.on_paper,
            now=now,
            revision=body.revision,
        )
        return case_out(case)

    return write(request, act)
