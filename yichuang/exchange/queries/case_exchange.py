"""One case's way through the exchange: the steps of the pipeline (S2-51), what went out, what came back (two statements when joined)."""

from dataclasses import dataclass
from datetime import datetime

from yichuang.cases.queries import Case
from yichuang.cases.rules.facts import Awaited
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import spec_of
from yichuang.exchange.models import ClientSystem, Delivery, InboundMessage
from yichuang.exchange.models.deliveries import DELIVERED, PARKED
from yichuang.exchange.queries.routes import system_of_matter
from yichuang.exchange.rules.pipeline import DONE, STUCK, WAITING, CaseFacts, Message, PipeStep, pipeline
from yichuang.exchange.rules.wire import INCOMING, NATIVE, OUTGOING, UNIFIED

FORM = "form_submitted"


@dataclass(frozen=True)
class Step:
    """One message of a case, out or in: what it is, how it stands (`waiting`, `done`, `stuck`), when, and what else is to say."""

    outward: bool
    name: str
    state: str
    at: datetime
    note: str = ""


@dataclass(frozen=True)
class CaseExchange:
    """What the page of a case shows of its department's system."""

    system: ClientSystem
    unified: bool
    form_open: bool
    steps: tuple[Step, ...]
    pipeline: tuple[PipeStep, ...]


def exchange_of(case: Case) -> CaseExchange | None:
    """Return what there is to show, None for a case that is handled natively."""
    mode = spec_of(case.version_id).integration.mode
    system = None if mode == NATIVE else system_of_matter(case.matter_id, practice=case.practice, at=case.received_at)
    if system is None:
        return None
    unified = mode == UNIFIED
    form_open = unified and case.state == State.RECEIVED and bool(system.form_base)
    steps = tuple(_steps(case, system))
    return CaseExchange(system, unified, form_open, steps, _pipeline(case, unified, steps))


def awaited_form(case: Case) -> Awaited | None:
    """Return what a received case waits for while its department's own form is not there (S2-52②), in the words of its page.

    No statement for a matter of another mode or without a joined system, one otherwise.
    """
    if case.state != State.RECEIVED or spec_of(case.version_id).integration.mode != UNIFIED:
        return None
    system = system_of_matter(case.matter_id, practice=case.practice, at=case.received_at)
    if system is None or not system.form_base:
        return None
    if InboundMessage.objects.filter(number=case.number, system=system, type=FORM).exists():
        return None
    message = f"本事项用统一收单号办理，“{system.name}”的部门申报表还没有填报提交。"
    todo = (
        "请点办件页的“打开部门申报表”（Alt+F），填报提交后再受理；"
        f"业务系统打不开的，请登记纸质材料，由{system.department.name}受理。"
    )
    return Awaited(message, todo, "S2-52②")


def _pipeline(case: Case, unified: bool, steps: tuple[Step, ...]) -> tuple[PipeStep, ...]:
    messages = [Message(one.outward, one.state, one.at, one.name == INCOMING[FORM]) for one in steps]
    facts = CaseFacts(unified, case.received_at, case.complete_on, case.closed_at, case.situation_name, messages)
    return pipeline(facts)


def _steps(case: Case, system: ClientSystem) -> list[Step]:
    out = [
        Step(True, OUTGOING[row.type], _state(row), row.delivered_at or row.created_at, row.reason)
        for row in Delivery.objects.filter(number=case.number, system=system).defer("body").order_by("pk")
    ]
    back = [
        Step(False, row.node or INCOMING[row.type], DONE, row.at, row.handler_name)
        for row in InboundMessage.objects.filter(number=case.number, system=system).defer("answer").order_by("pk")
    ]
    return sorted([*out, *back], key=lambda step: step.at)


def _state(row: Delivery) -> str:
    return DONE if row.state == DELIVERED else STUCK if row.state == PARKED else WAITING
