"""The papers of a joint intake on the page: scans laid on the desk and read at once, licences taken, one commitment (S2-14, S2-18, S2-39).

A scan is kept from the moment it is chosen: a refused intake, a draft or a lost session loses none.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from yichuang.accounts.auth import signed_in
from yichuang.cases.operations.take_shared import note_of
from yichuang.cases.policies import counter_of
from yichuang.cases.serving.desk_files import lay_down, lying, taken_up
from yichuang.files.operations.prepare import Prepared, prepare
from yichuang.foundations import clock
from yichuang.foundations.problems import Reason, Refused
from yichuang.life_events.forms import joint as forms
from yichuang.life_events.forms.joint_proofs import LICENCE, Proof, sign_licence
from yichuang.life_events.operations.joint_licence import may_be_taken, take_joint_licence
from yichuang.life_events.queries.joint_plan import Plan, line_of
from yichuang.life_events.queries.practice import life_event_asked
from yichuang.life_events.rules.joint_papers import WAYS_AT_COUNTER, PaperGiven, keeper_of, tolerable
from yichuang.life_events.rules.joint_readings import points_of, readable
from yichuang.life_events.rules.spec import WAY_NAMES
from yichuang.life_events.rules.together import Line
from yichuang.life_events.views.joint_typed import Laid, begun, laid, papers, planned

SCAN, COMMITMENT = "joint_scan", "joint_commitment"
MOST_FILES = 30
SIGNED_PAPER = "commitment_paper"


def lay_files(request: HttpRequest, plan: Plan, given: Any) -> list[Reason]:
    """Lay the files that came with the page on the desk, and return why some could not be taken; the others are there."""
    reasons: list[Reason] = []
    on_desk = laid(request, plan, given)
    for line in plan.reached.lines:
        seen = {file.blob.sha256 for file in on_desk.files.get(line.id, ())}
        for upload in request.FILES.getlist(f"file.{line.id}")[: MOST_FILES - len(seen)]:
            reasons += _taken(partial(_lay, request, given, line, upload, seen))
    if request.FILES.get(SIGNED_PAPER):
        reasons += _taken(partial(_lay_signed, request, given))
    return reasons


def _taken(act: Callable[[], None]) -> Sequence[Reason]:
    try:
        act()
    except Refused as refused:
        return refused.reasons
    return ()


def _lay(request: HttpRequest, given: Any, line: Line, upload: Any, seen: set[str]) -> None:
    content = prepare(upload, name=upload.name or "", declared_type=upload.content_type or "")
    if content.sha256 in seen:
        return
    seen.add(content.sha256)
    file = lay_down(request.actor, content, SCAN, read=readable(line))  # type: ignore[attr-defined]
    given.appendlist(f"{forms.KEPT}{line.id}", str(file.pk))


def _lay_signed(request: HttpRequest, given: Any) -> None:
    upload: Any = request.FILES[SIGNED_PAPER]
    content = prepare(upload, name=upload.name or "", declared_type=upload.content_type or "")
    given[f"{forms.KEPT}{SIGNED_PAPER}"] = str(lay_down(request.actor, content, COMMITMENT).pk)  # type: ignore[attr-defined]


def signed_paper(request: HttpRequest, given: Any) -> Any:
    """Return the scan of the signed commitment that lies on the desk, None without one."""
    return next(iter(lying(request.actor, given.getlist(f"{forms.KEPT}{SIGNED_PAPER}"))), None)  # type: ignore[attr-defined]


def drop(given: Any, file: str) -> None:
    """Take a scan off the page; what lies on the desk goes when its time has come."""
    for name in [name for name in given if name.startswith(forms.KEPT)]:
        given.setlist(name, [one for one in given.getlist(name) if one != file])


def take(request: HttpRequest, plan: Plan, given: Any, name: str) -> None:
    """Take the licence of a paper and let the page carry it; a paper whose licence cannot be got is not received yet.

    :raises Refused: as `take_joint_licence` does.
    """
    number = given.get("id_number", "")
    try:
        found = take_joint_licence(
            actor=request.actor,  # type: ignore[attr-defined]
            plan=plan,
            name=name,
            id_number=number,
            consent=given.get(f"consent.{name}") == "1",
            now=clock.now(),
            wall=clock.wall(),
        )
    except Refused as refused:
        if refused.status != 422 and given.get(f"paper.{name}.way") == "shared":
            given[f"paper.{name}.way"] = "none"
        raise
    given[f"{LICENCE}{name}"] = sign_licence(name, number, Proof(note_of(found, number.strip().upper()), found.call))
    given[f"paper.{name}.way"] = "shared"


def shown_papers(request: HttpRequest, plan: Plan, given: Any) -> list[dict[str, Any]]:
    """Return every paper as the page shows it."""
    on_desk = laid(request, plan, given)
    stated = papers(plan, given, on_desk)
    return [shown_paper(plan, line, given, stated, on_desk) for line in plan.reached.lines]


def shown_paper(
    plan: Plan, line: Line, given: Any, stated: Mapping[str, PaperGiven], on_desk: Laid, *, just_read: bool = False
) -> dict[str, Any]:
    """Return one paper; what the reader could check is ticked before the page has said anything of it (`just_read`: now), as at a case."""
    paper = stated[line.id]
    fresh = just_read or f"paper.{line.id}.way" not in given
    return {
        "line": line,
        "slot": line.id.replace(".", "-"),
        "for": "、".join(dict.fromkeys(plan.names[member] for member, _ in line.asked)),
        "keeper": plan.names[keeper_of(line)] if len({member for member, _ in line.asked}) > 1 else "",
        "way_name": WAY_NAMES[line.way],
        "given": paper,
        "points": [
            (
                text,
                said,
                paper.checked or text in paper.ticked or (fresh and said is not None and said.found == "passed"),
            )
            for text, said in points_of(line, paper.read)
        ],
        "requirement": "；".join(dict.fromkeys(filter(None, (one.formal_requirement for _, one in line.asked)))),
        "tolerable": tolerable(line),
        "share": all(one.shared.exempt for _, one in line.asked),
        "pages": on_desk.files.get(line.id, []),
        "reading": on_desk.pending(line.id),
        "unread": on_desk.unread(line.id),
        "licence": given.get(f"{LICENCE}{line.id}", "") if paper.received_as == "shared" and paper.note else "",
        # For a test piece nobody is asked about: its applicant is made up.
        "take": may_be_taken(line) and bool(plan.event.version_id),
        "consent": given.get(f"consent.{line.id}") == "1",
    }


@signed_in
@require_POST
@never_cache
def joint_paper_part(request: HttpRequest, key: str) -> HttpResponse:
    """Answer for one paper: files chosen, a scan taken off, a licence asked for, or how far the reader is. Nothing else changes."""
    counter_of(request.actor)  # type: ignore[attr-defined]
    event = life_event_asked(request.actor, key, request.POST.get("practice", ""))  # type: ignore[attr-defined]
    given = begun(request, event)
    plan, name, act = planned(event, given), request.POST.get("line", ""), request.POST.get("act", "")
    line, refused = line_of(plan, name), None
    if act.startswith("drop."):
        drop(given, act.removeprefix("drop."))
    elif act == f"licence.{name}":
        try:
            take(request, plan, given, name)
        except Refused as error:
            refused = error
    elif reasons := lay_files(request, plan, given):
        refused = Refused(*reasons, status=422, title="有文件没有收下")
    on_desk = laid(request, plan, given)
    if act != "look" and given.get(f"paper.{name}.way") == "none" and on_desk.files.get(name):
        given[f"paper.{name}.way"] = "scan"
    stated = papers(plan, given, on_desk)
    read = act == "look" and not on_desk.pending(name)
    item = shown_paper(plan, line, given, stated, on_desk, just_read=read)
    context = {
        "event": event,
        "kind": given["kind"],
        "item": item,
        "refused": refused,
        "ways": WAYS_AT_COUNTER.items(),
        "oob_way": act != "look",
        "oob_points": read,
    }
    # 200 with a refusal too: htmx swaps the sentence in and the page goes on.
    return render(request, "life_events/parts/joint_paper.html", context)


def scans(request: HttpRequest, plan: Plan, given: Any) -> dict[str, list[Prepared]]:
    """Return the scans of each paper that lie on the desk, ready to be kept with what is received."""
    there = laid(request, plan, given).files
    return {line: [taken_up(file) for file in files] for line, files in there.items() if files}
