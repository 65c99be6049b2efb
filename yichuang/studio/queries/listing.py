"""Every situation of a draft, counted exactly and listed by page, and the fewest applicants that exercise all of it (S2-11, S2-21②)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from yichuang.catalog.rules.prover import Proof, Script, applicants, prove, read_draft
from yichuang.catalog.rules.prover.diagrams import Exceeded
from yichuang.catalog.rules.prover.situations import SituationRow
from yichuang.catalog.rules.spec import YES, MatterSpec
from yichuang.foundations.problems import Reason, Refused
from yichuang.studio.models import Draft

SIZE, MOST = 20, 1_000


@dataclass(frozen=True)
class Listed:
    """Some situations in order. `count` and `paths`: how many situations and answer paths there are, None when the budget did not do.

    `next` and `previous` are the cursors of the neighbouring pages: how many situations lie before them (empty: there is none).
    """

    count: int | None
    paths: int | None
    rows: tuple[SituationRow, ...] = ()
    next: str = ""
    previous: str = ""


@dataclass(frozen=True)
class Exercised:
    """The applicants of `applicants` with how near to the minimum they are, in words."""

    scripts: tuple[Script, ...]
    least: int
    decided: bool
    words: str


def demand_spec(draft: Draft) -> MatterSpec:
    """Return what a draft's document says.

    :raises Refused: 422 when nothing of it can be used yet.
    """
    spec = read_draft(draft.document).spec
    if spec is None:
        said, todo = "文稿还没有可以推演的问题和情形。", "请先添加问题、情形和材料。"
        reason = Reason("unreadable", said, "document", rule="S2-11", kept="文稿没有改动。", todo=todo)
        raise Refused(reason, status=422, title="没有列出")
    return spec


def listed(spec: MatterSpec, after: str = "", size: int = SIZE, on: date | None = None) -> Listed:
    """Return a page of the situations after so many (`after`, digits), each with a shortest way to answer that leads to it (`on` a day).

    :raises Refused: 422 for a cursor that is none, or lies beyond the last.
    """
    proof: Proof = prove(spec)
    count, start = proof.situations.count, _start(after)
    if count is None:
        return Listed(None, proof.paths)
    if start and start >= count:
        raise _no_cursor(f"一共 {count} 个情形，没有第 {start + 1} 个。")
    try:
        page = proof.situations.page(str(start), max(1, min(size, MOST)), on)
    except Exceeded:
        return Listed(None, proof.paths)
    before = str(max(0, start - size)) if start else ""
    return Listed(count, proof.paths, page.rows, page.next, before)


def exercised(spec: MatterSpec, on: date) -> Exercised:
    """Return the fewest applicants found that together exercise every option, material and outcome on a day."""
    found = applicants(spec, on=on)
    return Exercised(found.scripts, found.least, found.decided, found.words())


def material_names(spec: MatterSpec, ids: Sequence[str]) -> list[str]:
    """Return materials by their names, in the order given."""
    named = {one.id: one.name for one in spec.materials}
    return [named.get(one, one) for one in ids]


def ends_at(spec: MatterSpec, script: Script) -> str:
    """Return where an applicant arrives, in words: the situation's path, or what the outcome says."""
    return script.path or next((one.message for one in spec.outcomes if one.id == script.outcome), "")


def days_known(spec: MatterSpec, known: Mapping[str, str]) -> list[str]:
    """Return what the platform knows of the day in a situation, in words: it is reached before or from a day only."""
    return [
        f"{fact.since:%Y-%m-%d}{'起' if known[fact.id] == YES else '前'}受理"
        for fact in spec.facts
        if fact.since and fact.id in known
    ]


def _start(after: str) -> int:
    if not after:
        return 0
    if not (after.isascii() and after.isdigit()) or len(after) > 30:
        raise _no_cursor("页码应为数字。")
    return int(after)


def _no_cursor(said: str) -> Refused:
    return Refused(
        Reason("cursor", said, "after", kept="文稿没有改动。", todo="请从第一页开始。"), status=422, title="没有这一页"
    )
