"""“This point is wrong”: an officer says so of a material or a review point in the moment he meets it (S2-17, S2-26 ④)."""

from datetime import datetime

from yichuang.cases import policies
from yichuang.cases.events.questions import CasePointQuestioned
from yichuang.cases.models import Case, PointQuestion
from yichuang.cases.queries.access import case_for
from yichuang.catalog.queries import published, spec_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.foundations.transactions import unit_of_work

ACT = "adjustment.request"
KEPT = "没有记录；页面上填的内容都在。"
SHORTEST, LONGEST = 2, 300
TITLE = "没有提出"


@unit_of_work()
def question_point(
    *, actor: Actor, number: str, material: str, text: str, now: datetime, point: str = ""
) -> PointQuestion:
    """Record what is wrong with a material of a case, or with one of its points, and return it; the case is not changed.

    :raises NotFound: when the case is not the actor's to see; NotAllowed; Refused 422 for nothing said or a place that is not there,
        409 on a practice case, whose objections are recorded in the simulation.
    """
    case = case_for(actor, number)
    if case.practice:
        todo = "请在模拟验收的页面上记录异议。"
        reason = Reason("practice", "这是测试件，它的意见属于模拟验收。", rule="S2-21", kept=KEPT, todo=todo)
        raise Refused(reason, title=TITLE)
    return _record(actor, case.version_id, material, point, text, case, now)


@unit_of_work()
def question_point_at_desk(
    *, actor: Actor, matter_key: str, material: str, text: str, now: datetime, point: str = ""
) -> PointQuestion:
    """Record the same before there is a case: of the version in force, from the checklist at the desk.

    :raises NotAllowed: to all who receive nothing; as `question_point` does.
    """
    policies.counter_of(actor)
    return _record(actor, published(matter_key).version_id, material, point, text, None, now)


def _record(
    actor: Actor, version_id: int, material: str, point: str, text: str, case: Case | None, now: datetime
) -> PointQuestion:
    if not actor.may(ACT):
        raise NotAllowed(ACT, "您的岗位不提出动态调整。")
    spec, said = spec_of(version_id), text.strip()
    _refuse_unusable(spec, material, point, said)
    row = PointQuestion(
        case=case,
        version_id=version_id,
        material_id=material,
        point_id=point,
        text=said,
        at=now,
        by_id=actor.id,
        by_name=actor.name,
    )
    office = next((post.site_name or post.department_name for post in actor.posts), "")
    number = case.number if case is not None else ""
    at_counter = actor.may("case.receive")
    event = CasePointQuestioned(spec.key, version_id, material, point, said, number, office, at_counter)
    ledger.write(row, event, actor=actor, at=now)
    return row


def _refuse_unusable(spec: MatterSpec, material: str, point: str, text: str) -> None:
    points = {one.id: [item.id for item in one.review_points] for one in spec.materials}
    reasons = []
    if material not in points or (point and point not in points[material]):
        todo = "请从列表中选择材料或要点。"
        reasons.append(
            Reason("place", "本事项没有这份材料或这个要点。", field="place", rule="S2-17", kept=KEPT, todo=todo)
        )
    if not SHORTEST <= len(text) <= LONGEST:
        said = f"请用 {SHORTEST} 至 {LONGEST} 个字写明哪里不对。"
        reasons.append(Reason("text", said, field="text", rule="S2-26", kept=KEPT, todo="写一句话即可。"))
    if reasons:
        raise Refused(*reasons, status=422, title=TITLE)
