"""One joint intake as a page has it: what was typed, what it comes to, and what of it lies on the desk (S2-25, S2-39)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from yichuang.cases.queries import desk
from yichuang.cases.rules import base_form
from yichuang.cases.rules.posted_answers import answers_of
from yichuang.cases.serving.desk_files import lying
from yichuang.files.queries import StoredFile, readings_of
from yichuang.foundations import clock
from yichuang.foundations.clock import day_of
from yichuang.life_events.forms import joint as forms
from yichuang.life_events.forms.joint_proofs import Proof, licences_in
from yichuang.life_events.queries import PublishedLifeEvent
from yichuang.life_events.queries.joint_plan import Plan, plan_for
from yichuang.life_events.rules.joint_papers import PaperGiven
from yichuang.life_events.rules.joint_readings import suggested
from yichuang.life_events.rules.together import Line

DRAFT = "joint:"


@dataclass(frozen=True)
class Laid:
    """What lies on the desk for each paper, and what the reader made of it (by file; without one nobody asked)."""

    files: Mapping[str, list[StoredFile]] = field(default_factory=dict)
    readings: Mapping[UUID, Any] = field(default_factory=dict)

    def pending(self, line: str) -> bool:
        """Tell whether the reader is still at a page of this paper."""
        return any(one.state == "pending" for one in self._of(line))

    def unread(self, line: str) -> list[str]:
        """Return why pages of this paper could not be read."""
        return [one.reason for one in self._of(line) if one.state == "failed"]

    def read(self, line: str) -> list[Mapping[str, Any]]:
        """Return the fields that were read off the pages of this paper."""
        return [one.fields for one in self._of(line) if one.state == "done"]

    def _of(self, line: str) -> list[Any]:
        return [self.readings[file.pk] for file in self.files.get(line, ()) if file.pk in self.readings]


def begun(request: HttpRequest, event: PublishedLifeEvent) -> Any:
    """Return what was typed: posted, or kept in the draft that is resumed, or given in the address."""
    if request.method == "POST":
        given: Any = request.POST.copy()
    else:
        kept = desk.draft_for(request.actor, DRAFT + event.key) if request.GET.get("draft") else None  # type: ignore[attr-defined]
        given = QueryDict(mutable=True)
        given.update(MultiValueDict(dict(kept.data) if kept else dict(request.GET.lists())))
    kinds = event.spec.applicant_kinds
    if given.get("kind", "") not in kinds:
        given["kind"] = kinds[0] if len(kinds) == 1 else ""
    return given


def planned(event: PublishedLifeEvent, given: Any) -> Plan:
    """Return what the intake comes to as it is typed so far."""
    left_out = forms.left_out_in(event.spec, given)
    kind = given["kind"] or event.spec.applicant_kinds[0]
    return plan_for(
        event, answers_of(event.spec.questions, given), kind=kind, left_out=left_out, on=day_of(clock.now())
    )


def laid(request: HttpRequest, plan: Plan, given: Any) -> Laid:
    """Return what lies on the desk for this intake (two statements, none where nothing was laid down)."""
    wanted = forms.kept_in(plan.reached.lines, given)
    there = lying(request.actor, [one for ids in wanted.values() for one in ids])  # type: ignore[attr-defined]
    rows = {str(file.pk): file for file in there}
    files = {line: [rows[one] for one in ids if one in rows] for line, ids in wanted.items()}
    return Laid(files, readings_of([file.pk for file in there]) if there else {})


def papers(plan: Plan, given: Any, on_desk: Laid) -> dict[str, PaperGiven]:
    """Return what the page says of each paper, with what was read off its scans and the licence that stands in for it."""
    proofs = licences_in(given, [line.id for line in plan.reached.lines])
    found = forms.papers_in(plan.reached.lines, given)
    return {line.id: _paper(line, found[line.id], given, on_desk, proofs) for line in plan.reached.lines}


def _paper(line: Line, paper: PaperGiven, given: Any, on_desk: Laid, proofs: Mapping[str, Proof]) -> PaperGiven:
    if paper.received_as == "shared" and line.id in proofs:
        return replace(paper, note=proofs[line.id].note)
    if not (read := on_desk.read(line.id)):
        return paper
    form = {name: given.get(name, "") for name in base_form.BY_NAME}
    return replace(paper, read=suggested(line, read, form, day_of(clock.now())))
