"""May-see and reads of simulated acceptances: by those who arrange them, run them at a counter, and examine them behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from yichuang.cases.queries.practice import practice_result
from yichuang.catalog.queries import spec_of
from yichuang.catalog.rules.findings import Place
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations.actors import Actor
from yichuang.foundations.actors import Place as OfPlace
from yichuang.foundations.problems import NotFound
from yichuang.organizations.queries import accepting_windows
from yichuang.studio.models import Draft, SimulationObjection, SimulationRun, SimulationScript
from yichuang.studio.policies import place_of
from yichuang.studio.queries import VIEW, visible_drafts
from yichuang.studio.rules import simulation
from yichuang.studio.rules.simulation import End, RunFacts, Standing, end_of
from yichuang.studio.rules.states import SIMULATING

RUN, EXAMINE, ARRANGE = "simulation.run", "simulation.examine", "simulation.arrange"


def going_on() -> Q:
    """Return what makes a run part of an acceptance that is going on: its candidate is the draft's, and the draft is simulated."""
    return Q(script__draft__state=SIMULATING, script__candidate=F("script__draft__candidate"))


def visible_runs(actor: Actor) -> QuerySet[SimulationRun]:
    """Return the runs that the actor may see, with script, draft and window."""
    seen = Q(pk__in=[])
    for grant in actor.scopes(RUN):
        seen |= Q(window__site_id=grant.value)
    for grant in actor.scopes(EXAMINE):
        seen |= Q(script__draft__department_id=grant.value)
    if actor.may(VIEW):
        seen |= Q(script__draft__in=visible_drafts(actor).values("pk"))
    rows = SimulationRun.objects.filter(seen)
    return rows.select_related("script__draft__department", "script__candidate", "window__site").defer(
        "script__draft__document", "script__candidate__spec"
    )


def run_for(actor: Actor, run_id: int) -> SimulationRun:
    """Return a run.

    :raises NotFound: when there is none of that id, or the actor may not see it.
    """
    return _found(visible_runs(actor).filter(pk=run_id).first())


def lock_run(actor: Actor, run_id: int) -> SimulationRun:
    """Return a run of an acceptance that is going on, with its draft locked: two who finish at once follow each other.

    :raises NotFound: when there is none of that id, or the actor may not see it.
    """
    drafts = Draft.objects.select_for_update(of=("self",)).select_related("department", "candidate")
    draft = drafts.get(pk=run_for(actor, run_id).script.draft_id)
    run = run_for(actor, run_id)  # as it is now that nobody else can change it, or gone
    run.script.draft = draft
    return run


def _found(run: SimulationRun | None) -> SimulationRun:
    if run is None:
        raise NotFound("这次模拟受理", "请从模拟验收的任务中选择；它也可能属于其他服务点或部门。")
    return run


def may_run(actor: Actor, run: SimulationRun) -> bool:
    """Tell whether the actor works at the site of a run's window."""
    site = run.window.site
    return actor.may(RUN, OfPlace(division=site.division_id, site_id=site.pk))


def may_examine(actor: Actor, run: SimulationRun) -> bool:
    """Tell whether the actor is an officer of the department whose matter a run is about."""
    return actor.may(EXAMINE, place_of(run.script.draft.department))


def is_going_on(run: SimulationRun) -> bool:
    """Tell whether a run (with its draft) belongs to an acceptance that is going on."""
    draft = run.script.draft
    return draft.state == SIMULATING and draft.candidate_id == run.script.candidate_id


def tasks_of(actor: Actor, side: str) -> QuerySet[SimulationRun]:
    """Return what the actor has to do: runs at his counter (`counter`), or of his department behind it (`back_office`)."""
    rows = visible_runs(actor).filter(going_on())
    if side == simulation.COUNTER:
        sites = [grant.value for grant in actor.scopes(RUN)]
        free, mine = Q(state=simulation.ASSIGNED), Q(clerk_id=actor.id) & ~Q(state=simulation.PASSED)
        return rows.filter(free | mine, window__site_id__in=sites)
    departments = [grant.value for grant in actor.scopes(EXAMINE)]
    waiting = Q(state__in=(simulation.CLERK_DONE, simulation.OBJECTED), done_at__isnull=False)
    return rows.filter(waiting, script__draft__department_id__in=departments)


def drafts_to_arrange(actor: Actor) -> QuerySet[Draft]:
    """Return the drafts in simulated acceptance that the actor sees, those without an arrangement marked (`arranged`)."""
    runs = SimulationRun.objects.filter(script__draft=OuterRef("pk"), script__candidate=OuterRef("candidate"))
    return visible_drafts(actor).filter(state=SIMULATING).annotate(arranged=Exists(runs))


def scripts_of(draft: Draft) -> list[SimulationScript]:
    """Return the scripts of the candidate that is simulated, or else of the last one that was (one statement)."""
    rows = SimulationScript.objects.filter(draft=draft).select_related("candidate").defer("candidate__spec")
    candidate = draft.candidate_id or rows.order_by("-candidate_id").values_list("candidate_id", flat=True).first()
    return list(rows.filter(candidate_id=candidate))


def runs_of(scripts: Sequence[SimulationScript]) -> list[SimulationRun]:
    """Return the runs of scripts with window and objections (three statements)."""
    rows = SimulationRun.objects.filter(script__in=scripts).select_related("script", "window__site")
    return list(rows.prefetch_related("objections__remark").order_by("script__number", "window_id"))


def facts_of(runs: Sequence[SimulationRun]) -> list[RunFacts]:
    """Return what the rules look at."""
    return [RunFacts(run.script.number, run.window_id, run.clerk_id, run.state) for run in runs]


def standing_of(scripts: Sequence[SimulationScript], runs: Sequence[SimulationRun]) -> Standing:
    """Return how far an acceptance is."""
    return simulation.standing([script.number for script in scripts], facts_of(runs))


def windows_for(draft: Draft) -> dict[int, Any]:
    """Return the integrated windows that may take part, by id: those of the district that receives its matters, or of the city."""
    code = draft.department.receiving_id
    prefix = code[:4] if code[4:6] == "00" else code[:6]
    return {window.pk: window for window in accepting_windows(prefix)}


def open_objections(draft: Draft) -> list[SimulationObjection]:
    """Return the objections of the acceptance going on that nobody settled."""
    rows = SimulationObjection.objects.filter(run__script__draft=draft, remark__settled_at=None)
    rows = rows.filter(run__script__candidate=F("run__script__draft__candidate"))
    return list(rows.select_related("remark", "run__script", "run__window"))


def objections_by(actor: Actor) -> QuerySet[SimulationObjection]:
    """Return what the actor objected to and what was said to it, the latest first."""
    rows = SimulationObjection.objects.filter(remark__author_id=actor.id)
    return rows.select_related("remark", "run__script__draft", "run__window").defer("run__script__draft__document")


@dataclass(frozen=True)
class Outcome:
    """What came out of a run so far: the end, how its practice case stands, whether the counter has done its part."""

    end: End
    case_state: str
    counter_done: bool


def outcome_of(run: SimulationRun) -> Outcome:
    """Return what came out of a run, read from its practice case while there is one (two statements)."""
    case = practice_result(run.case_number) if run.case_number else None
    if case is None:
        end = end_of(run.actual)
        return Outcome(end, "", bool(end.outcome))
    return Outcome(
        End(case.situation, case.situation_name, materials=case.materials), case.state_name, case.counter_done
    )


def differences_of(run: SimulationRun, outcome: Outcome) -> list[str]:
    """Return what came out otherwise than the script expects; nothing while nothing has come out."""
    if not (outcome.end.situation or outcome.end.outcome):
        return []
    return simulation.differences(end_of(run.script.expected), outcome.end)


def places_of(run: SimulationRun) -> list[tuple[str, str, Place]]:
    """Return the places that somebody can object to in a run: its questions, where it ended, its materials with their points.

    Each as (value for a form, label, place).
    """
    spec = spec_of(run.script.candidate_id)
    expected = end_of(run.script.expected)
    found = [("matter", "事项总体", Place("matter"))]
    found += [(f"question:{one.id}", f"问题：{one.text}", Place("question", one.id)) for one in spec.questions]
    if expected.situation:
        found.append(
            (
                f"situation:{expected.situation}",
                f"情形：{expected.situation_name}",
                Place("situation", expected.situation),
            )
        )
    if expected.outcome:
        found.append((f"outcome:{expected.outcome}", f"结果：{expected.message}", Place("outcome", expected.outcome)))
    for key, _ in expected.materials:
        found += _material_places(spec, key)
    return found


def _material_places(spec: MatterSpec, key: str) -> list[tuple[str, str, Place]]:
    material = spec.material(key)
    points = [
        (f"point:{key}/{point.id}", f"　要点：{point.text}", Place("point", point.id, parent=key))
        for point in material.review_points
    ]
    return [(f"material:{key}", f"材料：{material.name}", Place("material", key)), *points]


def label_of(spec: MatterSpec, place: dict[str, str]) -> str:
    """Return a place of a remark as people read it."""
    kind, key = place.get("kind", ""), place.get("id", "")
    names = {
        "question": {one.id: f"问题“{one.text}”" for one in spec.questions},
        "situation": {leaf.id: f"情形“{path}”" for leaf, path in spec.leaves},
        "outcome": {one.id: f"结果“{one.message}”" for one in spec.outcomes},
        "material": {one.id: f"材料“{one.name}”" for one in spec.materials},
    }
    if kind == "point":
        texts = {point.id: point.text for point in spec.material(place["parent"]).review_points}
        return f"{names['material'].get(place['parent'], '')}的要点“{texts.get(key, key)}”"
    return names.get(kind, {}).get(key, "事项总体")


def proposed(scripts: Sequence[int], windows: Sequence[int]) -> list[tuple[int, int]]:
    """Return the distribution that is proposed: the scripts dealt to as few windows as the rule asks for (S2-21②)."""
    return simulation.propose(scripts, windows[: simulation.LEAST_WINDOWS])
