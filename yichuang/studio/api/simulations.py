"""Simulated acceptance over /api/studio/…: arrange, begin, say whether there is an objection, settle (S2-21②)."""

from django.http import HttpRequest
from ninja import Router, Status

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.pages import page_of
from yichuang.studio.models import Draft
from yichuang.studio.operations.arrange_simulation import arrange_simulation, make_scripts
from yichuang.studio.operations.examine_run import examine_run
from yichuang.studio.operations.object_to_run import object_to_run
from yichuang.studio.operations.run_simulation import finish_run, start_run
from yichuang.studio.operations.settle_objections import dismiss_objection, return_simulated
from yichuang.studio.queries import draft_for, simulations
from yichuang.studio.schemas import simulations as s

router = Router(tags=["模拟验收"], auth=staff_auth)


def _simulation(draft: Draft) -> s.SimulationOut:
    scripts = simulations.scripts_of(draft)
    runs = simulations.runs_of(scripts)
    numbers, windows = [script.number for script in scripts], list(simulations.windows_for(draft))
    candidate = scripts[0].candidate if scripts else draft.candidate
    return s.SimulationOut(
        state=draft.state,
        content_hash=candidate.content_hash if candidate else "",
        scripts=[s.script_out(script) for script in scripts],
        runs=[s.run_out(run, str(draft.pk), draft.name) for run in runs],
        proposed=[
            s.PairBody(script=script, window=window) for script, window in simulations.proposed(numbers, windows)
        ],
        missing=s.missing_of(simulations.standing_of(scripts, runs), bool(runs)),
    )


@router.get(
    "/studio/drafts/{draft_id}/simulation",
    response={200: s.SimulationOut, **PROBLEMS},
    operation_id="get_simulation",
    summary="模拟验收进度",
)
def get_simulation(request: HttpRequest, draft_id: str) -> s.SimulationOut:
    """Return the simulated acceptance of a draft's candidate: scripts, runs, what is missing."""
    return _simulation(draft_for(request.actor, draft_id))  # type: ignore[attr-defined]


@router.post(
    "/studio/drafts/{draft_id}/simulation",
    response={200: s.SimulationOut, **PROBLEMS},
    operation_id="arrange_simulation",
    summary="安排模拟验收",
)
def post_arrange(request: HttpRequest, draft_id: str, body: s.ArrangeSimulationBody) -> Status[s.SimulationOut]:
    """Deal the scripts to windows as given, or as proposed when nothing is given."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]

    def act() -> s.SimulationOut:
        pairs = [(pair.script, pair.window) for pair in body.pairs]
        if not pairs:
            scripts = make_scripts(actor=actor, draft_id=draft_id, now=now)
            windows = list(simulations.windows_for(draft_for(actor, draft_id)))
            pairs = simulations.proposed([script.number for script in scripts], windows)
        arrange_simulation(actor=actor, draft_id=draft_id, pairs=pairs, now=now)
        return _simulation(draft_for(actor, draft_id))

    return write(request, act)


@router.post(
    "/studio/drafts/{draft_id}/simulation/return",
    response={200: s.SimulationOut, **PROBLEMS},
    operation_id="return_simulated",
    summary="模拟验收退回",
)
def post_return(request: HttpRequest, draft_id: str, body: s.SimulationWhyBody) -> Status[s.SimulationOut]:
    """Return the draft to its authors with every open objection."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]

    def act() -> s.SimulationOut:
        return _simulation(return_simulated(actor=actor, draft_id=draft_id, reason=body.reason, now=now))

    return write(request, act)


@router.get(
    "/studio/simulations", response={200: s.RunPage, **PROBLEMS}, operation_id="list_runs", summary="模拟受理任务"
)
def list_runs(request: HttpRequest, side: str = "", cursor: str = "", size: int = 20) -> s.RunPage:
    """Return the runs that the actor may see; `side` narrows them to his tasks at the counter or in the back office."""
    actor = request.actor  # type: ignore[attr-defined]
    rows = simulations.tasks_of(actor, side) if side else simulations.visible_runs(actor)
    page = page_of(rows, ["pk"], cursor, size)
    runs = [s.run_out(run, str(run.script.draft_id), run.script.draft.name) for run in page.rows]
    return s.RunPage(runs=runs, next=page.next, previous=page.previous)


@router.get(
    "/studio/simulations/{run}",
    response={200: s.RunDetailOut, **PROBLEMS},
    operation_id="get_run",
    summary="一次模拟受理",
)
def get_run(request: HttpRequest, run: int) -> s.RunDetailOut:
    """Return one run with what came out and how that differs from the script."""
    return s.detail_out(simulations.run_for(request.actor, run))  # type: ignore[attr-defined]


@router.post(
    "/studio/simulations/{run}/start",
    response={200: s.RunDetailOut, **PROBLEMS},
    operation_id="start_run",
    summary="开始模拟受理",
)
def post_start(request: HttpRequest, run: int) -> Status[s.RunDetailOut]:
    """Begin a run as the clerk at its window; the desk then receives with its `practice` key."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    return write(request, lambda: s.detail_out(start_run(actor=actor, run_id=run, now=now)))


@router.post(
    "/studio/simulations/{run}/finish",
    response={200: s.RunDetailOut, **PROBLEMS},
    operation_id="finish_run",
    summary="受理人员无异议",
)
def post_finish(request: HttpRequest, run: int) -> Status[s.RunDetailOut]:
    """Say for the counter that there is no objection."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    return write(request, lambda: s.detail_out(finish_run(actor=actor, run_id=run, now=now)))


@router.post(
    "/studio/simulations/{run}/examine",
    response={200: s.RunDetailOut, **PROBLEMS},
    operation_id="examine_run",
    summary="后台审批人员无异议",
)
def post_examine(request: HttpRequest, run: int) -> Status[s.RunDetailOut]:
    """Say for the back office that there is no objection; the last one approves the content."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    return write(request, lambda: s.detail_out(examine_run(actor=actor, run_id=run, now=now)))


@router.post(
    "/studio/simulations/{run}/object",
    response={200: s.RunDetailOut, **PROBLEMS},
    operation_id="object_to_run",
    summary="提出异议",
)
def post_object(request: HttpRequest, run: int, body: s.ObjectBody) -> Status[s.RunDetailOut]:
    """Object to places of the draft, for one side."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    said = [one.said() for one in body.objections]
    return write(
        request,
        lambda: s.detail_out(object_to_run(actor=actor, run_id=run, side=body.side, objections=said, now=now)),
    )


@router.post(
    "/studio/objections/{objection}/dismiss",
    response={200: s.ObjectionOut, **PROBLEMS},
    operation_id="dismiss_objection",
    summary="不采纳异议",
)
def post_dismiss(request: HttpRequest, objection: int, body: s.SimulationWhyBody) -> Status[s.ObjectionOut]:
    """Dismiss an objection with a reason that its author reads."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    return write(
        request,
        lambda: s.objection_out(dismiss_objection(actor=actor, objection_id=objection, reason=body.reason, now=now)),
    )
