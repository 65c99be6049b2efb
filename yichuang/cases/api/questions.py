"""“This point is wrong”, over /api/cases/…/question (S2-26 ④)."""

from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.cases.operations.question_point import question_point
from yichuang.cases.queries.access import clean_number
from yichuang.cases.schemas.questions import PointQuestionOut, QuestionBody
from yichuang.foundations import clock
from yichuang.foundations.http import PROBLEMS, write

router = Router(tags=["办件"], auth=staff_auth)


@router.post(
    "/cases/{number}/question",
    response={201: PointQuestionOut, **PROBLEMS},
    operation_id="question_point",
    summary="提出材料或要点有问题",
)
def post_question(request: HttpRequest, number: str, body: QuestionBody) -> Any:
    """Say that a material or a review point of the guide is wrong; the case is not changed."""
    actor, now, clean = request.actor, clock.now(), clean_number(number)  # type: ignore[attr-defined]

    def act() -> PointQuestionOut:
        row = question_point(actor=actor, number=clean, now=now, **body.model_dump())
        return PointQuestionOut(id=row.pk, material=row.material_id, point=row.point_id, text=row.text)

    return write(request, act, 201)
