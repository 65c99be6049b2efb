"""May-see and reads of online applications."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict

from yichuang.cases.operations.prefill import Prefilled
from yichuang.cases.queries.prefilled import lines_of
from yichuang.cases.rules import base_form
from yichuang.cases.rules.facts import NOT_RECEIVED, SCAN, SHARED, CaseFacts, MaterialFacts, PointFacts
from yichuang.cases.rules.posted_answers import answers_of
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.own_form_filling import read
from yichuang.catalog.rules.own_form_page import typed_of
from yichuang.catalog.rules.spec import Material, MatterSpec
from yichuang.files.rules.retention import Ended
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound
from yichuang.online import policies
from yichuang.online.models import OnlineApplication as OnlineApplication
from yichuang.online.models import OnlineFile

OWNER = "online"
LISTS = {
    "": "全部",
    "waiting": "待预审",
    "late": "已超期",
    "returned": "已退回",
    "preapproved": "预审通过",
    "ended": "已结束",
}
WHERE: dict[str, tuple[str, ...]] = {
    "waiting": (State.SUBMITTED,),
    "late": (State.SUBMITTED,),
    "returned": (State.RETURNED,),
    "preapproved": (State.PREAPPROVED,),
    "ended": (State.RECEIVED, State.WITHDRAWN),
}


@dataclass(frozen=True)
class Needed:
    """One material of the application's situation with the files uploaded for it and what was found on its formal points."""

    material: Material
    files: Sequence[OnlineFile]
    found: Mapping[str, str]
    optional: str = ""

    @property
    def points(self) -> list[tuple[Any, str]]:
        """Return the formal review points, which are examined beforehand (S2-17), each with what was found on it."""
        return [
            (point, self.found.get(point.id, "")) for point in self.material.review_points if point.kind == "formal"
        ]


def posted(application: OnlineApplication) -> QueryDict:
    """Return what was filled in as a page posts it; nothing of an application that ended."""
    given = QueryDict(mutable=True)
    given.update(MultiValueDict(application.data))
    return given


def answers_given(application: OnlineApplication) -> dict[str, Any]:
    """Return the answers to the situation questions."""
    return answers_of(spec_of(application.version_id).questions, posted(application))


def prefilled_of(application: OnlineApplication, spec: MatterSpec) -> Prefilled:
    """Return what was filled in, read by a version of the matter: to be judged by it, or to be received under it."""
    given = posted(application)
    form = {name: given.get(name, "") for name in base_form.BY_NAME}
    form |= {"quantity": form.get("quantity") or "1", "courier": form.get("courier") or "no"}
    own = read(spec.form, typed_of(spec.form, given))
    answers = answers_of(spec.questions, given)
    return Prefilled(application.matter_key, given.get("kind", ""), answers, form, own, application.data)


def needed_of(application: OnlineApplication, on: date) -> list[Needed]:
    """Return the materials of the situation in order with their files (one statement); nothing once the forms are let go of."""
    if not application.data:
        return []
    spec = spec_of(application.version_id)
    given = prefilled_of(application, spec)
    facts = navigator.facts_with_known(spec, given.answers, applicant_kind=given.kind, on=on)
    rows = list(application.files.filter(removed_at=None).select_related("file__blob"))
    return [
        Needed(
            item.material,
            [row for row in rows if row.material_id == item.material.id],
            application.findings.get(item.material.id, {}),
            _optional(item.material),
        )
        for item in navigator.checklist(spec, facts).materials
    ]


def _optional(material: Material) -> str:
    if material.exempt_submission:
        return "可由数据共享免提交"
    return f"可容缺，受理后 {material.tolerance_days} 个工作日内补交" if material.tolerable else ""


def facts_of(application: OnlineApplication, needed: Sequence[Needed]) -> CaseFacts:
    """Return what the lifecycle's rules look at."""
    spec = spec_of(application.version_id)
    return CaseFacts(
        number=application.number,
        state=State(application.state),
        acceptance_role=spec.acceptance_role,
        case_type=spec.case_type,
        received_by="",
        department_id=application.department_id,
        materials=tuple(
            MaterialFacts(
                id=one.material.id,
                name=one.material.name,
                received_as=SCAN if one.files else SHARED if one.material.exempt_submission else NOT_RECEIVED,
                tolerable=one.material.tolerable,
                points=tuple(PointFacts(point.id, point.kind, point.text, found) for point, found in one.points)
                if one.files
                else (),
            )
            for one in needed
        ),
    )


def shown_lines(application: OnlineApplication) -> list[tuple[str, str]]:
    """Return label and value of what was filled in, personal data masked."""
    return lines_of(application.data, spec_of(application.version_id))


def visible(actor: Actor) -> QuerySet[OnlineApplication]:
    """Return the submitted applications that the actor may see: of his department or division; a counter those it may receive."""
    scope = Q(pk__in=[])
    rows = OnlineApplication.objects.exclude(number="")
    for grant in actor.scopes(policies.VIEW):
        column = {"division": "division__startswith", "department": "department_id"}[grant.scope]
        if grant.value:
            scope |= Q(**{column: grant.value})
    if divisions := policies.receives_for(actor):
        scope |= Q(division__in=divisions, state=State.PREAPPROVED)
    return rows.filter(scope)


def application_for(actor: Actor, number: str) -> OnlineApplication:
    """Return an application the actor may see. :raises NotFound: when there is none or it is not his to see."""
    found = visible(actor).filter(number=number).first()
    if found is None:
        raise NotFound("这份网上申请", "请从网上申请列表中选择；预审通过的才能在窗口收件。")
    return found


def narrowed(rows: QuerySet[OnlineApplication], listed: str, text: str, today: date) -> QuerySet[OnlineApplication]:
    """Return one list of applications whose number, matter or applicant have a text in them."""
    if listed in WHERE:
        rows = rows.filter(state__in=WHERE[listed])
    if listed == "late":
        rows = rows.filter(due__lt=today)
    if text:
        found = Q(number__startswith=text[:21]) | Q(matter_name__icontains=text) | Q(applicant_name__icontains=text)
        rows = rows.filter(found)
    return rows


def by_number(number: str) -> OnlineApplication | None:
    """Return the application of a number, for who brings its query password."""
    return OnlineApplication.objects.filter(number=number).first() if number else None


def by_key(key: str) -> OnlineApplication | None:
    """Return the application of an id."""
    try:
        return OnlineApplication.objects.filter(pk=UUID(key)).first()
    except ValueError:
        return None


def file_of(application: OnlineApplication, pk: int) -> OnlineFile:
    """Return one file of an application. :raises NotFound: when it has no such file."""
    row = application.files.filter(pk=pk, removed_at=None).select_related("file__blob").first()
    if row is None:
        raise NotFound("这个文件", "请刷新页面后再打开。")
    return row


def endings(keys: Collection[str]) -> dict[str, Ended]:
    """Return what became of applications, by id, for the periods that their files are kept."""
    rows = OnlineApplication.objects.filter(pk__in=list(keys)).values_list("pk", "ended_at")
    return {str(pk): Ended(at) for pk, at in rows}


def today_of(application: OnlineApplication) -> date:
    """Return the day by which the situation was found: of the last submission, else of the beginning."""
    return day_of(application.submitted_at or application.begun_at)
