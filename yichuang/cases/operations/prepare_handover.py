"""Put together a hand-over batch: sort the day's paper by department, list it, print the list (移交清单, S2-42; results S2-44)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.accounts.permissions import who_may
from yichuang.cases import numbers
from yichuang.cases.events import HandoverPrepared
from yichuang.cases.models import Case, Document, HandoverArrangement, HandoverBatch, HandoverItem
from yichuang.cases.operations import papers
from yichuang.cases.queries import handovers
from yichuang.cases.rules import handover
from yichuang.cases.rules.document_kinds import KINDS
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.queries import Site, issuing_site, site


@dataclass(frozen=True)
class Bundle:
    """What is to be handed over: direction, the cases' numbers (all of one site and one department), time of day, way, contact.

    An empty slot, way or contact is taken from what the two sides agreed.
    """

    direction: str
    cases: tuple[str, ...]
    slot: str = ""
    way: str = ""
    contact: str = ""


@unit_of_work()
def prepare_handover(*, actor: Actor, bundle: Bundle, now: datetime) -> HandoverBatch:
    """Make a batch of waiting cases and return it, its list being rendered.

    :raises Refused: 409 when none is chosen, one does not wait, or they belong to several departments; 422 for an unknown direction or way.
    :raises NotAllowed: when the actor hands nothing over in this direction.
    """
    _refuse_input(bundle)
    if not actor.may(handovers.GIVE[bundle.direction]):
        act = handovers.GIVE[bundle.direction]
        raise NotAllowed(act, f"您的岗位不能生成这种移交清单：这由{who_may(act)}办理。")
    chosen = list(dict.fromkeys(bundle.cases))
    # Two clerks may choose the same case at once: the second waits here and then no longer finds it waiting.
    list(Case.objects.select_for_update().filter(number__in=chosen).order_by("pk").values_list("pk"))
    waiting = (
        handovers.waiting(actor, bundle.direction, now).filter(number__in=chosen).order_by("department_id", "number")
    )
    cases = list(waiting)
    reasons = handover.refuse_preparing(chosen, [case.number for case in cases])
    counters = {} if reasons else _counters(actor, bundle.direction, {case.site_id for case in cases})
    if reasons := reasons or _mixed(cases, counters):
        raise Refused(*reasons, title="不能生成移交清单")
    lines = handovers.papers_waiting(cases) if bundle.direction == "to_department" else handovers.results_waiting(cases)
    batch = _batch(actor, bundle, cases[0], counters[cases[0].site_id], now)
    document = list_document(batch, [(case, lines[case.pk], "") for case in cases], actor, now)
    batch.document = document
    event = HandoverPrepared(
        number=batch.number,
        direction=batch.direction,
        cases=[case.number for case in cases],
        slot=batch.slot,
        way=batch.way,
    )
    ledger.write(batch, event, papers.issued(document), actor=actor, at=now, later=[papers.render(document)])
    HandoverItem.objects.bulk_create([HandoverItem(batch=batch, case=case, listed=lines[case.pk]) for case in cases])
    return batch


def _refuse_input(bundle: Bundle) -> None:
    unknown = [
        text
        for value, known, text in (
            (bundle.direction, handover.DIRECTIONS, "移交方向"),
            (bundle.way or "other", handover.WAYS, "交接方式"),
        )
        if value not in known
    ]
    if unknown:
        reasons = [
            Reason("unknown", f"{text}无法识别。", rule="S2-42", kept="没有生成清单。", todo="请刷新页面后重新选择。")
            for text in unknown
        ]
        raise Refused(*reasons, status=422, title="不能生成移交清单")


def _counters(actor: Actor, direction: str, received_at: set[int]) -> dict[int, Site]:
    """Return which service point gives or takes for each: for a village point its town hall, unless its own agent gives (S2-54)."""
    own, found = {post.site_id for post in actor.posts}, {}
    for pk in received_at:
        hub = issuing_site(pk)
        found[pk] = hub if direction == "to_issuing" or hub.pk in own else site(pk)
    return found


def _mixed(cases: Sequence[Case], counters: Mapping[int, Site]) -> list[Reason]:
    if len({(case.department_id, counters[case.site_id].pk) for case in cases}) == 1:
        return []
    text = "所选办件属于不同的部门或服务点。"
    return [
        Reason(
            "mixed", text, field="cases", rule="S2-42", kept="没有生成清单。", todo="请按部门分开，一个部门一张清单。"
        )
    ]


def _batch(actor: Actor, bundle: Bundle, first: Case, counter: Site, now: datetime) -> HandoverBatch:
    agreed = HandoverArrangement.objects.filter(site=counter, department=first.department_id).first()
    local = now.astimezone(CHINA).time()
    contact = (
        (agreed.department_contact if bundle.direction == "to_department" else agreed.site_contact) if agreed else ""
    )
    return HandoverBatch(
        number=numbers.draw_handover_number(day_of(now)),
        direction=bundle.direction,
        site=counter,
        department_id=first.department_id,
        site_name=counter.name,
        department_name=first.department_name,
        slot=bundle.slot or (handover.next_slot(agreed.slots, local) if agreed else ""),
        way=bundle.way or (agreed.way if agreed else "other"),
        contact=bundle.contact or contact,
        state=handover.PREPARED,
        prepared_at=now,
        prepared_by_name=actor.name,
    )


def list_document(
    batch: HandoverBatch, rows: Sequence[tuple[Case, list[dict[str, Any]], str]], actor: Actor, now: datetime
) -> Document:
    """Return a saved, still unrendered list of a batch: cases, what is handed over, and differences in words."""
    kind = handover.DOCUMENT_KIND[batch.direction]
    giver, taker = batch.site_name, batch.department_name
    key = f"site:{batch.site_id}"
    if batch.direction == "to_issuing":
        giver, taker, key = taker, giver, f"department:{batch.department_id}"
    cases = [
        {
            "case_number": case.number,
            "applicant_name": case.applicant_name,
            "matter_name": case.matter_name,
            "materials": listed,
            "result": "；".join(line["name"] for line in listed),
            "difference": difference,
        }
        for case, listed, difference in rows
    ]
    return Document.objects.create(
        kind=kind,
        title=KINDS[kind].title,
        authority_key=key,
        authority_name=giver,
        data={
            "from_name": giver,
            "to_name": taker,
            "slot": batch.slot,
            "way": handover.WAYS[batch.way],
            "contact": batch.contact,
            "cases": cases,
        },
        issued_at=now,
        issued_by_name=actor.name,
    )
