"""The pages of a case: the list, all of one case on one page, its materials, its moves, its documents."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.accounts.queries import officers_of
from yichuang.cases import policies
from yichuang.cases.forms import INPUTS, MoveForm
from yichuang.cases.models import Case, Document, Extension
from yichuang.cases.operations.by_verb import perform
from yichuang.cases.operations.record_materials import WAYS, MaterialInput, PointInput, record_materials
from yichuang.cases.operations.review import record_review
from yichuang.cases.queries import facts, timing
from yichuang.cases.queries.access import case_for, clean_number, visible_cases
from yichuang.cases.rules.ledger_words import in_words
from yichuang.cases.rules.lifecycle import BY_VERB, moves_from
from yichuang.cases.rules.states import TEXTS, State
from yichuang.catalog.queries import spec_of
from yichuang.files.queries import open_file
from yichuang.foundations import clock, ledger
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import day_of
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.rules.identifiers import format_case_number


@signed_in
@require_http_methods(["GET", "HEAD"])
def case_list(request: HttpRequest) -> HttpResponse:
    """Show the cases the person may see, the most pressing first, by state; a full number leads to its case."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = request.GET.get("q", "").strip()
    if asked.isdigit() and len(asked) >= 15:
        return HttpResponseRedirect(f"/cases/{case_for(actor, clean_number(asked)).number}/")
    state = request.GET.get("state", "")
    rows = visible_cases(actor)
    if state:
        rows = rows.filter(state=state)
    if asked:
        rows = rows.filter(applicant_name__startswith=asked)
    page = page_of(rows, ["next_due", "pk"], request.GET.get("cursor", ""))
    states = [(key.value, text.name) for key, text in TEXTS.items()]
    context = {"page": page, "states": states, "state": state, "q": asked, "never": timing.NEVER}
    return render(request, "cases/list.html", context)


@signed_in
@require_http_methods(["GET", "HEAD"])
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """Show all of one case."""
    case = case_for(request.actor, clean_number(number))  # type: ignore[attr-defined]
    return _page(request, case)


def _page(
    request: HttpRequest, case: Case, refused: Refused | None = None, bound: MoveForm | None = None
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    spec = spec_of(case.version_id)
    corrections = list(case.corrections.all())
    extension = Extension.objects.filter(case=case).first()
    known = timing.clock_facts(case, list(case.suspensions.all()), extension, corrections)
    read = timing.readings(known, timing.rules_of(spec), calendar(), day_of(clock.now()))
    rows = facts.materials_of(case)
    context = {
        "case": case,
        "number_shown": format_case_number(case.number),
        "waiting": TEXTS[State(case.state)].waiting,
        "readings": [
            ("一次性告知", read.notice),
            ("承诺期限", read.promised),
            ("法定期限", read.statutory),
            ("送达", read.service),
        ],
        "materials": [{"row": row, "points": _points(row, spec)} for row in rows],
        "ways": WAYS.items(),
        "may_record": case.state == State.RECEIVED and policies.may(actor, "case.receive", case),
        "may_review": case.state == State.REVIEWING and policies.may(actor, "case.take_up", case),
        "moves": _moves(actor, case, rows, corrections, bound),
        "documents": list(case.documents.all()),
        "history": [(event, in_words(event.type)) for event in ledger.history(case.stream)],
        "refused": refused,
    }
    return render(request, "cases/case.html", context, status=refused.status if refused else 200)


def _points(row: Any, spec: Any) -> list[dict[str, Any]]:
    stated = spec.material(row.material_id).review_points
    return [
        {"id": point.id, "kind": point.kind, "text": point.text, **row.points.get(point.id, {})} for point in stated
    ]


def _moves(
    actor: Any, case: Case, rows: list[Any], corrections: list[Any], bound: MoveForm | None
) -> list[dict[str, Any]]:
    items = [
        (item["id"], f"{item['name']}：{item['what']}")
        for row in corrections
        for item in row.items
        if not item["supplied_at"]
    ]
    tolerated = [(row.material_id, row.name) for row in rows if row.received_as == "tolerated"]
    colleagues = officers_of(case.department_id, day_of(clock.now()))
    moves = []
    for move in moves_from(State(case.state)):
        if move.verb in INPUTS and policies.may(actor, move.act, case):
            choices = tolerated if move.verb == "supplement_tolerated" else items
            form = bound if bound and bound.prefix == move.verb else MoveForm(None, move.verb, choices, colleagues)
            moves.append({"move": move, "form": form, "open": form is bound})
    return moves


@signed_in
@require_POST
def make_move(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """Make a move from its form; a refusal shows the page again with everything that was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    if verb not in INPUTS:
        raise NotFound("这个操作")
    items = [(value, value) for value in request.POST.getlist(f"{verb}-supplied")]
    form = MoveForm(request.POST, verb, items, officers_of(case.department_id, day_of(clock.now())))
    if not form.is_valid():
        return _page(request, case, bound=form)
    revision = request.POST.get("revision", "")
    try:
        perform(
            verb,
            form.cleaned_data,
            actor=actor,
            number=case.number,
            now=clock.now(),
            revision=int(revision) if revision.isdigit() else None,
        )
    except Refused as refused:
        return _page(request, case_for(actor, case.number), refused=refused, bound=form)
    messages.success(request, f"已{BY_VERB[verb].name}。")
    return HttpResponseRedirect(f"/cases/{case.number}/")


@signed_in
@require_POST
def save_materials(request: HttpRequest, number: str) -> HttpResponse:
    """Save what came in and what was found, all rows at once; under review, the content points only."""
    actor = request.actor  # type: ignore[attr-defined]
    case = case_for(actor, clean_number(number))
    spec = spec_of(case.version_id)
    rows = facts.materials_of(case)
    try:
        if case.state == State.REVIEWING:
            points = {row.material_id: _found(request, row, spec, "content") for row in rows}
            wanted = {key: value for key, value in points.items() if value}
            record_review(actor=actor, number=case.number, points=wanted, now=clock.now())
        else:
            items = [_item(request, row, spec) for row in rows]
            record_materials(actor=actor, number=case.number, items=items, now=clock.now())
    except Refused as refused:
        return _page(request, case, refused=refused)
    messages.success(request, "材料和要点已保存。")
    return HttpResponseRedirect(f"/cases/{case.number}/")


def _found(request: HttpRequest, row: Any, spec: Any, kind: str = "") -> dict[str, str]:
    stated = [point for point in spec.material(row.material_id).review_points if kind in ("", point.kind)]
    return {point.id: "passed" for point in stated if request.POST.get(f"{row.material_id}.{point.id}")}


def _item(request: HttpRequest, row: Any, spec: Any) -> MaterialInput:
    ticked = _found(request, row, spec)
    points = {point.id: PointInput(ticked.get(point.id, "")) for point in spec.material(row.material_id).review_points}
    counts = [request.POST.get(f"{row.material_id}.{name}", "") for name in ("originals", "copies")]
    originals, copies = (int(text) if text.isdigit() else 0 for text in counts)
    way = request.POST.get(f"{row.material_id}.way", row.received_as)
    return MaterialInput(row.material_id, received_as=way, originals=originals, copies=copies, points=points)


@signed_in
@require_http_methods(["GET", "HEAD"])
def document_file(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show a document's signed PDF to those who may see its case."""
    document = Document.objects.select_related("case", "file").filter(code=code).first()
    if document is None or document.case is None:
        raise NotFound("这份文书")
    case_for(request.actor, document.case.number)  # type: ignore[attr-defined]
    if document.file is None:
        raise NotFound("这份文书的文件", "文书正在生成，请稍后刷新。")
    return FileResponse(open_file(document.file), content_type="application/pdf", filename=f"{document.title}.pdf")
