"""The counter desk of a life event: one question at a time, one form, each paper once, then all of it received (S2-25, S2-39).

Everything typed travels with every step and is kept as a draft; nothing is a case before it is received.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases.operations.keep_draft import discard_draft, keep_draft
from yichuang.cases.operations.kept_files import picture_of
from yichuang.cases.policies import counter_of
from yichuang.cases.ports import queue
from yichuang.cases.queries import desk
from yichuang.cases.rules import base_form
from yichuang.catalog.rules.own_form_filling import read
from yichuang.catalog.rules.own_form_page import page_of_form, typed_of, unasked_pairs
from yichuang.files.operations.prepare import Prepared, prepare
from yichuang.foundations import clock, idempotency
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import sent_form
from yichuang.foundations.problems import Refused
from yichuang.foundations.rules.calendar import UNIT_NAMES
from yichuang.life_events.forms import joint as forms
from yichuang.life_events.operations.joint_receive import JointDeclaration, joint_receive
from yichuang.life_events.queries import PublishedLifeEvent, life_event
from yichuang.life_events.queries.joint_plan import Plan, plan_of, refusals_of_plan
from yichuang.life_events.rules.joint_form import merged_form
from yichuang.life_events.rules.joint_papers import WAYS_AT_COUNTER, is_tolerated, keeper_of, tolerable
from yichuang.life_events.rules.joint_states import WAITING
from yichuang.life_events.rules.spec import WAY_NAMES
from yichuang.life_events.rules.together import Line, fields_asked, questions_asked

DRAFT = "joint:"
GROUPS = (("applicant", "申请人"), ("contact", "联系"), ("courier", "送达"), ("matter", "申报"))
# A signature is given for what is received now: it is not kept in a draft.
NOT_KEPT = ("csrfmiddlewaretoken", idempotency.HEADER, "act", "commitment")
MOST_FILES = 30


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def joint_intake_page(request: HttpRequest, key: str) -> HttpResponse:
    """Answer, fill in, receive: each step comes back with everything that was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    counter_of(actor)
    event = life_event(key)
    given = _given(request, event)
    there = queue().serving(actor)
    if there is not None and request.method != "POST":
        given["ticket"] = there.id
        given["contact_mobile"] = given.get("contact_mobile") or there.mobile
    act, said, refused = request.POST.get("act", ""), "", None
    if act.startswith("again."):
        for name in (f"a.{act.removeprefix('again.')}", f"done.{act.removeprefix('again.')}"):
            given.pop(name, None)
    if act == "recall":
        said = _recall(given, event)
    plan = _plan(event, given)
    if act == "receive":
        try:
            number = _receive(request, event, plan, given)
        except Refused as error:
            refused = error
        else:
            messages.success(request, "已收件。请打印收件凭证交给申请人。")
            return HttpResponseRedirect(f"/joint/{number}/receipt/?new=1")
    context = {**_context(event, plan, given, refused), "refused": refused, "said": said, "there": there}
    context |= {"queue_bar": queue().bar(request, clock.now()), "resumed": request.GET.get("draft")}
    return render(request, "life_events/joint_intake.html", context, status=refused.status if refused else 200)


def _given(request: HttpRequest, event: PublishedLifeEvent) -> Any:
    """Return what was typed: posted, or kept in the draft that is resumed, or given in the address."""
    if request.method == "POST":
        given: Any = request.POST.copy()
    else:
        kept = desk.draft_for(request.actor, DRAFT + event.key) if request.GET.get("draft") else None  # type: ignore[attr-defined]
        given = QueryDict(mutable=True)
        given.update(MultiValueDict(dict(kept.data) if kept else dict(request.GET.lists())))
    kinds = event.spec.applicant_kinds
    if given.get("kind", "") not in kinds:
        given["kind"] = kinds[0] if len(kinds) == 1 else ""
    return given


def _recall(given: Any, event: PublishedLifeEvent) -> str:
    kinds = (given["kind"],) if given["kind"] else event.spec.applicant_kinds
    kind, found = desk.earlier_applicant(kinds, given.get("recall", ""))
    if not found:
        return "没有找到以前的办事记录；请照证件录入，下次就能带出。"
    given["kind"] = kind
    for name, value in found.items():
        if value:
            given[name] = value
    return "已带出上次的信息，请与申请人核对。"


def _plan(event: PublishedLifeEvent, given: Any) -> Plan:
    left_out = forms.left_out_in(event.spec, given)
    kind = given["kind"] or event.spec.applicant_kinds[0]
    return plan_of(event.key, forms.answers_in(event.spec, given), kind=kind, left_out=left_out, on=day_of(clock.now()))


def _receive(request: HttpRequest, event: PublishedLifeEvent, plan: Plan, given: Any) -> str:
    """Receive once, however often the key is pressed; the draft has done its work then."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    left_out = forms.left_out_in(event.spec, given)
    whole = merged_form(event.spec, frozenset(member.id for member in event.spec.members))
    commitment, on_paper = _commitment(request)
    declaration = JointDeclaration(
        event.key,
        forms.answers_in(event.spec, given),
        given["kind"],
        {name: given.get(name, "") for name in base_form.BY_NAME},
        read(whole, typed_of(whole, given)),
        papers=forms.papers_in(plan.reached.lines, given),
        already=left_out.already,
        not_now=left_out.not_now,
        files=_files(request, plan.reached.lines),
        ticket=given.get("ticket", ""),
        commitment=commitment,
        on_paper=on_paper,
    )

    def act() -> idempotency.Answer:
        return idempotency.Answer(201, {"number": joint_receive(actor=actor, declaration=declaration, now=now).number})

    key, body = sent_form(request)
    answer = idempotency.once(actor, key, body, now, act) if key else act()
    discard_draft(actor=actor, key=DRAFT + event.key)
    return str(answer.body["number"])


def _commitment(request: HttpRequest) -> tuple[Prepared | None, bool]:
    """Return the signed commitment for what comes later, and whether it is the scan of a signed paper; the paper goes before the pad."""
    paper: Any = request.FILES.get("commitment_paper")
    if paper is not None:
        return prepare(paper, name=paper.name or "", declared_type=paper.content_type or ""), True
    drawn = request.POST.get("commitment", "")
    if not drawn:
        return None, False
    return prepare(picture_of(drawn), name="容缺承诺签名.png", declared_type="image/png"), False


def _files(request: HttpRequest, lines: Sequence[Line]) -> dict[str, list[Prepared]]:
    """Return the scans that came with each material, prepared before anything is locked."""
    found = {}
    for line in lines:
        uploads: list[Any] = request.FILES.getlist(f"file.{line.id}")[:MOST_FILES]
        if uploads:
            found[line.id] = [
                prepare(one, name=one.name or "", declared_type=one.content_type or "") for one in uploads
            ]
    return found


def _context(event: PublishedLifeEvent, plan: Plan, given: Any, refused: Refused | None) -> dict[str, Any]:
    spec, kind = event.spec, given["kind"]
    answers = forms.answers_in(spec, given)
    reached = plan.reached
    context: dict[str, Any] = {
        "event": event,
        "kind": kind,
        "kind_name": base_form.KINDS.get(kind, ""),
        "kinds": [(one, base_form.KINDS[one]) for one in spec.applicant_kinds],
        "answers": forms.answer_pairs(answers),
        "path": _path(plan, answers),
        "asked": reached.asked if kind else None,
        "settled": bool(kind) and reached.asked is None,
        "recall": given.get("recall", ""),
        "on_ticket": bool(given.get("ticket")),
        "members": _members(plan, given),
        "choices": forms.CHOICES.items(),
        "closed": refusals_of_plan(plan, forms.left_out_in(spec, given)) if plan.closed else (),
        "materials": _materials(plan, given) if reached.asked is None else [],
        "ways": WAYS_AT_COUNTER.items(),
    }
    if reached.asked is None:
        context["later"] = _later(plan)
        context["committing"] = is_tolerated(reached.lines, forms.papers_in(reached.lines, given))
    if kind:
        typed = any(given.get(field.name) for field in base_form.fields_for(kind))
        context["warnings"] = base_form.judge(kind, given, on=day_of(clock.now())).warnings if typed else ()
        context["groups"] = [(label, _fields(kind, group, given)) for group, label in GROUPS]
    return context | _merged(plan, given, refused)


def _merged(plan: Plan, given: Any, refused: Refused | None) -> dict[str, Any]:
    """Return the rows of the merged form that the members need, and what was typed in the others."""
    spec = plan.event.spec
    whole = merged_form(spec, frozenset(member.id for member in spec.members))
    typed = typed_of(whole, given)
    asked = fields_asked(spec, frozenset(plan.received)) if plan.reached.asked is None else []
    reasons = refused.reasons if refused else ()
    return {
        "own_form": page_of_form(whole, typed, reasons, asked=asked),
        "own_unasked": unasked_pairs(whole, typed, asked),
    }


def _path(plan: Plan, answers: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    found = []
    for question in questions_asked(plan.event.spec, answers):
        told = answers.get(question.id)
        if told is None or question == plan.reached.asked:
            continue
        chosen = set(told) if isinstance(told, list) else {told}
        texts = "、".join(option.text for option in question.options if option.id in chosen)
        found.append((question.id, question.text, texts or "都没有"))
    return found


def _members(plan: Plan, given: Any) -> list[dict[str, Any]]:
    """Return the members that the answers need as the page shows them: order, state, what stands in the way."""
    spec, found = plan.event.spec, []
    for member, state in plan.states.items():
        stated = spec.member(member)
        matter = plan.matters.matters[member]
        found.append(
            {
                "id": member,
                "name": plan.names[member],
                "department": matter.department_name,
                "after": "、".join(plan.names[one] for one in stated.after if plan.states.get(one) == WAITING),
                "choice": given.get(f"do.{member}", ""),
                "why": given.get(f"why.{member}", ""),
                "state": state,
                "reason": plan.whys.get(member, ""),
                "closed": plan.closed.get(member, ""),
                "ended": plan.reached.ended.get(member, ""),
                "unsettled": plan.reached.unsettled.get(member, ""),
                "told": stated.told,
            }
        )
    return found


def _materials(plan: Plan, given: Any) -> list[dict[str, Any]]:
    papers = forms.papers_in(plan.reached.lines, given)
    found = []
    for line in plan.reached.lines:
        points = {point.text for _, stated in line.asked for point in stated.review_points if point.kind == "formal"}
        found.append(
            {
                "line": line,
                "for": "、".join(dict.fromkeys(plan.names[member] for member, _ in line.asked)),
                "keeper": plan.names[keeper_of(line)] if len({member for member, _ in line.asked}) > 1 else "",
                "way_name": WAY_NAMES[line.way],
                "given": papers[line.id],
                "points": sorted(points),
                "requirement": "；".join(
                    dict.fromkeys(filter(None, (one.formal_requirement for _, one in line.asked)))
                ),
                "tolerable": tolerable(line),
                "share": all(stated.shared.exempt for _, stated in line.asked),
            }
        )
    return found


def _later(plan: Plan) -> list[tuple[str, str]]:
    """Return what may come later, and within how long after its matter was opened (S2-39)."""
    found = []
    for line in filter(tolerable, plan.reached.lines):
        limits = {f"{stated.tolerance_days} {UNIT_NAMES[stated.tolerance_unit]}" for _, stated in line.asked}
        found.append((line.name, "、".join(sorted(limits))))
    return found


def _fields(kind: str, group: str, given: Any) -> list[dict[str, Any]]:
    return [
        {
            "name": field.name,
            "label": field.label,
            "help": field.help,
            "required": kind in field.required,
            "value": given.get(field.name, {"quantity": "1", "courier": "no"}.get(field.name, "")),
            "length": max(field.length, 30),
            "wide": field.length in (18, 200, 500),
            "digits": field.check in ("mobile", "courier_mobile", "postcode", "quantity"),
        }
        for field in base_form.fields_for(kind)
        if field.group == group
    ]


@signed_in
@require_POST
def save_joint_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what has been typed so far (asked by the page a moment after each change)."""
    actor = request.actor  # type: ignore[attr-defined]
    counter_of(actor)
    event = life_event(key)
    data = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
    who = request.POST.get("name") or request.POST.get("organisation") or "未填申请人"
    keep_draft(actor=actor, key=DRAFT + key, label=f"{event.name} · {who}", data=data, now=clock.now())
    return HttpResponse(status=204)
