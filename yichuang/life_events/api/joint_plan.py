"""What an intake for a life event comes to, before anything is received: the next question, or members, fields and papers by their ids."""

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import PROBLEMS
from yichuang.life_events import policies
from yichuang.life_events.queries.joint_plan import LeftOut, plan_for
from yichuang.life_events.queries.practice import life_event_asked
from yichuang.life_events.rules.together import faults_of
from yichuang.life_events.schemas.joint_plan import JointPlanBody, JointPlanOut, joint_plan_out

router = Router(tags=["一件事联办"], auth=staff_auth)


@router.post(
    "/joint-cases/plan",
    response={200: JointPlanOut, **PROBLEMS},
    operation_id="plan_joint_case",
    summary="联办收件前的问题、栏目和材料",
)
def post_plan(request: HttpRequest, body: JointPlanBody) -> JointPlanOut:
    """Answer what is asked next, then what is filled in and brought; keeps nothing."""
    policies.demand(request.actor, "joint.receive", None, "办理联办收件")  # type: ignore[attr-defined]
    left_out = LeftOut(body.already, body.not_now)
    event = life_event_asked(request.actor, body.life_event, body.practice)  # type: ignore[attr-defined]
    plan = plan_for(event, body.answers, kind=body.applicant_kind, left_out=left_out, on=day_of(clock.now()))
    return joint_plan_out(plan, faults_of(plan.event.spec, body.answers))
