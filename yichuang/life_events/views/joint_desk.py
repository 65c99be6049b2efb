"""The counter desk of a life event: one question at a time, one form, each paper once, then all of it received (S2-25, S2-39).

Everything typed travels with every step and is kept as a draft; nothing is a case before it is received.
"""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases.operations.keep_draft import discard_draft, keep_draft
from yichuang.cases.operations.kept_files import picture_of
from yichuang.cases.policies import counter_of
from yichuang.cases.ports import queue, shared_data
from yichuang.cases.rules import base_form
from yichuang.cases.rules.posted_answers import answers_of, pairs_of
from yichuang.cases.serving.desk_files import taken_up
from yichuang.cases.serving.fetching import answer_fetched
from yichuang.cases.serving.reading_card import card_carried
from yichuang.cases.serving.typed import groups_of, origins_of, recall, sources_of
from yichuang.catalog.rules.own_form import fields_of
from yichuang.catalog.rules.own_form_filling import read
from yichuang.catalog.rules.own_form_page import page_of_form, typed_of, unasked_pairs
from yichuang.files.operations.prepare import Prepared, prepare
from yichuang.foundations import clock, idempotency
from yichuang.foundations.clock import day_of
from yichuang.foundations.http import sent_form
from yichuang.foundations.problems import Refused
from yichuang.foundations.rules.calendar import UNIT_NAMES
from yichuang.life_events.forms import joint as forms
from yichuang.life_events.forms.joint_proofs import licences_in, signed_for
from yichuang.life_events.operations.joint_receive import JointDeclaration, joint_receive
from yichuang.life_events.queries import PublishedLifeEvent, life_event
from yichuang.life_events.queries.joint_plan import Plan, announced_in, refusals_of_plan
from yichuang.life_events.queries.practice_exercise import exercise_for
from yichuang.life_events.rules.joint_form import merged_form
from yichuang.life_events.rules.joint_papers import WAYS_AT_COUNTER, is_tolerated, tolerable
from yichuang.life_events.rules.joint_states import WAITING
from yichuang.life_events.rules.together import fields_asked, questions_asked
from yichuang.life_events.views.joint_papers import (
    SIGNED_PAPER,
    drop,
    lay_files,
    scans,
    shown_papers,
    signed_paper,
    take,
)
from yichuang.life_events.views.joint_practice import note_end, stopped, subject_of
from yichuang.life_events.views.joint_typed import DRAFT, begun, laid, papers, planned

GROUPS = (("applicant", "申请人"), ("contact", "联系"), ("courier", "送达"), ("matter", "申报"))
# A signature is given for what is received now: it is not kept in a draft.
NOT_KEPT = ("csrfmiddlewaretoken", idempotency.HEADER, "act", "commitment", "commitment_on")
DRAWN = "data:image/png;base64,"


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def joint_intake_page(request: HttpRequest, key: str) -> HttpResponse:
    """Answer, fill in, receive: each step comes back with everything that was typed, chosen and signed."""
    actor = request.actor  # type: ignore[attr-defined]
    counter_of(actor)
    run, event = subject_of(request, key)
    given = begun(request, event)
    there = queue().serving(actor) if run is None else None
    if there is not None and request.method != "POST":
        given["ticket"] = there.id
        given["contact_mobile"] = given.get("contact_mobile") or there.mobile
    act = request.POST.get("act", "")
    if run is not None and act == "ended":
        return note_end(request, run, answers_of(event.spec.questions, given), given["kind"])
    said = _step(given, event, act)
    plan = planned(event, given)
    refused: Refused | None = None
    try:
        if reasons := lay_files(request, plan, given) if request.FILES else []:
            raise Refused(*reasons, status=422, title="有文件没有收下")
        if act.startswith("licence."):
            take(request, plan, given, act.removeprefix("licence."))
        if act == "receive":
            number = _receive(request, event, plan, given)
            messages.success(request, "已收测试件。请核对后回到任务。" if run else "已收件。请打印收件凭证交给申请人。")
            return HttpResponseRedirect(f"/joint/{number}/receipt/?new=1")
    except Refused as error:
        refused = error
    context = {**_context(request, event, plan, given, refused), "refused": refused, "said": said, "there": there}
    context |= {"queue_bar": "" if run else queue().bar(request, clock.now()), "resumed": request.GET.get("draft")}
    context |= card_carried(actor, given, given["kind"])
    context |= {"exercise": exercise_for(run) if run else None, "ends": run and given["kind"] and stopped(plan)}
    return render(request, "life_events/joint_intake.html", context, status=refused.status if refused else 200)


def _step(given: Any, event: PublishedLifeEvent, act: str) -> str:
    """Do what a step does to the page itself, and return what is said of it."""
    if act.startswith("again."):
        for name in (f"a.{act.removeprefix('again.')}", f"done.{act.removeprefix('again.')}"):
            given.pop(name, None)
    if act.startswith("drop."):
        drop(given, act.removeprefix("drop."))
    # An exercise is about made-up people: nobody is looked up for it.
    return recall(given, event.spec.applicant_kinds) if act == "recall" and event.version_id else ""


def _receive(request: HttpRequest, event: PublishedLifeEvent, plan: Plan, given: Any) -> str:
    """Receive once, however often the key is pressed; the draft has done its work then."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    left_out = forms.left_out_in(event.spec, given)
    whole = merged_form(event.spec, frozenset(member.id for member in event.spec.members))
    typed = typed_of(whole, given)
    stated = papers(plan, given, laid(request, plan, given))
    proofs = licences_in(given, [line for line, paper in stated.items() if paper.received_as == "shared"])
    commitment, on_paper = _commitment(request, plan, given)
    declaration = JointDeclaration(
        event.key,
        answers_of(event.spec.questions, given),
        given["kind"],
        {name: given.get(name, "") for name in base_form.BY_NAME},
        read(whole, typed),
        papers=stated,
        already=left_out.already,
        not_now=left_out.not_now,
        files=scans(request, plan, given),
        ticket=given.get("ticket", ""),
        commitment=commitment,
        on_paper=on_paper,
        origins=origins_of(given, typed),
        calls=[proof.call for proof in proofs.values()],
        practice=given.get("practice", ""),
    )

    def act() -> idempotency.Answer:
        return idempotency.Answer(201, {"number": joint_receive(actor=actor, declaration=declaration, now=now).number})

    key, body = sent_form(request)
    answer = idempotency.once(actor, key, body, now, act) if key else act()
    if not declaration.practice:
        discard_draft(actor=actor, key=DRAFT + event.key)
    return str(answer.body["number"])


def _commitment(request: HttpRequest, plan: Plan, given: Any) -> tuple[Prepared | None, bool]:
    """Return the signed commitment for what comes later, and whether it is the scan of a signed paper; the paper goes before the pad."""
    paper = signed_paper(request, given)
    if paper is not None:
        return taken_up(paper), True
    drawn = given.get("commitment", "")
    if not drawn or _signed_otherwise(plan, given):
        return None, False
    return prepare(picture_of(drawn), name="容缺承诺签名.png", declared_type="image/png"), False


def _signed_otherwise(plan: Plan, given: Any) -> bool:
    """Tell whether the signature on the page was given for another list of papers than is shown now: it counts for none of these."""
    told = given.get("commitment_on", "")
    return bool(told) and told != signed_for(_later(plan))


def _context(
    request: HttpRequest, event: PublishedLifeEvent, plan: Plan, given: Any, refused: Refused | None
) -> dict[str, Any]:
    spec, kind = event.spec, given["kind"]
    answers = answers_of(spec.questions, given)
    reached = plan.reached
    context: dict[str, Any] = {
        "event": event,
        "kind": kind,
        "kind_name": base_form.KINDS.get(kind, ""),
        "kinds": [(one, base_form.KINDS[one]) for one in spec.applicant_kinds],
        "answers": pairs_of(answers),
        "path": _path(plan, answers),
        "asked": reached.asked if kind else None,
        "settled": bool(kind) and reached.asked is None,
        "recall": given.get("recall", ""),
        "on_ticket": bool(given.get("ticket")),
        "members": _members(plan, given),
        "choices": forms.CHOICES.items(),
        "closed": refusals_of_plan(plan, forms.left_out_in(spec, given)) if plan.closed else (),
        "materials": shown_papers(request, plan, given) if reached.asked is None else [],
        "ways": WAYS_AT_COUNTER.items(),
        "shared": shared_data().ready and bool(event.version_id),
        "shared_url": f"/joint/receive/{event.key}/shared/",
        **_signed(request, plan, given),
    }
    if kind:
        typed = any(given.get(field.name) for field in base_form.fields_for(kind))
        context["warnings"] = base_form.judge(kind, given, on=day_of(clock.now())).warnings if typed else ()
        context["groups"] = groups_of(kind, given, GROUPS)
    return context | _merged(plan, given, refused)


def _merged(plan: Plan, given: Any, refused: Refused | None) -> dict[str, Any]:
    """Return the rows of the merged form that the members need, and what was typed in the others."""
    spec = plan.event.spec
    whole = merged_form(spec, frozenset(member.id for member in spec.members))
    typed = typed_of(whole, given)
    asked = fields_asked(spec, frozenset(plan.received)) if plan.reached.asked is None else []
    reasons = refused.reasons if refused else ()
    return {
        "own_form": page_of_form(whole, typed, reasons, sources_of(given, typed), asked=asked),
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
    ahead = announced_in(plan)
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
                "announced": ahead.get(member, ""),
                "ended": plan.reached.ended.get(member, ""),
                "unsettled": plan.reached.unsettled.get(member, ""),
                "told": stated.told,
            }
        )
    return found


def _signed(request: HttpRequest, plan: Plan, given: Any) -> dict[str, Any]:
    """Return what the page shows of the commitment; a signature given for what was refused stays, one for another list does not."""
    if plan.reached.asked is not None:
        signed = [(name, given[name]) for name in ("commitment", "commitment_on") if given.get(name)]
        return {"carried": [*signed, *forms.carried_in(given, ())]}
    later, drawn = _later(plan), given.get("commitment", "")
    other = bool(drawn) and _signed_otherwise(plan, given)
    shown = {line.id for line in plan.reached.lines} | ({SIGNED_PAPER} if later else set())
    return {
        "carried": forms.carried_in(given, shown),
        "later": later,
        "commitment_on": signed_for(later),
        "drawn": drawn if drawn.startswith(DRAWN) and not other else "",
        "sign_again": other,
        "signed_paper": signed_paper(request, given),
        "committing": bool(drawn) or is_tolerated(plan.reached.lines, forms.papers_in(plan.reached.lines, given)),
    }


def _later(plan: Plan) -> list[tuple[str, str]]:
    """Return what may come later, and within how long after its matter was opened (S2-39)."""
    found = []
    for line in filter(tolerable, plan.reached.lines):
        limits = {f"{stated.tolerance_days} {UNIT_NAMES[stated.tolerance_unit]}" for _, stated in line.asked}
        found.append((line.name, "、".join(sorted(limits))))
    return found


@signed_in
@require_POST
@never_cache
def joint_fetch_part(request: HttpRequest, key: str, what: str) -> HttpResponse:
    """Ask shared data about the applicant or the project, and offer what it says for the base form and the merged form (S2-14)."""
    counter_of(request.actor)  # type: ignore[attr-defined]
    event = life_event(key)
    whole = merged_form(event.spec, frozenset(member.id for member in event.spec.members))
    return answer_fetched(request, what, f"办理{event.name}", fields_of(whole))


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
