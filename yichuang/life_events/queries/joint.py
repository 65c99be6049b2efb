"""Joint cases: who may see them, one with its members and cases, and its clock as the rows say it stands."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from yichuang.cases.queries import Case
from yichuang.cases.queries.access import clean_number
from yichuang.cases.queries.timing import clock_facts
from yichuang.cases.rules.clocks import Suspension
from yichuang.cases.rules.states import State
from yichuang.files.rules.retention import Ended
from yichuang.foundations.actors import Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound
from yichuang.foundations.rules.identifiers import is_practice_number
from yichuang.life_events.models import JointCase as JointCase
from yichuang.life_events.models import JointChild
from yichuang.life_events.policies import refused_practice
from yichuang.life_events.queries import life_event_version
from yichuang.life_events.queries.practice import spec_of_candidate
from yichuang.life_events.rules.joint_clock import JointReadings, JointTimes, read_joint
from yichuang.life_events.rules.joint_states import OPEN, PENDING, RUNNING, WITHDRAWN_WHOLE
from yichuang.life_events.rules.spec import LifeEventSpec


@dataclass(frozen=True)
class Whole:
    """A joint case with its life event's spec, its members in order, and its clock on a day."""

    joint: JointCase
    spec: LifeEventSpec
    children: list[JointChild]
    clock: JointReadings

    @property
    def states(self) -> dict[str, str]:
        """Return the state of every member."""
        return states_of(self.children)

    @property
    def names(self) -> dict[str, str]:
        """Return how every member's matter is called."""
        return names_of(self.children)


def visible_joint(actor: Actor) -> QuerySet[JointCase]:
    """Return the joint cases the actor may see: of his site or division, those with a member of his department; never a test piece."""
    return _seen(actor, JointCase.objects.all())


def _seen(actor: Actor, rows: QuerySet[JointCase]) -> QuerySet[JointCase]:
    scope = Q(pk__in=[])
    for grant in actor.scopes("joint.view"):
        if not grant.value:
            continue
        if grant.scope == "division":
            scope |= Q(division__startswith=grant.value)
        elif grant.scope == "site":
            scope |= Q(site_id=grant.value)
        elif grant.scope == "department":
            scope |= Q(pk__in=JointChild.objects.filter(department_id=grant.value).values("joint_id"))
    return rows.filter(scope)


def joint_for(actor: Actor, number: str, *, lock: bool = False) -> JointCase:
    """Return a joint case that the actor may see, by its number with or without check digit; a test piece to look at only (S0-26).

    :raises NotFound: when there is none or it is not his to see. :raises Refused: 422 for a number that is none, 409 for a test piece
        that is to be acted on (`lock`).
    """
    clean = clean_number(number)
    practice = is_practice_number(clean)
    rows = _seen(actor, JointCase.with_practice.filter(practice=practice)).filter(number=clean)
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFound("这件联办件", "请核对编号；其他服务点的联办件不能在这里办理。")
    if found.practice and lock:
        raise refused_practice()
    return found


def children_of(joint: JointCase) -> list[JointChild]:
    """Return the members in order with their cases (one statement)."""
    return list(JointChild.objects.filter(joint=joint).select_related("case").order_by("position"))


def states_of(children: Iterable[JointChild]) -> dict[str, str]:
    """Return the state of every member."""
    return {child.member: child.state for child in children}


def names_of(children: Iterable[JointChild]) -> dict[str, str]:
    """Return how every member's matter is called."""
    return {child.member: child.matter_name for child in children}


def spec_of_joint(joint: JointCase) -> LifeEventSpec:
    """Return the life event as it was when the joint case was received; for a test piece the content that was simulated."""
    if joint.candidate_id is not None:
        return spec_of_candidate(joint.candidate_id)
    assert joint.version_id is not None
    return life_event_version(joint.version_id).spec


def whole_of(joint: JointCase, today: date) -> Whole:
    """Return a joint case with everything that stands on its page (four statements)."""
    children, spec = children_of(joint), spec_of_joint(joint)
    return Whole(joint, spec, children, read_joint(times_of(joint, children), spec, calendar(), today))


def times_of(joint: JointCase, children: Iterable[JointChild]) -> JointTimes:
    """Return what the joint clock counts from: the members' cases with their special procedures (one statement)."""
    listed = list(children)
    cases = [child.case for child in listed if child.case is not None]
    accepted = [case.accepted_on for case in cases if case.accepted_on is not None]
    open_still = any(child.state in PENDING for child in listed)
    ends = [at for child in listed if (at := child.ended_at)]
    withdrawn = joint.closed_at if joint.state == WITHDRAWN_WHOLE else None
    return JointTimes(
        received_at=joint.received_at,
        accepted=min(accepted) if accepted else None,
        decided_at=None if open_still or withdrawn or not ends else max(ends),
        withdrawn_at=withdrawn,
        suspensions=_suspensions(cases),
        extended_days=joint.extended_days,
        extended_at=joint.extended_on,
    )


def _suspensions(cases: Iterable[Case]) -> list[Suspension]:
    """Return the special procedures of all cases; one still open ends for the joint clock when its own case is over."""
    found: list[Suspension] = []
    for case in cases:
        found += clock_facts(case, list(case.suspensions.all())).suspensions if case.accepted_on else ()
    return found


def joint_of_case(case_id: int) -> JointChild | None:
    """Return the member that a case was received for, None for a case of its own (one statement)."""
    return JointChild.objects.filter(case_id=case_id).select_related("joint").first()


def waiting_with(case_ids: Sequence[int]) -> list[tuple[JointChild, int]]:
    """Return the members among these cases with how many other results of their joint case wait to be handed out too (one
    statement); those without any are left out.
    """
    on_its_way = Q(
        case__issuing__sent_at__isnull=False, case__issuing__returned_at=None, case__issuing__delivered_at=None
    )
    others = JointChild.objects.filter(joint=OuterRef("joint"), case__state=State.AT_ISSUING).exclude(pk=OuterRef("pk"))
    counted = others.exclude(on_its_way).order_by().values("joint").annotate(count=Count("pk")).values("count")
    rows = JointChild.objects.filter(case__in=case_ids, joint__practice=False).select_related("joint")
    rows = rows.annotate(others=Subquery(counted))
    return [(row, row.others) for row in rows if row.others]


def joint_number_of_case(number: str) -> str:
    """Return the number of the joint case that a case belongs to; nothing for a case of its own (one statement)."""
    found = JointChild.objects.filter(case__number=number).values_list("joint__number", flat=True).first()
    return found or ""


def joint_case(number: str) -> JointCase | None:
    """Return a joint case by its 21 digits, whoever asks: for readers of its events and for who has its password."""
    return JointCase.objects.filter(number=number).first()


def case_numbers_of(joint: JointCase) -> list[str]:
    """Return the numbers of the cases received so far, in order (one statement)."""
    rows = JointChild.objects.filter(joint=joint, case__isnull=False).order_by("position")
    return list(rows.values_list("case__number", flat=True))


LISTS: dict[str, str] = {
    "": "全部",
    "running": "办理中",
    "late": "已超期",
    "held": "待重新开办",
    "issuing": "待出件",
    "over": "已办结或撤回",
}
SORTS: dict[str, str] = {"received": "received_at", "due": "next_due", "number": "number"}


def narrowed(rows: QuerySet[JointCase], asked: Mapping[str, str], today: date) -> QuerySet[JointCase]:
    """Return the joint cases of one list, of one life event, whose number or applicant begins with a text."""
    match asked.get("list", ""):
        case "running":
            rows = rows.filter(state=RUNNING)
        case "late":
            rows = rows.filter(state=RUNNING, next_due__lt=today)
        case "held":
            held = JointChild.objects.filter(state="waiting").exclude(why="")
            rows = rows.filter(state=RUNNING, pk__in=held.values("joint_id"))
        case "issuing":
            waiting = JointChild.objects.filter(case__state="at_issuing")
            rows = rows.filter(pk__in=waiting.values("joint_id"))
        case "over":
            rows = rows.exclude(state=RUNNING)
    if event := asked.get("life_event", ""):
        rows = rows.filter(version__life_event__key=event)
    if text := "".join(asked.get("q", "").split()):
        digits = text.replace("-", "")
        rows = rows.filter(Q(number__startswith=digits[:21]) | Q(applicant_name__startswith=text)) if digits else rows
    return rows


def open_departments(children: Iterable[JointChild]) -> dict[int, str]:
    """Return id and name of the departments that have a member in hand and have not decided."""
    return {child.department_id: child.department_name for child in children if child.state == OPEN}


def is_late(joint: JointCase, now: datetime) -> bool:
    """Tell whether the joint case is running and its day has passed."""
    return joint.state == RUNNING and joint.next_due < day_of(now)


def running_joint_numbers() -> list[str]:
    """Return the numbers of the joint cases whose clock runs (one statement)."""
    return list(JointCase.objects.filter(state=RUNNING, accepted_on__isnull=False).values_list("number", flat=True))


def endings(keys: Collection[str]) -> dict[str, Ended]:
    """Return when joint cases ended, by number: what the scans of their intake are kept after; a test piece counts from its receipt
    (one statement).
    """
    rows = JointCase.with_practice.filter(number__in=keys).values_list("number", "closed_at", "practice", "received_at")
    return {number: Ended(received if practice else closed, practice) for number, closed, practice, received in rows}
