"""Receive a preapproved online application at any counter: a simple check, then a case of the same number (S2-46; S2-39)."""

from datetime import datetime

from yichuang.cases.operations import beats
from yichuang.cases.operations.carry_findings import carry_findings
from yichuang.cases.operations.keep_draft import keep_draft
from yichuang.cases.operations.prefill import Prefilled
from yichuang.cases.operations.receive import Declaration, receive
from yichuang.cases.operations.scan_material import add_scan
from yichuang.cases.queries import Case
from yichuang.cases.queries.facts import materials_of
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.origins import PREFILLED, Origin
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import published
from yichuang.catalog.rules.own_form_filling import place
from yichuang.files.operations.prepare import prepare
from yichuang.files.queries import read_bytes
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import in_china
from yichuang.foundations.transactions import unit_of_work
from yichuang.online import policies
from yichuang.online.events import ApplicationReceived
from yichuang.online.models import OnlineApplication
from yichuang.online.operations.submit import end
from yichuang.online.queries import application_for, facts_of, needed_of, prefilled_of, today_of
from yichuang.online.rules.standing import AT_DESK


def _locked(actor: Actor, number: str) -> OnlineApplication:
    seen = application_for(actor, number)
    policies.demand(actor, policies.RECEIVE, None, "收件")
    return OnlineApplication.objects.select_for_update().get(pk=seen.pk)


@unit_of_work()
def receive_online(*, actor: Actor, number: str, ticket: str = "", now: datetime) -> Case:
    """Receive an application and return its case: number and query password stay, files are its scans, findings its suggestions.

    :raises NotFound: when it is not the actor's to receive. :raises NotAllowed: without a counter. :raises Refused: 409 in another
        state; 422 when the matter's version in force asks for something else by now (then `move_to_desk`).
    """
    row = _locked(actor, number)
    needed = needed_of(row, today_of(row))
    beats.decide("receive", facts_of(row, needed), MoveInput(actor_id=actor.id, what=row.situation_name))
    given = prefilled_of(row, published(row.matter_key).spec)
    origin = Origin(PREFILLED, said="网上申请", at=in_china(row.submitted_at or now))
    declaration = Declaration(
        row.matter_key,
        given.answers,
        given.kind,
        given.form,
        given.own_form,
        origins=dict.fromkeys(_filled(given), origin),
        ticket=ticket,
        number=row.number,
        query_password=str(row.query_password),
    )
    case = receive(actor=actor, declaration=declaration, now=now)
    _bring_files(row, case, actor, now)
    row.state, row.ended_at, row.data, row.due = State.RECEIVED, now, {}, None
    event = ApplicationReceived(number=case.number)
    ledger.write(row, event, actor=actor, at=now, update_fields=["state", "ended_at", "data", "due"])
    return case


def _filled(given: Prefilled) -> list[str]:
    return [*(name for name, value in given.form.items() if value), *map(place, given.own_form)]


def _bring_files(row: OnlineApplication, case: Case, actor: Actor, now: datetime) -> None:
    """Attach what was uploaded to the case's materials, and suggest what the department found on their points."""
    wanted = {one.material_id for one in materials_of(case)}
    found = {}
    for one in needed_of(row, today_of(row)):
        if one.material.id not in wanted:
            continue
        for kept in one.files:
            file = kept.file
            content = prepare(read_bytes(file), name=file.original_name, declared_type=file.blob.media_type)
            add_scan(actor=actor, number=case.number, material=one.material.id, content=content, now=now)
        if one.files:
            found[one.material.id] = [point.id for point, said in one.points if said == "passed"]
    note = f"{row.department_name}{row.examined_by_name} 网上预审。"
    carry_findings(actor=actor, case=case, found=found, note=note, now=now)


@unit_of_work()
def move_to_desk(*, actor: Actor, number: str, now: datetime) -> str:
    """Put a preapproved application on the actor's desk as an unfinished intake and return the matter: its own number ends with it.

    For a matter whose version in force asks other questions by now: nothing that was filled in is lost.

    :raises NotFound, NotAllowed, Refused: as `receive_online`.
    """
    row = _locked(actor, number)
    needed = needed_of(row, today_of(row))
    beats.decide("receive", facts_of(row, needed), MoveInput(actor_id=actor.id, what=row.situation_name))
    label = f"{row.matter_name} · {row.applicant_name}"
    keep_draft(actor=actor, key=row.matter_key, label=label, data=row.data, now=now)
    end(row, AT_DESK, actor, now)
    return row.matter_key
