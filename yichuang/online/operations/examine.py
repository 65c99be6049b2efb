"""The department examines an online application beforehand (网上预审): in order, or returned with reasons (S2-46)."""

from collections.abc import Mapping
from datetime import datetime

from yichuang.cases.operations import beats, papers
from yichuang.cases.operations.issue_sheet import draft_sheet
from yichuang.cases.rules.facts import MoveInput
from yichuang.cases.rules.lifecycle import BY_VERB
from yichuang.cases.rules.states import State
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.online import policies
from yichuang.online.events import ApplicationPreapproved, ApplicationReturned
from yichuang.online.models import OnlineApplication
from yichuang.online.queries import application_for, facts_of, needed_of, today_of

Findings = Mapping[str, Mapping[str, str]]
VERDICTS = ("passed", "failed")
MOST_LETTERS = 1000
FIELDS = ["state", "findings", "opinion", "examined_at", "examined_by", "examined_by_name", "touched_at", "due"]


def _locked(actor: Actor, number: str, verb: str, revision: int | None) -> OnlineApplication:
    """Return the application, locked, for a move of the department that the actor may make.

    :raises NotFound: when it is not the actor's to see. :raises NotAllowed: when he may only look. :raises Refused: 409 when it changed.
    """
    seen = application_for(actor, number)
    move = BY_VERB[verb]
    policies.demand(actor, move.act, seen, move.name)
    row = OnlineApplication.objects.select_for_update().get(pk=seen.pk)
    if revision is not None and row.chain_seq != revision:
        todo = "请核对最新内容后再办理。"
        reason = Reason("changed", "这份申请刚被改动过。", "revision", "S2-46", "没有覆盖别人的处理。", todo)
        raise Refused(reason, title="请刷新后再办")
    return row


def _examined(row: OnlineApplication, actor: Actor, findings: Findings, opinion: str, now: datetime) -> None:
    """Put what was found on the formal points onto the row; what is no point of the situation is left aside."""
    stated = {
        one.material.id: {point.id for point, _ in one.points} for one in needed_of(row, today_of(row)) if one.files
    }
    row.findings = {
        material: kept
        for material, points in stated.items()
        if (
            kept := {
                key: said for key, said in findings.get(material, {}).items() if key in points and said in VERDICTS
            }
        )
    }
    row.opinion = opinion.strip()[:MOST_LETTERS]
    row.examined_at, row.examined_by, row.examined_by_name, row.touched_at = now, actor.id, actor.name, now


@unit_of_work()
def preapprove(
    *, actor: Actor, number: str, findings: Findings, opinion: str = "", revision: int | None = None, now: datetime
) -> OnlineApplication:
    """Find an application in order: every formal point of what was uploaded passed; the tamper-proof print is made by a job.

    :raises NotFound, NotAllowed: as for any move. :raises Refused: 409 in another state, when it changed, or with every open point.
    """
    row = _locked(actor, number, "preapprove", revision)
    if row.state == State.SUBMITTED:
        _examined(row, actor, findings, opinion, now)
    beats.decide("preapprove", facts_of(row, needed_of(row, today_of(row))), MoveInput(actor_id=actor.id))
    row.state, row.due = State.PREAPPROVED, None
    body = {
        "matter_name": row.matter_name,
        "situation_name": row.situation_name,
        "case_number": row.number,
        "department_id": row.department_id,
        "department_name": row.department_name,
        "examined_by": actor.name,
        "examined_at": f"{now.astimezone(CHINA):%Y-%m-%d %H:%M}",
        "application": str(row.pk),
    }
    authority = (f"department:{row.department_id}", row.department_name)
    document = draft_sheet("online_print", authority, body, actor=actor, now=now)
    row.sheet = document
    events = (ApplicationPreapproved(number=row.number), papers.issued(document))
    ledger.write(row, *events, actor=actor, at=now, update_fields=[*FIELDS, "sheet"], later=[papers.render(document)])
    return row


@unit_of_work()
def give_back(
    *, actor: Actor, number: str, reasons: str, findings: Findings, revision: int | None = None, now: datetime
) -> OnlineApplication:
    """Return an application to its applicant with every reason at once, in writing.

    :raises NotFound, NotAllowed: as for any move. :raises Refused: 409 in another state or when it changed; without reasons.
    """
    row = _locked(actor, number, "return", revision)
    beats.decide("return", facts_of(row, ()), MoveInput(actor_id=actor.id, reasons=reasons, today=day_of(now)))
    _examined(row, actor, findings, reasons, now)
    row.state, row.due = State.RETURNED, None
    event = ApplicationReturned(number=row.number, reasons=row.opinion)
    ledger.write(row, event, actor=actor, at=now, update_fields=FIELDS)
    return row
