"""Open the case of a member: received, its materials recorded and, when all is there, accepted, as the receiving clerk would (S2-39)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from yichuang.accounts.operations.message_staff import message_staff
from yichuang.accounts.queries import actor_on
from yichuang.cases import policies
from yichuang.cases.operations.accept import accept
from yichuang.cases.operations.issue_receipt import issue_receipt
from yichuang.cases.operations.receive import Declaration, receive
from yichuang.cases.operations.record_materials import MaterialInput, PointInput, record_materials
from yichuang.cases.ports import awaited_for
from yichuang.cases.queries import Case, facts
from yichuang.cases.rules.facts import SHARED, TOLERATED, MoveInput
from yichuang.cases.rules.origins import TYPED, Origin
from yichuang.cases.rules.requirements import refusals
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of, in_china
from yichuang.foundations.problems import Refused
from yichuang.life_events.events_joint import JointChildHeldUp, JointChildOpened
from yichuang.life_events.models import JointCase, JointChild
from yichuang.life_events.operations.joint_files import add_kept_scans, commit_later
from yichuang.life_events.queries.joint import states_of
from yichuang.life_events.queries.practice import practice_key
from yichuang.life_events.rules.joint_origins import member_origins
from yichuang.life_events.rules.joint_states import OPEN, ready
from yichuang.life_events.rules.joint_words import form_address
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.together import member_answers, member_form

FORM_AWAITED = "joint_form_awaited"
NOBODY = "收件人员已不在本服务点的岗位上，没有自动开办；请本服务点的窗口人员点“重新开办”。"


def open_child(
    joint: JointCase,
    child: JointChild,
    spec: LifeEventSpec,
    *,
    actor: Actor,
    now: datetime,
    ticket: str = "",
    by_itself: bool = False,
) -> JointChildOpened:
    """Receive a member's case under the version in force now with what the joint case keeps; the row is saved, the event returned.

    :raises Refused: as `receive` and `record_materials` do.
    """
    member = spec.member(child.member)
    declaration = Declaration(
        child.matter,
        member_answers(spec, member, joint.answers),
        joint.applicant_kind,
        joint.form,
        member_form(spec, child.member, joint.merged, joint.form),
        window=joint.window,
        ticket=ticket,
        query_password=joint.query_password,
        origins=_origins(joint, child, spec, now),
        practice=practice_key(joint, child.member),
    )
    case = receive(actor=actor, declaration=declaration, now=now)
    stated = spec_of(case.version_id)
    if items := fitting(child.wants, stated, {row.material_id for row in facts.materials_of(case)}):
        case = record_materials(actor=actor, number=case.number, items=items, now=now)
    add_kept_scans(joint, child, case, actor=actor, now=now)
    case = commit_later(joint, child, case, stated, actor=actor, now=now)
    # In split mode the receipt is what the department's system is told with (S2-49); its paper is the joint receipt.
    issue_receipt(actor=actor, number=case.number, now=now)
    accepted = _accept_if_complete(case, stated, actor, now)
    child.case, child.state, child.why = case, OPEN, ""
    child.save(update_fields=["case", "state", "why"])
    return JointChildOpened(
        member=child.member, matter_name=child.matter_name, case=case.number, accepted=accepted, by_itself=by_itself
    )


def _origins(joint: JointCase, child: JointChild, spec: LifeEventSpec, now: datetime) -> dict[str, Origin]:
    """Return where the member's values came from; one that opens later says of what was typed that it was at the joint intake."""
    later = joint.origins is not None and joint.received_at != now
    typed = Origin(TYPED, joint.name, in_china(joint.received_at)) if later else None
    return member_origins(spec, child.member, joint.origins or {}, typed)


def fitting(wants: Sequence[Mapping[str, Any]], stated: MatterSpec, needed: set[str]) -> list[MaterialInput]:
    """Return what was received as the case's own version can take it: a later version may need less, or know other points."""
    found = []
    for want in wants:
        if want["material"] not in needed or want["received_as"] == TOLERATED:
            continue
        material = stated.material(want["material"])
        if want["received_as"] == SHARED and not material.shared.exempt:
            continue
        known = {point.id for point in material.review_points}
        points = {key: _point(said) for key, said in want.get("points", {}).items() if key in known}
        given = {name: want.get(name) for name in ("received_as", "originals", "copies", "original_verified", "note")}
        found.append(MaterialInput(material.id, points=points, **given))
    return found


def _point(said: str | Mapping[str, Any]) -> PointInput:
    return PointInput(said) if isinstance(said, str) else PointInput(**said)


def _accept_if_complete(case: Case, stated: MatterSpec, actor: Actor, now: datetime) -> bool:
    """Accept a case of which nothing is missing, where the counter accepts; the department does elsewhere (S2-40).

    Under a unified number the department's own form is still missing: it is filled next, and accepted on (S2-52②).
    """
    if not policies.may(actor, "case.accept", case) or awaited_for(case) is not None:
        return False
    given = MoveInput(actor_id=actor.id, actor_department_ids=policies.departments_of(actor))
    if refusals("accept", facts.facts_of(case, stated, facts.materials_of(case)), given):
        return False
    accept(actor=actor, number=case.number, now=now)
    return True


def open_ready(joint: JointCase, children: Sequence[JointChild], spec: LifeEventSpec, now: datetime) -> list[Any]:
    """Open every member whose turn has come, in the name of the receiving clerk; one that cannot be opened waits, and why is shown."""
    turn = ready(spec, states_of(children))
    told: list[Any] = []
    for child in children:
        if child.member not in turn:
            continue
        clerk = in_name_of(joint, day_of(now))
        if clerk is None:
            told.append(_held_up(child, NOBODY))
            continue
        try:
            with transaction.atomic():
                told.append(open_child(joint, child, spec, actor=clerk, now=now, by_itself=True))
                _tell_form_awaited(joint, child, now)
        except Refused as refused:
            child.case, child.state = None, "waiting"
            told.append(_held_up(child, "".join(reason.message for reason in refused.reasons)))
    return told


def _tell_form_awaited(joint: JointCase, child: JointChild, now: datetime) -> None:
    """Write to the receiving clerk that a department's own form is to be filled now (S2-52②): nobody stands at the counter then."""
    case = child.case
    if case is None or case.practice or awaited_for(case) is None:
        return
    data = {
        "event": joint.name,
        "matter": child.matter_name,
        "number": case.number,
        "link": f"{settings.PUBLIC_URL}{form_address(joint.number, case.number)}",
    }
    key = f"{FORM_AWAITED}:{case.number}"
    message_staff(
        staff_id=joint.received_by, template=FORM_AWAITED, data=data, now=now, stream=joint.stream, once_key=key
    )


def in_name_of(joint: JointCase, on: date) -> Actor | None:
    """Return the receiving clerk as the platform acts in his name: at the site only, and only while he holds a post there."""
    clerk = actor_on(joint.received_by, on)
    if clerk is None:
        return None
    posts = tuple(post for post in clerk.posts if post.site_id == joint.site_id)
    acting = replace(clerk, kind="system", posts=posts, window=joint.window)
    return acting if posts and acting.may("case.receive") else None


def _held_up(child: JointChild, why: str) -> JointChildHeldUp:
    child.why = f"轮到办理，但没有自动开办：{why}"[:600]
    child.save(update_fields=["why"])
    return JointChildHeldUp(member=child.member, matter_name=child.matter_name, why=child.why)
