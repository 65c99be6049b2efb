"""Confirm a passed run by its sheet, and open the matter for a live system on its strength (S0-18…S0-21)."""

import hashlib
from datetime import date, datetime
from typing import Any

from yichuang.cases.operations import papers
from yichuang.cases.operations.issue_sheet import draft_sheet
from yichuang.catalog.queries import latest_version
from yichuang.debugging.events import DebuggingConfirmed, MatterOpened
from yichuang.debugging.models import DebuggingRun
from yichuang.debugging.operations.judge import keep_seen, lock_run
from yichuang.debugging.queries import Line, information_centre, lines_of, live_systems_for
from yichuang.debugging.rules.steps import CONFIRMED, GREEN, OPENED, RUNNING
from yichuang.exchange.operations.route_matter import route_matter
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.calendars import calendar
from yichuang.foundations.clock import CHINA, day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

KEPT = "没有出具确认单。"
# 业务内测: two working days after the sheet was received (S0-20).
TEST_DAYS = 2


@unit_of_work()
def confirm(*, actor: Actor, pk: int, now: datetime) -> DebuggingRun:
    """Issue the joint-debug sheet (接口联调确认单) of a run with every step green and return the run.

    :raises NotAllowed: as elsewhere. :raises Refused: 409 naming each step that is not green, or when it is confirmed already.
    """
    run = lock_run(actor, pk, "确认联调")
    if run.state != RUNNING:
        raise _refused("over", "这次联调已经确认。", "不用再确认。")
    # What the page shows green must be kept with its evidence, also where nobody had the page open when it came.
    keep_seen(run, actor, now)
    lines = lines_of(run)
    if missing := [line.step for line in lines if not (line.judgements and line.found.outcome == GREEN)]:
        reasons = [
            Reason(step.name, f"“{step.title}”还没有通过。", rule="S0-18", kept=KEPT, todo=step.todo)
            for step in missing
        ]
        raise Refused(*reasons, title="联调没有全部通过")
    proof = evidence_of(lines)
    body = {
        **_common(run, proof),
        "environment": run.system.get_environment_display(),
        "begun_at": _said(run.begun_at),
        "ended_at": _said(now),
        "steps": [
            {"title": line.step.title, "seen": line.found.seen[:60], "at": _said(line.judgements[0].at),
             "evidence": line.judgements[0].sha256[:16]}
            for line in lines
        ],
    }  # fmt: skip
    document = draft_sheet("joint_debug_sheet", _authority(run), body, actor=actor, now=now)
    run.state, run.confirmed_at, run.sheet = CONFIRMED, now, document
    event = DebuggingConfirmed(document=document.code, evidence=proof)
    fields = ["state", "confirmed_at", "sheet"]
    ledger.write(
        run, event, papers.issued(document), actor=actor, at=now, update_fields=fields, later=[papers.render(document)]
    )
    return run


@unit_of_work()
def open_matter(*, actor: Actor, pk: int, live: str, now: datetime) -> DebuggingRun:
    """Issue the opening sheet (事项开通确认单) of a confirmed run, send the matter's cases to a live system, and return the run.

    :raises NotAllowed: as elsewhere. :raises Refused: 409 for a run that is not confirmed or was used already, and as `route_matter`.
    """
    run = lock_run(actor, pk, "开通事项")
    if run.state != CONFIRMED:
        text = "联调还没有确认，不能开通事项。" if run.state == RUNNING else "凭这次联调已经开通了事项。"
        raise _refused("state", text, "请先完成联调并出具接口联调确认单。" if run.state == RUNNING else "不用再开通。")
    system = next((one for one in live_systems_for(run) if one.key == live), None)
    if system is None:
        raise _refused("live", "没有选择本部门的正式环境系统。", "请先登记正式环境的系统，再选择它。")
    codes = latest_version(run.matter.key).spec.codes
    body = {
        **_common(run, evidence_of(lines_of(run))),
        "live_system": f"{system.name}（{system.key}）",
        "matters": [{"name": run.matter.name, "code": codes.implementation or codes.basic}],
        "due_on": _tested_until(day_of(now)).isoformat(),
    }
    document = draft_sheet("opening_sheet", _authority(run), body, actor=actor, now=now)
    run.state, run.opening_sheet, run.live_system = OPENED, document, system
    event = MatterOpened(document=document.code, matter=run.matter.key, system=system.key)
    fields = ["state", "opening_sheet", "live_system"]
    ledger.write(
        run, event, papers.issued(document), actor=actor, at=now, update_fields=fields, later=[papers.render(document)]
    )
    # Last, for the sheet is what the route stands on (S0-22).
    route_matter(actor=actor, key=system.key, matter=run.matter.key, now=now)
    return run


def evidence_of(lines: list[Line]) -> str:
    """Return one hash over the evidence of every step, in their order."""
    return hashlib.sha256("".join(line.judgements[0].sha256 for line in lines if line.judgements).encode()).hexdigest()


def _common(run: DebuggingRun, proof: str) -> dict[str, Any]:
    return {
        "department_id": run.system.department_id,
        "department_name": run.system.department.name,
        "system_name": run.system.name,
        "system_key": run.system.key,
        "matter_name": run.matter.name,
        "evidence": proof,
    }


def _authority(run: DebuggingRun) -> tuple[str, str]:
    """Return in whose name the sheets go out: the information centre (S0-18, S0-19), where there is none the department itself."""
    centre = information_centre(run.system.department.receiving_id)
    office = centre or run.system.department
    return f"department:{office.pk}", office.name


def _tested_until(day: date) -> date:
    return calendar().add_workdays(day, TEST_DAYS)


def _said(at: datetime) -> str:
    return at.astimezone(CHINA).strftime("%Y-%m-%d %H:%M:%S")


def _refused(code: str, message: str, todo: str) -> Refused:
    return Refused(Reason(code, message, rule="S0-19、S0-21", kept=KEPT, todo=todo), title="没有办理")
