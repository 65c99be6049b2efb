"""Proposals on screen: ranked by what they would save, accepted into a draft by one click or dismissed with a reason (S2-25, S3-9)."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from yichuang.accounts.auth import signed_in
from yichuang.foundations import clock
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.foundations.spreadsheets import LIMIT
from yichuang.mining import policies
from yichuang.mining.forms import ProposalFilter
from yichuang.mining.models import Proposal
from yichuang.mining.operations.accept_proposal import MOST_NAME, accept_proposal
from yichuang.mining.operations.ask_department import ask_department, return_proposal
from yichuang.mining.operations.dismiss_proposal import dismiss_proposal
from yichuang.mining.queries import proposals as reads
from yichuang.mining.queries import runs, shown
from yichuang.mining.rules.plain import name_of_all
from yichuang.mining.rules.proposals import ASKED, OPEN, TONES
from yichuang.mining.views.runs import order_of
from yichuang.mining.views.sheets import sheet

SORTS = {"saved": "minutes", "count": "count", "persons": "persons"}


def reader(request: HttpRequest) -> Actor:
    """Return who looks on. :raises NotAllowed: who neither looks after a division's analyses nor composes for a department."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    policies.demand_reading(actor)
    return actor


def _listed(request: HttpRequest, actor: Actor) -> tuple[ProposalFilter, Any, str]:
    """Return the filter, the proposals (those that wait, unless a state is chosen) and their order."""
    first = OPEN if actor.may(policies.VIEW) else ASKED
    form = ProposalFilter({"state": first, **request.GET.dict()})
    given = form.cleaned_data if form.is_valid() else {}
    rows = reads.narrowed_proposals(reads.visible_proposals(actor), given.get("q", "").strip(), given.get("state", ""))
    return form, rows, order_of(request, SORTS, "minutes")


@require_safe
@signed_in
@never_cache
def list_proposals(request: HttpRequest) -> HttpResponse:
    """Show what could become a life event, the greatest saving first."""
    actor = reader(request)
    form, rows, order = _listed(request, actor)
    page = page_of(rows, [order], request.GET.get("cursor", ""), 20)
    context = {
        "page": page,
        "filter": form,
        "lines": [(shown.proposal_line(row), TONES[row.state]) for row in page.rows],
        "may_run": actor.may(policies.RUN),
        "looks_on": actor.may(policies.VIEW),
        "going": runs.in_progress(actor),
        "latest": runs.visible_runs(actor).order_by("-asked_at").first(),
    }
    return render(request, "mining/proposals.html", context)


@require_safe
@signed_in
def export_proposals(request: HttpRequest) -> HttpResponse:
    """Give the list as a spreadsheet."""
    _, rows, order = _listed(request, reader(request))
    cells = map(shown.proposal_cells, rows.order_by(order, "pk")[: LIMIT + 1])
    return sheet(request, "一件事建议", shown.PROPOSAL_HEADS, cells, "mining-proposals")


@require_safe
@signed_in
@never_cache
def show_proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a proposal: what people do, in which order, what it would save, whom it concerns."""
    actor = reader(request)
    return _page(request, actor, reads.proposal_for(actor, pk))


def _page(request: HttpRequest, actor: Actor, row: Proposal, refused: Refused | None = None) -> HttpResponse:
    context = {
        "row": row,
        "tone": TONES[row.state],
        "told": shown.proposal_line(row),
        "pairs": shown.association_lines(reads.pairs_of(row), row.run.window_days),
        "ways": shown.ways_of(row),
        "based_on": shown.based_on(row),
        "looks_on": actor.may(policies.VIEW, Place(division=row.division)),
        **_moves(actor, row),
        "name": request.POST.get("name", "") or name_of_all(row.names),
        "most_name": MOST_NAME,
        "reason": request.POST.get("reason", ""),
        "return_reason": request.POST.get("return_reason", ""),
        "refused": refused,
    }
    return render(request, "mining/proposal.html", context, status=refused.status if refused else 200)


def _moves(actor: Actor, row: Proposal) -> dict[str, Any]:
    """Return what the actor may do with a proposal now; who would lead it is named before he is asked."""
    waits = row.state in (OPEN, ASKED)
    decides, composes = policies.may_decide(actor, row.division), waits and _composes(actor, row)
    asks = row.state == OPEN and decides
    return {
        "may_decide": waits and decides,
        "may_accept": composes,
        "may_return": composes and row.state == ASKED,
        "lead": reads.lead_name(row) if asks else "",
    }


def _composes(actor: Actor, row: Proposal) -> bool:
    return policies.composes_for(actor, row.division, row.asked_department_id)


@require_POST
@signed_in
def accept(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Turn a proposal into a draft and go there; a refusal stays on the page."""
    actor = reader(request)
    try:
        row = accept_proposal(actor=actor, proposal=pk, name=request.POST.get("name", ""), now=clock.now())
    except (NotAllowed, NotFound):
        raise
    except Refused as error:
        return _page(request, actor, reads.proposal_for(actor, pk), error)
    messages.success(request, "建议已采纳，一件事草稿已建立。")
    return HttpResponseRedirect(row.draft_url)


@require_POST
@signed_in
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask the lead department to compose a proposal; a refusal stays on the page."""
    actor = reader(request)
    try:
        row = ask_department(actor=actor, proposal=pk, now=clock.now())
    except (NotAllowed, NotFound):
        raise
    except Refused as error:
        return _page(request, actor, reads.proposal_for(actor, pk), error)
    messages.success(
        request, f"已请{row.asked_department.name if row.asked_department else ''}编排，答复后发消息给您。"
    )
    return HttpResponseRedirect(f"/mining/proposals/{row.pk}/")


@require_POST
@signed_in
def give_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a proposal back to who decides, with a reason; a refusal stays on the page with what was typed."""
    actor = reader(request)
    try:
        return_proposal(actor=actor, proposal=pk, reason=request.POST.get("return_reason", ""), now=clock.now())
    except (NotAllowed, NotFound):
        raise
    except Refused as error:
        return _page(request, actor, reads.proposal_for(actor, pk), error)
    messages.success(request, "已退回，并已告知提出的人。")
    return HttpResponseRedirect("/mining/")


@require_POST
@signed_in
def dismiss(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Dismiss a proposal with a reason; a refusal stays on the page with what was typed."""
    actor = reader(request)
    try:
        dismiss_proposal(actor=actor, proposal=pk, reason=request.POST.get("reason", ""), now=clock.now())
    except (NotAllowed, NotFound):
        raise
    except Refused as error:
        return _page(request, actor, reads.proposal_for(actor, pk), error)
    messages.success(request, "已记录为不采纳，一年内不再提出。")
    return HttpResponseRedirect("/mining/")
