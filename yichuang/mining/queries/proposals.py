"""Reads of proposals: those of the divisions that the actor looks after, ranked by what they would save."""

from uuid import UUID

from django.db.models import Q, QuerySet

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.mining import policies
from yichuang.mining.models import AssociationRule, Proposal
from yichuang.mining.queries.runs import within
from yichuang.mining.queries.source import lead_of
from yichuang.mining.rules.baskets import matter_of
from yichuang.mining.rules.proposals import ACCEPTED, ASKED, DISMISSED, OPEN, Judged

LISTS = {OPEN: "待处理", ASKED: "已请部门编排", ACCEPTED: "已采纳", DISMISSED: "不采纳", "": "全部"}


def visible_proposals(actor: Actor) -> QuerySet[Proposal]:
    """Return the proposals that the actor may see: of his divisions, and those that his department was asked to compose."""
    asked = Q(asked_department_id__in=policies.departments_asked(actor))
    return Proposal.objects.filter(within(actor, policies.VIEW) | asked)


def proposal_for(actor: Actor, pk: UUID | str, *, lock: bool = False) -> Proposal:
    """Return one proposal with its run, locked where it will be changed.

    :raises NotFound: for one that is not there or not the actor's to see.
    """
    rows = visible_proposals(actor).select_related("run", "asked_department")
    found = (rows.select_for_update(of=("self",)) if lock else rows).filter(pk=pk).first()
    if found is None:
        raise NotFound("这条一件事建议", "请从“一件事建议”列表中选择。")
    return found


def narrowed_proposals(rows: QuerySet[Proposal], q: str = "", state: str = "") -> QuerySet[Proposal]:
    """Return proposals that name a matter or department, in one state."""
    if q:
        rows = rows.filter(Q(title__icontains=q) | Q(departments__icontains=q))
    return rows.filter(state=state) if state else rows


def lead_name(proposal: Proposal) -> str:
    """Return the department that would lead the life event; empty where its first matter is not there any more."""
    try:
        return lead_of(proposal.matters).name
    except NotFound:
        return ""


def decided_before(division: str) -> dict[str, Judged]:
    """Return by mark what was decided about sets of matters in a division, the latest decision of each (one statement)."""
    rows = Proposal.objects.filter(division=division, state__in=(ASKED, ACCEPTED, DISMISSED)).order_by("decided_at")
    return {mark: Judged(state, at) for mark, state, at in rows.values_list("mark", "state", "decided_at")}


def open_proposals(division: str) -> QuerySet[Proposal]:
    """Return the open proposals of a division, locked."""
    return Proposal.objects.select_for_update().filter(division=division, state=OPEN)


def pairs_of(proposal: Proposal) -> list[AssociationRule]:
    """Return what the proposal's run found between two of its matters, the most telling first (one statement)."""
    rows = AssociationRule.objects.filter(run_id=proposal.run_id, given__len=1).order_by("-confidence", "pk")
    wanted = set(proposal.matters)
    return [row for row in rows if matter_of(row.given[0]) in wanted and matter_of(row.then) in wanted]
