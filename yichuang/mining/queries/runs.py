"""Reads of runs: those of the divisions that the actor looks after, with what they found."""

from uuid import UUID

from django.db.models import Q, QuerySet

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.mining import policies
from yichuang.mining.models import RUNNING, WAITING, AssociationRule, ItemSet, MiningRun
from yichuang.organizations.queries import division_names


def within(actor: Actor, act: str) -> Q:
    """Return the filter of the divisions for which an act is granted; of nothing where it is granted nowhere."""
    found = Q(pk__in=[])
    for code in policies.divisions(actor, act):
        found |= Q(division__startswith=code)
    return found


def visible_runs(actor: Actor) -> QuerySet[MiningRun]:
    """Return the runs that the actor may see."""
    return MiningRun.objects.filter(within(actor, policies.VIEW))


def run_for(actor: Actor, pk: UUID | str, *, lock: bool = False) -> MiningRun:
    """Return one run, locked where it will be changed.

    :raises NotFound: for one that is not there or not the actor's to see.
    """
    rows = visible_runs(actor)
    found = (rows.select_for_update() if lock else rows).filter(pk=pk).first()
    if found is None:
        raise NotFound("这次关联分析", "请从“关联分析”列表中选择。")
    return found


def narrowed_runs(rows: QuerySet[MiningRun], q: str = "", state: str = "") -> QuerySet[MiningRun]:
    """Return runs whose author's name holds a word, in one state."""
    if q:
        rows = rows.filter(asked_by_name__icontains=q)
    return rows.filter(state=state) if state else rows


def in_progress(actor: Actor) -> MiningRun | None:
    """Return the run that is waiting or under way, or None."""
    return visible_runs(actor).filter(state__in=(WAITING, RUNNING)).order_by("-asked_at").first()


def associations_of(run: MiningRun, q: str = "") -> QuerySet[AssociationRule]:
    """Return what a run found, narrowed to what speaks of a matter."""
    rows = AssociationRule.objects.filter(run=run)
    return rows.filter(Q(then_name__icontains=q) | Q(given_names__icontains=q)) if q else rows


def item_sets_of(run: MiningRun) -> QuerySet[ItemSet]:
    """Return the sets of two things or more that a run found."""
    return ItemSet.objects.filter(run=run, size__gte=2)


def division_choices(actor: Actor, act: str) -> list[tuple[str, str]]:
    """Return the divisions for which the actor may do an act, with their names."""
    names = division_names()
    return [(code, names.get(code, code)) for code in policies.divisions(actor, act) if code]
