"""Pages of proposals for the material dictionary: proposed by officers, decided by its keeper, seen by both (S2-15)."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from yichuang.accounts.auth import signed_in
from yichuang.catalog import policies
from yichuang.catalog.forms import (
    MaterialTypeForm,
    MergeProposalForm,
    ProposalFilter,
    ProposalForm,
    RefuseProposalForm,
)
from yichuang.catalog.indexing import sounds_of
from yichuang.catalog.models import TypeProposal
from yichuang.catalog.operations.decide_type_proposal import (
    accept_type_proposal,
    merge_type_proposal,
    refuse_type_proposal,
)
from yichuang.catalog.operations.propose_type import propose_type
from yichuang.catalog.queries import type_proposals as reads
from yichuang.catalog.queries.dictionary import named_type
from yichuang.catalog.rules.type_proposals import OPEN, STATES, TONES, UNDECIDED, proposal_line
from yichuang.foundations import clock, ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.pages import page_of
from yichuang.foundations.problems import Refused

LONGEST_KEY = 60


@require_GET
@signed_in
def list_proposals(request: HttpRequest) -> HttpResponse:
    """List the proposals that the actor may see; the keeper begins with those that wait for him."""
    actor = request.actor  # type: ignore[attr-defined]
    keeper = actor.may(reads.MANAGE)
    form = ProposalFilter(request.GET if request.GET or not keeper else {"state": OPEN})
    page = page_of(reads.visible_proposals(actor, **form.asked()), ["-made_at"], request.GET.get("cursor", ""), 30)
    context = {
        "filter": form,
        "page": page,
        "rows": [(row, STATES[row.state], TONES[row.state]) for row in page.rows],
        "may_propose": actor.may(reads.PROPOSE),
        "keeper": keeper,
    }
    return render(request, "catalog/type_proposals.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def propose(request: HttpRequest) -> HttpResponse:
    """Show the form for a proposal, and take it; a refusal keeps what was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    policies.demand(actor, reads.PROPOSE, None, "提出词典条目")
    wanted = {name: request.GET.get(name, "")[:200] for name in ("name", "source")}
    form = ProposalForm(request.POST or None, initial=wanted)
    refused: Refused | None = None
    if request.method == "POST" and form.is_valid():
        try:
            row = propose_type(actor=actor, proposal=form.proposal(), now=clock.now())
        except Refused as error:
            refused = error
        else:
            messages.success(request, "已提出。区管理员处理后，结果会显示在这里和材料词典首页。")
            return redirect("catalog:type_proposal", proposal_id=row.pk)
    status = refused.status if refused else 422 if form.errors else 200
    return render(request, "catalog/type_propose.html", {"form": form, "refused": refused}, status=status)


@require_GET
@signed_in
def show_proposal(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """Show one proposal with its history; the keeper decides here."""
    return _page(request, reads.proposal_for(request.actor, proposal_id))  # type: ignore[attr-defined]


@require_POST
@signed_in
def accept(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """Register what was proposed, as the keeper wrote it."""
    form = MaterialTypeForm(request.POST)

    def act(row: TypeProposal, actor: Actor) -> str:
        accept_type_proposal(
            actor=actor, proposal_id=row.pk, key=form.cleaned_data["key"], entry=form.entry(), now=clock.now()
        )
        return f"已登记“{form.cleaned_data['standard_name']}”，梳理事项时即可使用。"

    return _act(request, proposal_id, form, act, accept=form)


@require_POST
@signed_in
def merge(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """Make what was proposed an alias of the type that was named."""
    form = MergeProposalForm(request.POST)

    def act(row: TypeProposal, actor: Actor) -> str:
        into = named_type(form.cleaned_data["into"], kept=UNDECIDED, title="没有处理")
        merge_type_proposal(actor=actor, proposal_id=row.pk, into=into.key, now=clock.now())
        return f"已作为“{into.standard_name}”的别名。"

    return _act(request, proposal_id, form, act, merge=form)


@require_POST
@signed_in
def refuse(request: HttpRequest, proposal_id: str) -> HttpResponse:
    """Refuse what was proposed, with the reason."""
    form = RefuseProposalForm(request.POST)

    def act(row: TypeProposal, actor: Actor) -> str:
        refuse_type_proposal(actor=actor, proposal_id=row.pk, reason=form.cleaned_data["reason"], now=clock.now())
        return "没有采纳，理由已告知提出人。"

    return _act(request, proposal_id, form, act, refuse=form)


def _act(
    request: HttpRequest, proposal_id: str, form: forms.Form, act: Callable[[TypeProposal, Actor], str], **shown: Any
) -> HttpResponse:
    """Do one decision from the page of a proposal; after a refusal the page keeps what was typed."""
    actor = request.actor  # type: ignore[attr-defined]
    row = reads.proposal_for(actor, proposal_id)
    policies.demand(actor, reads.MANAGE, None, "维护材料词典")
    if not form.is_valid():
        return _page(request, row, status=422, **shown)
    try:
        said = act(row, actor)
    except Refused as refused:
        return _page(request, reads.proposal_for(actor, proposal_id), refused, status=refused.status, **shown)
    messages.success(request, said)
    return redirect("catalog:type_proposal", proposal_id=row.pk)


def _page(
    request: HttpRequest, row: TypeProposal, refused: Refused | None = None, status: int = 200, **shown: Any
) -> HttpResponse:
    actor = request.actor  # type: ignore[attr-defined]
    lines = [(event, proposal_line(event.type, event.payload)) for event in reversed(ledger.history(row.stream))]
    context: dict[str, Any] = {
        "row": row,
        "state": (STATES[row.state], TONES[row.state]),
        "history": lines,
        "refused": refused,
        "may_decide": actor.may(reads.MANAGE) and row.state == OPEN,
        "accept": MaterialTypeForm(initial=_begun(row)),
        "merge": MergeProposalForm(),
        "refuse": RefuseProposalForm(),
        **shown,
    }
    return render(request, "catalog/type_proposal.html", context, status=status)


def _begun(row: TypeProposal) -> dict[str, str]:
    """Return what the keeper's form begins with: what was proposed, and a key spelled by the sound of the name."""
    sound = "".join(sign for sign in sounds_of(row.name)[0] if sign.isascii() and sign.isalnum())
    return {
        "key": sound[:LONGEST_KEY],
        "standard_name": row.name,
        "aliases": "\n".join(row.aliases),
        "issuer": row.issuer,
    }
