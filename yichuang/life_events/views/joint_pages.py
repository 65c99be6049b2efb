"""Joint cases on screen: the list, one with its members and the clock over all, its receipt, and what can be done to it (S2-25)."""

from io import BytesIO
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.cases.operations.export_cases import export_rows
from yichuang.cases.ports import awaited_for
from yichuang.cases.queries.access import visible_cases
from yichuang.cases.rules.states import BEFORE_DECISION, TEXTS, State
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.http import acted, once_from_page, spreadsheet
from yichuang.foundations.pages import page_of
from yichuang.foundations.paper.qr import qr_svg
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.rules.identifiers import format_case_number
from yichuang.foundations.sealed import mask_name
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.life_events import policies
from yichuang.life_events.forms.joint import JointExtendForm, JointFilter, JointUrgeForm, JointWithdrawForm
from yichuang.life_events.models import JointCase, JointChild
from yichuang.life_events.operations.joint_extend import joint_extend
from yichuang.life_events.operations.joint_reopen import joint_reopen
from yichuang.life_events.operations.joint_urge import joint_urge
from yichuang.life_events.operations.joint_withdraw import joint_withdraw
from yichuang.life_events.queries.joint import (
    LISTS,
    SORTS,
    Whole,
    is_late,
    joint_for,
    narrowed,
    visible_joint,
    whole_of,
)
from yichuang.life_events.queries.practice_exercise import exercise_of_joint
from yichuang.life_events.rules.joint_states import (
    CHILD_NAMES,
    CHILD_TONES,
    JOINT_NAMES,
    JOINT_TONES,
    OPEN,
    PENDING,
    RUNNING,
    ready,
)
from yichuang.life_events.rules.joint_words import form_address, in_words

HEADS = (
    "联办件编号",
    "一件事",
    "申请人",
    "收件服务点",
    "收件时间",
    "状态",
    "最早受理日",
    "承诺办结日",
    "法定办结日",
    "出件时间",
    "办结时间",
)


@signed_in
@require_safe
@never_cache
def joint_list(request: HttpRequest) -> HttpResponse:
    """Show the joint cases that the actor may see."""
    rows, order, listed = _chosen(request)
    page = page_of(rows, [order], request.GET.get("cursor", ""))
    now = clock.now()
    context = {
        "page": page,
        "lines": [(row, JOINT_NAMES[row.state], JOINT_TONES[row.state], is_late(row, now)) for row in page.rows],
        "filter": JointFilter(request.GET),
        "list": listed,
        "lists": LISTS.items(),
        "clear": f"?list={listed}" if listed else "?",
        "export": "/joint/export/" if request.actor.may("case.export") else "",  # type: ignore[attr-defined]
    }
    return render(request, "life_events/joint_cases.html", context)


@signed_in
@require_safe
def joint_export(request: HttpRequest) -> HttpResponse:
    """Give the list as a spreadsheet, as it is filtered and sorted on screen; who took it is on record."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, "case.export", None, "导出联办件")
    rows, order, _ = _chosen(request)
    now = clock.now()
    asked = {key: str(value) for key, value in request.GET.items() if value and key != "cursor"}
    out = BytesIO()
    cells = (_cells(row) for row in rows.order_by(order, "pk")[: LIMIT + 1])
    export_rows(actor=actor, heads=HEADS, rows=cells, title="联办件", asked=asked, out=out, now=now)
    return spreadsheet(out.getvalue(), "joint-cases", now)


def _cells(row: JointCase) -> tuple[str, ...]:
    def moment(at: Any) -> str:
        return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}" if at else ""

    name = mask_name(row.applicant_name) if row.applicant_kind == "person" else row.applicant_name
    days = [day.isoformat() if day else "" for day in (row.accepted_on, row.promised_due, row.statutory_due)]
    return (
        row.number, row.name, name, row.site_name, moment(row.received_at), JOINT_NAMES[row.state], *days,
        moment(row.handed_out_at), moment(row.closed_at),
    )  # fmt: skip


def _chosen(request: HttpRequest) -> tuple[Any, str, str]:
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, "joint.view", None, "查看联办件")
    listed = request.GET.get("list", "")
    rows = narrowed(visible_joint(actor), request.GET, day_of(clock.now()))
    sort = request.GET.get("sort", "")
    column = SORTS.get(sort.removeprefix("-"))
    order = "-received_at" if column is None else f"{'-' if sort.startswith('-') else ''}{column}"
    return rows, order, listed if listed in LISTS else ""


@signed_in
@require_safe
@never_cache
def joint_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show all of one joint case."""
    return show_joint(request, _for(request, number))


def _for(request: HttpRequest, number: str) -> JointCase:
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, "joint.view", None, "查看联办件")
    return joint_for(actor, number)


def show_joint(
    request: HttpRequest, joint: JointCase, refused: Refused | None = None, bound: Any = None, verb: str = ""
) -> HttpResponse:
    """Show all of one joint case; after a refusal with the reasons and with what was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    whole = whole_of(joint, day_of(clock.now()))
    place = policies.place_of_joint(joint)
    acts = ("receive", "withdraw", "extend", "hand_out") if not joint.practice else ("receive",)
    may = {act: actor.may(f"joint.{act}", place) for act in acts}
    running = joint.state == RUNNING and not joint.practice
    to_withdraw = [(one.member, one.matter_name) for one in whole.children if _to_withdraw(one)]
    context = {
        "joint": joint,
        "number_shown": format_case_number(joint.number),
        "state_name": JOINT_NAMES[joint.state],
        "tone": JOINT_TONES[joint.state],
        "clock": whole.clock,
        "members": _members(request, whole),
        "may": may,
        "withdraw_form": bound if verb == "withdraw" else JointWithdrawForm(choices=to_withdraw),
        "extend_form": bound if verb == "extend" else JointExtendForm(),
        "urge_form": bound if verb == "urge" else JointUrgeForm(),
        "may_withdraw": running and may["withdraw"] and bool(to_withdraw),
        "may_extend": running and may["extend"] and joint.accepted_on is not None and joint.extended_on is None,
        "may_urge": running and may["receive"] and any(one.state == OPEN for one in whole.children),
        "history": [
            (event, in_words(event.type, event.payload, whole.names)) for event in ledger.history(joint.stream)
        ],
        "refused": refused,
        "verb": verb,
        "exercise": exercise_of_joint(joint),
    }
    status = refused.status if refused else 422 if bound is not None and bound.errors else 200
    return render(request, "life_events/joint_case.html", context, status=status)


def _to_withdraw(child: JointChild) -> bool:
    if child.case is not None and child.state == OPEN:
        return State(child.case.state) in BEFORE_DECISION
    return child.state in PENDING


def _members(request: HttpRequest, whole: Whole) -> list[dict[str, Any]]:
    """Return the members in order; a case's own page is offered only to those who may see it."""
    actor = request.actor  # type: ignore[attr-defined]
    ids = [child.case_id for child in whole.children if child.case_id]
    # A practice case stands on no list: it is opened by its number, by those who see its test piece.
    seen = (
        set(ids) if whole.joint.practice else set(visible_cases(actor).filter(pk__in=ids).values_list("pk", flat=True))
    )
    turn = ready(whole.spec, whole.states)
    return [
        {
            "child": child,
            "state_name": CHILD_NAMES[child.state],
            "tone": CHILD_TONES[child.state],
            "case_state": TEXTS[State(child.case.state)] if child.case else None,
            "opens": child.case_id in seen,
            "after": "、".join(whole.names[one] for one in whole.spec.member(child.member).after if one in whole.names),
            "form_url": _form_of(whole.joint, child) if actor.may("case.receive") else "",
            "reopen": child.member in turn
            and not whole.joint.practice
            and actor.may("joint.receive", policies.place_of_joint(whole.joint)),
        }
        for child in whole.children
    ]


def _form_of(joint: JointCase, child: JointChild) -> str:
    """Return where the department's own form of a member is opened while its case waits for it (S2-52②), with the way back."""
    if child.case is None or awaited_for(child.case) is None:
        return ""
    return form_address(joint.number, child.case.number)


@signed_in
@require_safe
@never_cache
def joint_receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Show the receipt to print: number, query password, code, members with their own numbers, and what was received."""
    joint = _for(request, number)
    policies.demand_joint(request.actor, "joint.receive", joint, "打印收件凭证")  # type: ignore[attr-defined]
    whole = whole_of(joint, day_of(clock.now()))
    link = f"{settings.PUBLIC_URL}/progress/?number={joint.number}"
    papers = {want["line"]: want for child in reversed(whole.children) for want in child.wants}
    context = {
        "joint": joint,
        "number_shown": format_case_number(joint.number),
        "members": _members(request, whole),
        "papers": _paper_lines(whole, papers),
        "clock": whole.clock,
        "link": f"{settings.PUBLIC_URL}/progress/",
        "qr": mark_safe(qr_svg(link)),
        "exercise": exercise_of_joint(joint),
    }
    return render(request, "life_events/joint_receipt.html", context)


def _paper_lines(whole: Whole, papers: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the name of each paper received and how, once each; a material of one member alone has its matter's name for it."""
    joint_names = {one.id: one.name for one in whole.spec.materials}
    found = []
    for child in whole.children:
        for want in child.wants:
            line = want["line"]
            if line not in papers:
                continue
            papers.pop(line)
            name = joint_names.get(line.partition(".")[0]) or want.get("name") or line
            how = {"paper": "纸质", "scan": "扫描件", "shared": "数据共享，免提交", "tolerated": "容缺，承诺后补"}.get(
                want["received_as"], ""
            )
            counts = [f"原件 {want['originals']} 份"] if want.get("originals") else []
            counts += [f"复印件 {want['copies']} 份"] if want.get("copies") else []
            found.append((name, "，".join([how, *counts])))
    return found


# Verb → the act of the permission table, and its name.
VERBS = {
    "withdraw": ("joint.withdraw", "撤回"),
    "extend": ("joint.extend", "延长期限"),
    "urge": ("joint.receive", "催办"),
    "reopen": ("joint.receive", "重新开办"),
}


@signed_in
@require_POST
@never_cache
def joint_act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Do one thing with a joint case, once however often it is sent; a refusal shows the page again with everything typed."""
    if verb not in VERBS:
        raise NotFound("这个操作")
    joint = _for(request, number)
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    policies.demand_joint(actor, VERBS[verb][0], joint, VERBS[verb][1])
    form, act, done = _act(request, joint, verb)
    if form is not None and not form.is_valid():
        return show_joint(request, joint, bound=form, verb=verb)

    def perform() -> str:
        once_from_page(request, lambda: act(actor=actor, number=joint.number, now=now))
        return done

    return acted(
        request,
        perform,
        lambda refused: show_joint(request, joint, refused=refused, bound=form, verb=verb),
        f"/joint/{joint.number}/",
    )


def _act(request: HttpRequest, joint: JointCase, verb: str) -> tuple[Any, Any, str]:
    """Return the form of an act (None without one), what it does, and what is said when it is done."""
    if verb == "reopen":
        member = request.POST.get("member", "")
        return None, lambda **given: joint_reopen(member=member, **given), "已重新开办。"
    if verb == "extend":
        form: Any = JointExtendForm(request.POST)
        return form, lambda **given: joint_extend(**form.cleaned_data, **given), "已延长法定期限，理由已记录。"
    if verb == "urge":
        urged: Any = JointUrgeForm(request.POST)
        return urged, lambda **given: joint_urge(**urged.cleaned_data, **given), "已催办，并通知办理部门负责人。"
    whole = whole_of(joint, day_of(clock.now()))
    choices = [(one.member, one.matter_name) for one in whole.children if _to_withdraw(one)]
    given_up: Any = JointWithdrawForm(request.POST, choices=choices)
    every = request.POST.get("whole") == "1"

    def withdraw(**given: Any) -> Any:
        return joint_withdraw(**{**given_up.cleaned_data, "members": _named(given_up, every)}, **given)

    return given_up, withdraw, "已撤回，撤回通知书已出具。"


def _named(form: Any, every: bool) -> list[str]:
    """Return the members chosen, none for all of them.

    :raises Refused: 422 when neither was said: nobody withdraws everything by leaving a box empty.
    """
    named = list(form.cleaned_data["members"])
    if not named and not every:
        reason = Reason(
            "members_missing",
            "没有勾选要撤回的事项。",
            "members",
            "行政许可法 29",
            "联办件没有改动。",
            "请勾选事项，或选择全部撤回。",
        )
        raise Refused(reason, status=422, title="不能撤回")
    return [] if every else named
