"""Reads of joint debugging: a system's runs, how each step stands, what has happened of the practice case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from yichuang.catalog.queries import Matter, latest_version
from yichuang.debugging.models import DebuggingRun, DebuggingStep
from yichuang.debugging.rules.steps import (
    CONFIRMED,
    GREEN,
    OPENED,
    OUT,
    RED,
    RUNNING,
    STEPS,
    Facts,
    Found,
    Step,
    watched,
)
from yichuang.exchange.queries import ClientSystem, Delivery, InboundMessage, MatterRoute
from yichuang.exchange.queries.deliveries import tries_of
from yichuang.exchange.queries.systems import last_token_at, visible_systems
from yichuang.exchange.rules.opening import Proof
from yichuang.files.queries import files_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.foundations.problems import NotFound
from yichuang.organizations.queries import Department

RUNS_SHOWN, CENTRE = 20, "信息中心"
# The longest step makes four calls of ten seconds; a push that has not come back by then was cut short with its worker.
GIVEN_UP = timedelta(seconds=90)


@dataclass(frozen=True)
class Line:
    """A step as it stands: green, red or waiting, what was seen, and the judgements that were kept, the latest first."""

    step: Step
    found: Found
    judgements: Sequence[DebuggingStep] = ()


def matters_under(system: ClientSystem, now: datetime) -> list[Matter]:
    """Return the matters whose practice cases go to a system, by name."""
    routes = MatterRoute.objects.filter(Q(until=None) | Q(until__gt=now), system=system).values("matter")
    return list(Matter.objects.filter(pk__in=routes).order_by("name"))


def runs_of(system: ClientSystem) -> list[DebuggingRun]:
    """Return a system's runs, the newest first."""
    rows = DebuggingRun.objects.filter(system=system).select_related("matter", "sheet", "opening_sheet")
    return list(rows.order_by("-pk")[:RUNS_SHOWN])


def run_for(actor: Actor, key: str, pk: int) -> DebuggingRun:
    """Return a run of a system that the actor may see. :raises NotFound: otherwise."""
    rows = DebuggingRun.objects.filter(pk=pk, system__key=key, system__in=visible_systems(actor))
    found = rows.select_related(
        "matter", "system__department", "sheet__file", "opening_sheet__file", "live_system"
    ).first()
    if found is None:
        raise NotFound("这次联调", "请从业务系统的联调页面重新打开。")
    return found


def lines_of(run: DebuggingRun) -> list[Line]:
    """Return every step of a run as it stands now; what was once green stays so."""
    kept: dict[str, list[DebuggingStep]] = {}
    for row in DebuggingStep.objects.filter(run=run).order_by("-pk"):
        kept.setdefault(row.name, []).append(row)
    facts = facts_of(run) if run.state == RUNNING else Facts()
    return [Line(step, _found(step, kept.get(step.name, []), facts), kept.get(step.name, [])) for step in STEPS]


def tried_of(run: DebuggingRun) -> dict[str, str]:
    """Return how each step came out that was judged at least once."""
    return {line.step.name: line.found.outcome for line in lines_of(run) if line.judgements}


def under_way(run: DebuggingRun, wall: datetime) -> str:
    """Return the step whose push is under way, empty for none; one that never came back is under way no longer."""
    fresh = run.pushing_since is not None and wall - run.pushing_since < GIVEN_UP
    return run.pushing if fresh else ""


class Sheets:
    """Proves openings to the exchange by the runs and their sheets (S0-22; `exchange.ports.Openings`)."""

    def proof(self, system_id: int, matter_id: int) -> Proof:
        """Return what speaks for a live system and a matter: a passed run of the department's, the sheet that names the system."""
        department = ClientSystem.objects.filter(pk=system_id).values("department_id")
        runs = DebuggingRun.objects.filter(matter_id=matter_id, system__department_id__in=department)
        # A sheet from before live systems were noted speaks for the department's.
        named = Q(live_system_id=system_id) | Q(live_system=None)
        opened = runs.filter(named, state=OPENED).select_related("opening_sheet").order_by("-pk").first()
        if opened is not None and opened.opening_sheet is not None:
            return Proof(True, opened.opening_sheet.code)
        return Proof(runs.filter(state__in=(CONFIRMED, OPENED)).exists())


def _found(step: Step, rows: Sequence[DebuggingStep], facts: Facts) -> Found:
    if rows and (rows[0].passed or step.kind == "probe"):
        return Found(GREEN if rows[0].passed else RED, rows[0].seen)
    return watched(step.name, facts) if step.kind == "watch" else Found("waiting")


def facts_of(run: DebuggingRun) -> Facts:
    """Return what has happened between the systems since the run began (six statements and two for each file)."""
    token = last_token_at(run.system, run.begun_at)
    said = f"{token.astimezone(CHINA):%Y-%m-%d %H:%M:%S}" if token else ""
    number = run.case_number
    if not number:
        return Facts(token=said)
    rows = list(Delivery.objects.filter(system=run.system, number=number, type__in=OUT.values()).defer("body"))
    tries = tries_of(rows)
    deliveries = {
        row.type: (row.state, row.reason or (tries[row.pk][-1].fault if tries.get(row.pk) else "")) for row in rows
    }
    reports = InboundMessage.objects.filter(system=run.system, number=number).order_by("-pk")
    files = list(files_of("case", number))
    theirs = f"system:{run.system.key}"
    return Facts(
        token=said,
        number=number,
        deliveries=deliveries,
        reports={row.type: row.handler_name for row in reports},
        downloads=[file.original_name for file in files if _fetched(str(file.pk), run.system.key)],
        uploads=[file.original_name for file in files if file.uploaded_by.startswith(theirs)],
    )


def _fetched(file: str, system: str) -> bool:
    """Tell whether a system fetched a file by ticket: the file's own history says so."""
    return any(
        event.type == "files.ticket_redeemed"
        and event.actor_kind == "system"
        and event.actor_id.split("/")[0] == system
        for event in ledger.history(f"file:{file}")
    )


def information_centre(division: str) -> Department | None:
    """Return the division's information centre (信息中心), which leads joint debugging (S0-16…S0-19)."""
    rows = Department.objects.filter(division__code__startswith=division[:6], name__endswith=CENTRE, closed_on=None)
    return rows.order_by("pk").first()


def live_systems_for(run: DebuggingRun) -> list[ClientSystem]:
    """Return the live systems of the run's department to which its matter could go."""
    rows = ClientSystem.objects.filter(department_id=run.system.department_id, environment="live", active=True)
    return list(rows.order_by("name"))


def version_of(run: DebuggingRun) -> int:
    """Return the version under which a run's practice case is received: the latest published."""
    return latest_version(run.matter.key).version_id
