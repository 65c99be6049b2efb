"""Write what an analysis found, in one transaction with its end: sets, associations, proposals; or why it came to nothing."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from yichuang.accounts.operations.message_staff import message_staff
from yichuang.catalog.queries import PublishedMatter
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work
from yichuang.mining.events import MiningEnded, ProposalMade, ProposalSuperseded
from yichuang.mining.models import DONE, FAILED, RUNNING, AssociationRule, ItemSet, MiningRun, Proposal
from yichuang.mining.operations.expect_savings import sorted_candidates
from yichuang.mining.queries.proposals import open_proposals
from yichuang.mining.queries.source import names_of
from yichuang.mining.rules.baskets import matter_of
from yichuang.mining.rules.expected import Expectation, bound
from yichuang.mining.rules.measures import (
    Association,
    Found,
    associations,
    hundredths,
    lift_of,
    order_of,
    sequence,
    ten_thousandths,
    turned,
)
from yichuang.mining.rules.proposals import SUPERSEDED, Candidate, basis_of
from yichuang.mining.rules.savings import Savings, savings

PORTION = 1_000


@unit_of_work()
def keep_results(
    *, pk: UUID, actor: Actor, found: Found, now: datetime, expected: Mapping[str, Expectation] = {}
) -> None:
    """Keep what was found and end the run; one that was cancelled meanwhile keeps nothing.

    `expected`: by mark what is spared exactly; a proposal without it stands with the lower bound.
    """
    row = _going(pk)
    if row is None:
        return
    names = names_of(row, {item for one in found.counts for item in one})
    _keep_sets(row, found, names)
    _keep_associations(row, found, names)
    row.sets, row.withheld = sum(len(one) > 1 for one in found.counts), found.withheld
    _propose(row, found, expected, actor, now)
    _end(row, DONE, "", actor, now)


@unit_of_work()
def keep_trouble(*, pk: UUID, actor: Actor, trouble: str, now: datetime) -> None:
    """End a run that came to nothing, and say why."""
    row = _going(pk)
    if row is not None:
        _end(row, FAILED, trouble[:200], actor, now)


def _going(pk: UUID) -> MiningRun | None:
    return MiningRun.objects.select_for_update().filter(pk=pk, state=RUNNING).first()


def _end(row: MiningRun, state: str, trouble: str, actor: Actor, now: datetime) -> None:
    row.state, row.trouble, row.progress, row.ended_at = state, trouble, 100, now
    names = ("rows_read", "persons", "baskets", "sets", "withheld", "recognised", "judged", "proposed")
    counts = {name: getattr(row, name) for name in names}
    fields = ["state", "trouble", "progress", "ended_at", "sets", "withheld", "recognised", "judged", "proposed"]
    ledger.write(row, MiningEnded(counts=counts, trouble=trouble), actor=actor, at=now, update_fields=fields)
    if is_person(row.asked_by):
        said = trouble or f"提出一件事建议 {row.proposed} 条，请登录平台在“关联分析”中处理。"
        message_staff(
            staff_id=row.asked_by,
            template="mining_ended",
            data={"at": f"{row.asked_at:%m月%d日 %H:%M}", "said": said},
            now=now,
            stream=row.stream,
            once_key=f"mining:{row.pk}",
        )


def is_person(identity: str) -> bool:
    """Tell whether an identity is a person's: who asked on the console is written to by nobody."""
    try:
        UUID(identity)
    except ValueError:
        return False
    return True


def _keep_sets(row: MiningRun, found: Found, names: dict[str, str]) -> None:
    rows = [
        ItemSet(
            run=row,
            items=sorted(items),
            names=[names[item] for item in sorted(items)],
            size=len(items),
            count=count,
            persons=found.persons[items],
            lift_hundredths=hundredths(lift_of(items, found.counts, found.total)),
        )
        for items, count in found.counts.items()
    ]
    ItemSet.objects.bulk_create(rows, batch_size=PORTION)


def _keep_associations(row: MiningRun, found: Found, names: dict[str, str]) -> None:
    rows = [
        _association(row, one, found, names)
        for one in associations(found.counts, found.total)
        if one.confidence * 100 >= row.least_confidence and one.lift * 100 >= row.least_lift
    ]
    AssociationRule.objects.bulk_create(rows, batch_size=PORTION)


def _association(row: MiningRun, one: Association, found: Found, names: dict[str, str]) -> AssociationRule:
    order, gap = "", None
    if len(one.given) == 1:
        (given,) = one.given
        first, second = sorted((given, one.then))
        order, gap = order_of(found.gaps[first, second])
        order = order if given == first else turned(order)
    return AssociationRule(
        run=row,
        given=sorted(one.given),
        given_names=[names[item] for item in sorted(one.given)],
        then=one.then,
        then_name=names[one.then],
        count=one.count,
        count_given=one.count_given,
        count_then=one.count_then,
        total=one.total,
        persons=found.persons[one.given | {one.then}],
        support=ten_thousandths(one.support),
        confidence=ten_thousandths(one.confidence),
        lift=hundredths(one.lift),
        order=order,
        gap_days=gap,
    )


def _propose(row: MiningRun, found: Found, expected: Mapping[str, Expectation], actor: Actor, now: datetime) -> None:
    """Propose what is new, and let it take the place of the division's open proposals."""
    told, matters = sorted_candidates(row, found, now)
    row.recognised, row.judged, row.proposed = len(told.recognised), len(told.judged), len(told.fresh)
    for old in open_proposals(row.division):
        old.state, old.decided_at = SUPERSEDED, now
        event = ProposalSuperseded(run=str(row.pk))
        ledger.write(old, event, actor=actor, at=now, update_fields=["state", "decided_at"])
    pairs = [(_proposal(row, one, found, matters, expected.get(one.mark)), one) for one in told.fresh]
    ledger.write_new(
        [(new, ProposalMade(matters=list(new.matters), count=new.count, minutes=new.minutes)) for new, _ in pairs],
        actor=actor,
        at=now,
    )


def _proposal(
    row: MiningRun,
    one: Candidate,
    found: Found,
    matters: dict[str, PublishedMatter],
    expected: Expectation | None,
) -> Proposal:
    orders = {pair: order_of(gaps) for pair, gaps in found.gaps.items() if one.items.issuperset(pair)}
    ordered = sequence(one.items, orders)
    keys = [matter_of(item) for item in ordered]
    specs = {key: matters[key].spec for key in keys}
    saved = savings(specs)
    expected = expected or Expectation(bound(specs) * one.count, bounded=one.count, whole=True)
    called = {key: specs[key].name for key in keys}
    names = list(called.values())
    return Proposal(
        run=row,
        division=row.division,
        mark=one.mark,
        matters=keys,
        names=names,
        departments=list(dict.fromkeys(matters[key].department_name for key in keys)),
        title="、".join(names)[:300],
        count=one.count,
        persons=one.persons,
        lift=hundredths(one.lift),
        saved_visits=saved.visits,
        saved_materials=saved.material_count,
        saved_fields=saved.field_count,
        merged=list(_merged(saved, called)),
        all_visits=expected.spared.visits,
        all_materials=expected.spared.materials,
        all_fields=expected.spared.fields,
        basis=basis_of(expected, called),
        minutes=expected.spared.minutes,
    )


def _merged(saved: Savings, names: dict[str, str]) -> Iterable[dict[str, object]]:
    for what, found in (("material", saved.materials), ("field", saved.fields)):
        for one in found:
            yield {"what": what, "name": one.name, "matters": [names[key] for key in one.matters]}
