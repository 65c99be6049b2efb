"""May-see and reads of the simulated acceptance of a life event: its content, its runs at windows, what stands at the counter (S2-21②)."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Q, QuerySet

from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotFound
from yichuang.life_events.models import JointCase, LifeEventCandidate, LifeEventDraft, LifeEventObjection, LifeEventRun
from yichuang.life_events.queries import PublishedLifeEvent, life_event, matters_composed
from yichuang.life_events.queries.composing import SIMULATE, VIEW, visible_life_event_drafts
from yichuang.life_events.rules.drafting import SIMULATING
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.organizations.queries import Window, accepting_windows
from yichuang.studio.rules import simulation
from yichuang.studio.rules.simulation import RunFacts, Standing

# The key of an exercise: `joint-<run>` for the intake, `joint-<run>.<member>` for a member's own case (`cases.ports.Book`).
NAME = "joint"
_specs: dict[int, LifeEventSpec] = {}


def candidate_of(draft: LifeEventDraft) -> LifeEventCandidate | None:
    """Return what the draft's latest round is about, None before it was arranged."""
    return LifeEventCandidate.objects.filter(draft=draft, round=draft.round).first()


def spec_of_candidate(candidate_id: int) -> LifeEventSpec:
    """Return the frozen content of an acceptance; it is kept in the process."""
    if candidate_id not in _specs:
        row = LifeEventCandidate.objects.only("document").get(pk=candidate_id)
        _specs[candidate_id] = LifeEventSpec.model_validate(row.document)
    return _specs[candidate_id]


def life_event_of_run(run: LifeEventRun) -> PublishedLifeEvent:
    """Return the content of a run as the intake needs a life event: without a version, under number 0."""
    draft, spec = run.candidate.draft, spec_of_candidate(run.candidate_id)
    return PublishedLifeEvent(0, draft.key, spec.name, draft.department_id, 0, 0, SIMULATING, spec)


def visible_runs(actor: Actor) -> QuerySet[LifeEventRun]:
    """Return the runs that the actor may see: at his site's windows, and those of drafts he sees."""
    seen = Q(window__site_id__in=[grant.value for grant in actor.scopes(SIMULATE)])
    if actor.may(VIEW):
        seen |= Q(candidate__draft__in=visible_life_event_drafts(actor).values("pk"))
    rows = LifeEventRun.objects.filter(seen).select_related("candidate__draft__department", "window__site")
    return rows.defer("candidate__document", "candidate__draft__document")


def run_for(actor: Actor, run_id: int) -> LifeEventRun:
    """Return a run.

    :raises NotFound: when there is none of that id, or the actor may not see it.
    """
    run = visible_runs(actor).filter(pk=run_id).first()
    if run is None:
        raise NotFound("这次模拟受理", "请从一件事的模拟验收任务中选择；它也可能属于其他服务点，或者已经改分。")
    return run


def lock_run(actor: Actor, run_id: int) -> LifeEventRun:
    """Return a run with its draft locked: two who finish at once follow each other.

    :raises NotFound: when there is none of that id, or the actor may not see it.
    """
    drafts = LifeEventDraft.objects.select_for_update(of=("self",)).select_related("department")
    draft = drafts.get(pk=run_for(actor, run_id).candidate.draft_id)
    run = run_for(actor, run_id)  # as it is now that nobody else can change it, or gone
    run.candidate.draft = draft
    return run


def may_run(actor: Actor, run: LifeEventRun) -> bool:
    """Tell whether the actor works at the site of a run's window."""
    site = run.window.site
    return actor.may(SIMULATE, Place(division=site.division_id, site_id=site.pk))


def going_on() -> Q:
    """Return what makes a run part of an acceptance that is going on."""
    return Q(candidate__draft__state=SIMULATING, candidate__round=F("candidate__draft__round"))


def is_going_on(run: LifeEventRun) -> bool:
    """Tell whether a run (with its draft) belongs to an acceptance that is going on."""
    draft = run.candidate.draft
    return draft.state == SIMULATING and draft.round == run.candidate.round


def tasks_of(actor: Actor) -> QuerySet[LifeEventRun]:
    """Return what the actor has to receive at his counter: what nobody began, and what he did not finish."""
    sites = [grant.value for grant in actor.scopes(SIMULATE)]
    free = Q(state=simulation.ASSIGNED) | Q(state=simulation.RUNNING, clerk_id=actor.id)
    return visible_runs(actor).filter(going_on(), free, window__site_id__in=sites)


def objected_by(actor: Actor) -> QuerySet[LifeEventObjection]:
    """Return what the actor objected to and what was said to it, the latest first."""
    return _objections(LifeEventObjection.objects.filter(author_id=actor.id)).order_by("-pk")


def objections_of(draft: LifeEventDraft) -> QuerySet[LifeEventObjection]:
    """Return the objections of a draft's latest round, the first one first."""
    rows = LifeEventObjection.objects.filter(run__candidate__draft=draft, run__candidate__round=draft.round)
    return _objections(rows).order_by("pk")


def open_objections(draft: LifeEventDraft) -> QuerySet[LifeEventObjection]:
    """Return those of the latest round that nobody settled."""
    return objections_of(draft).filter(settled_at=None)


def _objections(rows: QuerySet[LifeEventObjection]) -> QuerySet[LifeEventObjection]:
    kept = rows.select_related("run__candidate__draft", "run__window__site", "run__joint")
    return kept.defer("run__candidate__document", "run__candidate__draft__document")


def runs_of(candidate: LifeEventCandidate | None) -> list[LifeEventRun]:
    """Return the runs of an acceptance, script by script (one statement)."""
    if candidate is None:
        return []
    return list(LifeEventRun.objects.filter(candidate=candidate).select_related("window__site", "joint"))


def facts_of(runs: Iterable[LifeEventRun]) -> list[RunFacts]:
    """Return what the rules look at."""
    return [RunFacts(run.script, run.window_id, run.clerk_id, run.state) for run in runs]


def standing_of(candidate: LifeEventCandidate | None, runs: Sequence[LifeEventRun]) -> Standing:
    """Return how far an acceptance is."""
    numbers = [one["number"] for one in candidate.scripts] if candidate else []
    return simulation.standing(numbers, facts_of(runs))


def script_of(run: LifeEventRun) -> dict[str, Any]:
    """Return the scripted applicant of a run."""
    return next(one for one in run.candidate.scripts if one["number"] == run.script)


def windows_of(draft: LifeEventDraft) -> dict[int, Window]:
    """Return the integrated windows that may take part, by id: those of the district that receives its matters, or of the city (S2-27)."""
    code = draft.department.receiving_id
    prefix = code[:4] if code[4:6] == "00" else code[:6]
    return {window.pk: window for window in accepting_windows(prefix)}


def key_of(run_id: int, member: str = "") -> str:
    """Return the key of the exercise of a run, or of one member in it."""
    return f"{NAME}-{run_id}.{member}" if member else f"{NAME}-{run_id}"


def run_id_in(key: str) -> int:
    """Return the run that a key names, 0 for what is none."""
    digits = key.removeprefix(f"{NAME}-").partition(".")[0]
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 18 else 0


def run_under(actor: Actor, key: str) -> LifeEventRun:
    """Return the run that the actor has begun and not finished.

    :raises NotFound: when it is not his, not begun, or over.
    """
    run = run_for(actor, run_id_in(key))
    if run.clerk_id != actor.id or run.state != simulation.RUNNING or not is_going_on(run):
        raise NotFound("您正在进行的这次模拟受理", "请从一件事的模拟验收任务中开始。")
    return run


def life_event_asked(actor: Actor, key: str, practice: str = "") -> PublishedLifeEvent:
    """Return the life event in force; for an exercise (`practice`) the content that it is about, which nobody can apply for.

    :raises NotFound: without such a life event, or for a run that is not the actor's or not begun.
    """
    if not practice:
        return life_event(key)
    run = run_under(actor, practice)
    if run.candidate.draft.key != key:
        raise NotFound("这项练习的一件事", "请从模拟验收任务中重新打开。")
    return life_event_of_run(run)


def version_of_member(run: LifeEventRun, member: str) -> int:
    """Return the version of a member's matter that the content names.

    :raises NotFound: for a member it does not have.
    """
    found = matters_composed(spec_of_candidate(run.candidate_id)).get(member)
    if found is None:
        raise NotFound("这个联办事项", "请从模拟验收任务中重新打开。")
    return found.version_id


def run_of_joint(joint: JointCase) -> LifeEventRun | None:
    """Return the run that a test piece was received for (one statement); None for a real joint case."""
    if not joint.practice:
        return None
    rows = LifeEventRun.objects.filter(joint=joint)
    return rows.select_related("candidate__draft__department", "window__site").first()


def run_of_case(number: str) -> tuple[LifeEventRun, str] | None:
    """Return the run and the member that a member's practice case was received for (one statement)."""
    rows = LifeEventRun.objects.filter(joint__children__case__number=number)
    run = rows.annotate(member=F("joint__children__member")).select_related(
        "candidate__draft__department", "window__site"
    )
    found = run.first()
    return (found, str(found.member)) if found is not None else None


def practice_key(joint: JointCase, member: str) -> str:
    """Return the key under which a member's practice case is received (one statement), nothing for a real joint case."""
    run = LifeEventRun.objects.filter(joint=joint).only("pk").first() if joint.practice else None
    return key_of(run.pk, member) if run is not None else ""
