"""A draft in simulated acceptance for tests, and runs brought to where a test needs them."""

from typing import Any

from tests.cases.people import who
from tests.counter import Desk
from yichuang.cases.ports import book_of
from yichuang.catalog.operations.candidates import freeze_candidate
from yichuang.catalog.queries import latest_version, spec_of
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock
from yichuang.organizations.models import Window
from yichuang.studio.models import Draft, SimulationRun
from yichuang.studio.operations.arrange_simulation import arrange_simulation, make_scripts
from yichuang.studio.operations.examine_run import examine_run
from yichuang.studio.operations.open_draft import open_draft, open_next_version
from yichuang.studio.operations.run_simulation import finish_run, start_run
from yichuang.studio.operations.set_exercise import key_of
from yichuang.studio.queries import simulations
from yichuang.studio.rules.simulation import propose

MATTER = "freight_general"
CLERKS = ("林小窗", "陈一诺", "蒋晓月")


def in_acceptance(name: str = "普通货物运输经营许可（下一版）", *, fresh: bool = False) -> Draft:
    """Return a draft whose candidate passed its review, as the review leaves it: of the next version, or of a new matter (`fresh`)."""
    author, document = who("赵审查"), latest_version(MATTER).spec.model_dump(mode="json", by_alias=True)
    if fresh:
        office = author.posts[0].department_id or 0
        draft = open_draft(actor=author, department_id=office, name=name, now=clock.now())
    else:
        draft = open_next_version(actor=author, matter_key=MATTER, now=clock.now())
    document |= {"name": name, "key": draft.key}
    spec = MatterSpec.model_validate(document)
    draft.candidate = freeze_candidate(actor=who("赵审查"), spec=spec, now=clock.now())
    draft.name, draft.document, draft.state = name, document, "simulating"
    draft.save()
    return draft


def windows(site: str = "centre") -> list[Window]:
    """Return the integrated windows of a site."""
    return list(Window.objects.filter(site__key=site, kind="accept").order_by("number"))


def arranged(draft: Draft, most: int = 0) -> list[SimulationRun]:
    """Have the director arrange as proposed and return the runs; `most` keeps so many scripts, to be quick."""
    scripts = make_scripts(actor=who("邹主任"), draft_id=draft.pk, now=clock.now())
    if most:
        for script in scripts[most:]:
            script.delete()
        scripts = scripts[:most]
    pairs = propose([script.number for script in scripts], [window.pk for window in windows()[:3]])
    arrange_simulation(actor=who("邹主任"), draft_id=draft.pk, pairs=pairs, now=clock.now())
    return simulations.runs_of(simulations.scripts_of(draft))


def clerk_of(run: SimulationRun) -> str:
    """Return who stands at the window of a run: one clerk for each of the first three windows."""
    return CLERKS[[window.pk for window in windows()].index(run.window_id)]


def declaration(run: SimulationRun) -> dict[str, Any]:
    """Return the run's script as the API of the counter takes it."""
    script = run.script
    return {
        "matter": script.draft.key,
        "applicant_kind": script.kind,
        "answers": script.answers,
        "form": script.applicant,
        "practice": key_of(run),
    }


def received(run: SimulationRun, desk: Desk | None = None) -> str:
    """Begin a run and receive its practice case at the counter's API; return the number."""
    start_run(actor=who(clerk_of(run)), run_id=run.pk, now=clock.now())
    desk = desk or Desk(clerk_of(run))
    answer = desk.post("/cases", declaration(run))
    assert answer.status_code == 201, answer.content.decode()
    return str(answer.json()["number"])


def papers(run: SimulationRun) -> list[dict[str, Any]]:
    """Return everything that the script's applicant brings, with all points passed."""
    spec = spec_of(run.script.candidate_id)
    rows = [spec.material(key) for key, _ in run.script.expected["materials"]]
    return [
        {
            "material": row.id,
            "received_as": "paper",
            "originals": row.original_count,
            "copies": row.copy_count,
            "points": {point.id: {"found": "passed"} for point in row.review_points},
        }
        for row in rows
    ]


def accepted(run: SimulationRun) -> str:
    """Receive and accept the practice case of a run; return its number."""
    desk = Desk(clerk_of(run))
    number = received(run, desk)
    desk.must(number, "materials", items=papers(run))
    desk.must(number, "accept")
    return number


def agreed_by_clerk(run: SimulationRun) -> None:
    """Bring a run to where the back office examines it."""
    if run.script.expected["outcome"]:
        start_run(actor=who(clerk_of(run)), run_id=run.pk, now=clock.now())
        end(run)
    else:
        accepted(run)
    finish_run(actor=who(clerk_of(run)), run_id=run.pk, now=clock.now())


def end(run: SimulationRun) -> None:
    """Walk a begun run to its outcome, as the desk notes it."""
    book_of(key_of(run)).ended(who(clerk_of(run)), key_of(run), run.script.answers, clock.now())


def agreed(run: SimulationRun) -> None:
    """Bring a run to its end without objection."""
    agreed_by_clerk(run)
    examine_run(actor=who("钱复核"), run_id=run.pk, now=clock.now())
