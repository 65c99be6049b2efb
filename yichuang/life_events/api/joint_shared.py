"""共享获取 for a joint intake over the API: the applicant's licence in place of a paper, taken before and given with it (S2-14)."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.cases.operations.take_shared import note_of
from yichuang.cases.ports import Licence
from yichuang.cases.rules.facts import SHARED
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import AWAY, PROBLEMS, write_after
from yichuang.foundations.problems import Reason, Refused
from yichuang.life_events import policies
from yichuang.life_events.forms.joint_proofs import LICENCE, Proof, licences_in, sign_licence
from yichuang.life_events.operations.joint_licence import take_joint_licence
from yichuang.life_events.queries.joint_plan import LeftOut, plan_for
from yichuang.life_events.queries.practice import life_event_asked
from yichuang.life_events.rules.joint_papers import PaperGiven
from yichuang.life_events.schemas.joint import JointBody
from yichuang.life_events.schemas.joint_plan import JointLicenceBody, JointLicenceOut

router = Router(tags=["一件事联办"], auth=staff_auth)


@router.post(
    "/joint-cases/licence",
    response={200: JointLicenceOut, **PROBLEMS, **AWAY},
    operation_id="take_joint_licence",
    summary="联办收件前共享获取一份材料",
)
def post_licence(request: HttpRequest, body: JointLicenceBody) -> Status[Any]:
    """Get the applicant's licence, with his consent, for a paper of an intake; away (503), the paper is received as paper."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    policies.demand(actor, "joint.receive", None, "办理联办收件")
    number = body.id_number.strip().upper()

    def ask() -> Licence:
        event = life_event_asked(actor, body.life_event, body.practice)
        left_out = LeftOut(body.already, body.not_now)
        plan = plan_for(event, body.answers, kind=body.applicant_kind, left_out=left_out, on=day_of(now))
        given: dict[str, Any] = {"plan": plan, "name": body.line, "id_number": number, "consent": body.consent}
        return take_joint_licence(actor=actor, now=now, wall=clock.wall(), **given)

    def act(found: Licence) -> JointLicenceOut:
        note = note_of(found, number)
        licence = sign_licence(body.line, number, Proof(note, found.call))
        return JointLicenceOut(line=body.line, note=note, licence=licence)

    return write_after(request, ask, act)


def papers_given(body: JointBody) -> tuple[dict[str, PaperGiven], list[str]]:
    """Return the papers by line, and the calls of shared data whose licences stand in for some.

    :raises Refused: 422 for a licence that was not taken for this paper of this person, or longer than a day ago.
    """
    carried = {f"{LICENCE}{line}": one.licence for line, one in body.papers.items() if one.licence}
    lines = [name.removeprefix(LICENCE) for name in carried]
    proofs = licences_in({**carried, "id_number": body.form.get("id_number", "")}, lines)
    if unproven := [line for line in lines if line not in proofs]:
        raise Refused(*map(_unproven, unproven), status=422, title="不能收件")
    found = {}
    for line, one in body.papers.items():
        said: dict[str, Any] = {**one.model_dump(exclude={"licence"}), "ticked": frozenset(one.ticked)}
        if line in proofs:
            said |= {"received_as": SHARED, "note": proofs[line].note}
        found[line] = PaperGiven(**said)
    return found, [proof.call for proof in proofs.values()]


def _unproven(line: str) -> Reason:
    message = f"材料 {line[:80]} 的证照不是为这位申请人的这份材料取得的，或者取得已超过一天。"
    return Reason(
        "licence", message, f"paper.{line[:80]}", "S2-14", "没有收件。", "请重新共享获取，或收取纸质、扫描件。"
    )
