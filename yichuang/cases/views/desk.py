"""The counter desk: one page with three panes, from the matter to the receipt, by keyboard (S2-39, S2-53; interface.md).

Everything typed travels with every step and is kept as a draft; nothing is a case before it is received.
"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.datastructures import MultiValueDict
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases import policies
from yichuang.cases.operations.keep_draft import discard_draft, keep_draft
from yichuang.cases.operations.prefill import mark_of, open_prefill, received_already
from yichuang.cases.operations.receive import Declaration, receive
from yichuang.cases.ports import AtCounter, Exercise, book_of, draft_address, entries_for, queue, shared_data
from yichuang.cases.queries import desk
from yichuang.cases.rules import base_form
from yichuang.cases.rules.origins import PREFILLED, Origin
from yichuang.cases.rules.posted_answers import answers_of, pairs_of
from yichuang.cases.rules.prefill_codes import read_code
from yichuang.cases.serving import origins
from yichuang.cases.serving.card_at_hand import keep_at_hand
from yichuang.cases.serving.reading_card import TAKEN, card_carried
from yichuang.cases.serving.typed import groups_of, origins_of, recall, sources_of
from yichuang.cases.views.answers import ask_again, step_of
from yichuang.cases.views.panels import places_of
from yichuang.catalog.queries import PublishedMatter, published, search, version_for
from yichuang.catalog.rules.own_form_asked import asked_under
from yichuang.catalog.rules.own_form_filling import read
from yichuang.catalog.rules.own_form_page import page_of_form, typed_of, unasked_pairs
from yichuang.foundations import clock, idempotency
from yichuang.foundations.clock import day_of, in_china
from yichuang.foundations.problems import NotFound, Refused

GROUPS = (("matter", "申报"), ("applicant", "申请人"), ("contact", "联系"), ("courier", "送达"))
NOT_KEPT = ("csrfmiddlewaretoken", idempotency.HEADER, "act")


@signed_in
@require_http_methods(["GET", "HEAD"])
def search_page(request: HttpRequest) -> HttpResponse:
    """Find a matter by characters, pinyin, initials or code; unfinished and frequent ones are offered at once."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.counter_of(actor)
    asked = request.GET.get("q", "").strip()
    code = read_code(asked)
    hits, entries = search(asked, 10) if asked else [], entries_for(asked)
    best = hits[0].score if hits else 0.0
    context = {
        "q": asked,
        "hits": hits,
        # Whoever types a matter's name gets the matter first; whoever types what happened gets the life event.
        "entries": [entry for entry in entries if entry.score >= best],
        "further": [entry for entry in entries if entry.score < best],
        "prefilled": desk.prefilled_under(mark_of(code), clock.now()) if code else None,
        "code": code,
        "drafts": [(draft, draft_address(draft.key)) for draft in desk.drafts_of(actor)],
        "frequent": [] if asked else desk.frequent_matters(actor),
        "queue_bar": queue().bar(request, clock.now()),
    }
    return render(request, "cases/desk_search.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def intake_page(request: HttpRequest, key: str) -> HttpResponse:
    """Answer, recall, receive: each step comes back with everything that was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.counter_of(actor)
    exercise, matter = _subject(request, key)
    given = _given(request, matter)
    there = queue().serving(actor) if exercise is None else None
    if there is not None and request.method != "POST":
        _from_ticket(given, there)
    act = request.POST.get("act", "")
    refused: Refused | None = None
    said = ""
    if request.method == "POST" and act == "receive":
        try:
            number = _receive(request, matter, given)
        except Refused as error:
            refused = error
        else:
            if exercise is None:
                keep_at_hand(request.session, actor, number, given)
            messages.success(request, f"已收件，统一申报编码 {number}。请逐份登记材料。")
            return HttpResponseRedirect(f"/cases/{number}/?desk=1")
    if exercise and act == "ended":
        answers = answers_of(matter.spec.questions, given)
        book_of(exercise.key).ended(actor, exercise.key, answers, clock.now())
        messages.success(request, "已记下结果。请核对与预期是否一致。")
        return HttpResponseRedirect(exercise.back)
    if act == "recall" and not exercise:
        said = recall(given, matter.spec.applicant_kinds)
    if request.method == "POST" and act.startswith("again."):
        ask_again(given, act.removeprefix("again."))
    context = {**_context(matter, given), "refused": refused, "said": said, "resumed": request.GET.get("draft")}
    context |= {"exercise": exercise, "there": there, "on_ticket": bool(given.get("ticket"))}
    if exercise is None:
        context["queue_bar"] = queue().bar(request, clock.now())
    context |= {**card_carried(actor, given, given["kind"]), **_own_form(matter, given, refused)}
    # An exercise is about made-up people: nobody is looked up for it.
    context |= {"shared": exercise is None and shared_data().ready, "shared_url": f"/desk/{matter.key}/shared/"}
    if exercise is None:
        context |= _question(request, matter, context.get("checklist"))
    return render(request, "cases/desk_intake.html", context, status=refused.status if refused else 200)


def _subject(request: HttpRequest, key: str) -> tuple[Exercise | None, PublishedMatter]:
    """Return the matter in force; for an exercise the version that it is about, which no real application can be received under."""
    practice = (request.POST if request.method == "POST" else request.GET).get("practice", "")
    if not practice:
        return None, published(key)
    exercise = book_of(practice).exercise(request.actor, practice)  # type: ignore[attr-defined]
    matter = version_for(exercise.version_id)
    if matter.key != key:
        raise NotFound("这项练习的事项", "请从任务页面重新打开。")
    return exercise, matter


def _from_ticket(given: Any, there: AtCounter) -> None:
    """Put what the ticket says on a page that is just opened: which ticket it is, and the telephone where none was typed."""
    given["ticket"] = there.id
    if there.mobile and not given.get("contact_mobile"):
        given["contact_mobile"] = there.mobile


def _question(request: HttpRequest, matter: PublishedMatter, checklist: Any) -> dict[str, Any]:
    """Return what the dialog “this point is wrong” needs, once the checklist is there."""
    if checklist is None or not request.actor.may("adjustment.request"):  # type: ignore[attr-defined]
        return {}
    places = places_of(matter.spec, [item.material.id for item in checklist.materials])
    return {"may_question": True, "question_url": f"/desk/{matter.key}/question/", "question_places": places}


def _given(request: HttpRequest, matter: PublishedMatter) -> Any:
    """Return what was typed: posted, or kept in the draft that is resumed, or given in the address."""
    if request.method == "POST":
        given: Any = request.POST.copy()
    else:
        given = QueryDict(mutable=True)
        given.update(MultiValueDict(_begun(request, matter)))
    kinds = matter.spec.applicant_kinds
    if given.get("kind", "") not in kinds:
        given["kind"] = kinds[0] if len(kinds) == 1 else ""
    return given


def _begun(request: HttpRequest, matter: PublishedMatter) -> dict[str, list[str]]:
    """Return what a page begins with: the draft that is resumed, what the applicant filled in online, or what the address says."""
    actor = request.actor  # type: ignore[attr-defined]
    code = read_code(request.GET.get("prefill", ""))
    if code:
        row = open_prefill(actor=actor, code=code, now=clock.now())
        if row.key != matter.key:
            raise NotFound("这个事项的预填", "请从收件首页重新输入预填码。")
        if row.number:
            raise received_already(row)
        brought = Origin(PREFILLED, at=in_china(row.created_at))
        tokens = {
            f"{origins.FROM}{name}": [origins.sign(name, values[0], brought)]
            for name, values in row.data.items()
            if values and values[0] and not name.startswith(("a.", "done.")) and name != "kind"
        }
        return {**row.data, **tokens, "prefill": [code]}
    kept = desk.draft_for(actor, matter.key) if request.GET.get("draft") else None
    return dict(kept.data) if kept else dict(request.GET.lists())


def _receive(request: HttpRequest, matter: PublishedMatter, given: Any) -> str:
    """Receive once, however often the key is pressed; the draft has done its work then."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    values = {name: given.get(name, "") for name in base_form.BY_NAME}
    declaration = Declaration(
        matter.key,
        answers_of(matter.spec.questions, given),
        given["kind"],
        values,
        read(matter.spec.form, typed_of(matter.spec.form, given)),
        override_reason=given.get("override_reason", ""),
        practice=given.get("practice", ""),
        origins=origins_of(given, typed_of(matter.spec.form, given)),
        prefill=read_code(given.get("prefill", "")),
        ticket="" if given.get("practice") else given.get("ticket", ""),
    )
    body = repr(sorted((name, given.getlist(name)) for name in given if name not in NOT_KEPT)).encode()

    def act() -> idempotency.Answer:
        return idempotency.Answer(201, {"number": receive(actor=actor, declaration=declaration, now=now).number})

    key = given.get(idempotency.HEADER, "")
    answer = idempotency.once(actor, f"desk:{key}", body, now, act) if key else act()
    if not declaration.practice:
        discard_draft(actor=actor, key=matter.key)
    return str(answer.body["number"])


def _own_form(matter: PublishedMatter, given: Any, refused: Refused | None) -> dict[str, Any]:
    """Return the rows of the fields that the situation asks for, what was typed in the others, and how many wait for the answers."""
    form, typed = matter.spec.form, typed_of(matter.spec.form, given)
    answers, kind = answers_of(matter.spec.questions, given), given["kind"]
    asked = asked_under(matter.spec, answers, applicant_kind=kind, on=day_of(clock.now()))
    reasons = refused.reasons if refused else ()
    return {
        "own_form": page_of_form(form, typed, reasons, sources_of(given, typed), asked=asked),
        "own_unasked": unasked_pairs(form, typed, asked),
        "own_waiting": len(typed) - len(asked),
    }


def _context(matter: PublishedMatter, given: Any) -> dict[str, Any]:
    kind, answers = given["kind"], answers_of(matter.spec.questions, given)
    context: dict[str, Any] = {
        "matter": matter,
        "kind": kind,
        "kind_name": base_form.KINDS.get(kind, ""),
        "kinds": [(item, base_form.KINDS[item]) for item in matter.spec.applicant_kinds],
        "answers": pairs_of(answers),
        "recall": given.get("recall", ""),
        "card_taken": given.get(TAKEN, ""),
        "prefill": read_code(given.get("prefill", "")),
        "override_reason": given.get("override_reason", ""),
        **step_of(matter.spec, kind, answers, day_of(clock.now())),
    }
    if kind:
        judged = base_form.judge(kind, given, on=day_of(clock.now()), override_reason=given.get("override_reason", ""))
        typed = any(given.get(field.name) for field in base_form.fields_for(kind))
        context["warnings"] = judged.warnings if typed else ()
        context["groups"] = groups_of(kind, given, GROUPS)
        context["own_answered"] = "checklist" in context
    return context


@signed_in
@require_POST
def save_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keep what has been typed so far (asked by the page a moment after each change)."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.counter_of(actor)
    matter = published(key)
    data = {name: values for name, values in request.POST.lists() if name not in NOT_KEPT}
    who = request.POST.get("name") or request.POST.get("organisation") or "未填申请人"
    keep_draft(actor=actor, key=key, label=f"{matter.spec.name} · {who}", data=data, now=clock.now())
    return HttpResponse(status=204)


@signed_in
@require_POST
def drop_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Throw an unfinished intake away."""
    discard_draft(actor=request.actor, key=key)  # type: ignore[attr-defined]
    messages.success(request, "已丢弃未完成的收件。")
    return HttpResponseRedirect("/desk/")
