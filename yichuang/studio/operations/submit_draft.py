"""Give a draft to the business review: its current revision is frozen, and everything from here on is about exactly that content (6.4)."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from yichuang.catalog.operations.candidates import freeze_candidate
from yichuang.catalog.rules.findings import MATTER, Finding, Place
from yichuang.catalog.rules.nodes import Node, by_place, nodes_of, place_words
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio import policies
from yichuang.studio.events import DraftSubmitted
from yichuang.studio.models import Draft, Remark, ReviewRound
from yichuang.studio.operations.keep_revision import pin_revision
from yichuang.studio.queries import lock_draft
from yichuang.studio.queries.judging import judge
from yichuang.studio.queries.reviews import last_judged_round, open_remarks
from yichuang.studio.rules.states import STATE_NAMES, after

KEPT, TITLE = "草稿没有改动，没有送审。", "没有提交"


@unit_of_work()
def submit_draft(*, actor: Actor, draft_id: uuid.UUID | str, now: datetime, revision: int | None = None) -> ReviewRound:
    """Submit a draft and return the review round it opens; `revision` is the one the author looked at.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it is not a draft any more or was changed meanwhile,
        422 with every error and every open remark.
    """
    draft = lock_draft(actor, draft_id)
    policies.demand(actor, "draft.submit", draft.department, "提交评审")
    state = after(draft.state, "submit")
    if state is None:
        said = f"这份文稿是“{STATE_NAMES[draft.state]}”，不能再次提交。"
        raise Refused(Reason("submitted", said, kept="没有改动。", todo="请刷新页面查看最新状态。"), title=TITLE)
    if revision is not None and revision != draft.revision:
        said = f"{draft.updated_by_name}刚刚又保存了第 {draft.revision} 稿，您看到的是第 {revision} 稿。"
        raise Refused(Reason("changed", said, kept=KEPT, todo="请刷新页面，看过新的一稿后再提交。"), title=TITLE)
    spec = _ready(draft)
    draft.candidate = freeze_candidate(actor=actor, spec=spec, now=now)
    draft.state, draft.submitted_at, draft.updated_at = state, now, now
    before = last_judged_round(draft.key)
    round_ = ReviewRound(
        draft=draft,
        number=1 + ReviewRound.objects.filter(draft=draft).count(),
        candidate=draft.candidate,
        content_hash=draft.candidate.content_hash,
        previous=before,
        opened_at=now,
        opened_by_id=actor.id,
        opened_by_name=actor.name,
    )
    event = DraftSubmitted(
        key=draft.key, name=draft.name, revision=draft.revision, content_hash=round_.content_hash, round=round_.number
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=["candidate", "state", "submitted_at", "updated_at"])
    round_.save(force_insert=True)
    pin_revision(draft, draft.revision)
    return round_


def _ready(draft: Draft) -> MatterSpec:
    """Return the spec of a draft that nothing speaks against.

    :raises Refused: 422 with every reason.
    """
    judgement = judge(draft.document)
    nodes = by_place(nodes_of(judgement.spec)) if judgement.spec else {}
    reasons = [*_errors(judgement.errors, nodes), *_remarks(open_remarks(draft), nodes)]
    if judgement.spec is not None:
        reasons += _strange(draft, judgement.spec)
    if reasons:
        raise Refused(*reasons, status=422, title=TITLE)
    assert judgement.spec is not None
    return judgement.spec


def _errors(findings: Sequence[Finding], nodes: Mapping[Place, Node]) -> list[Reason]:
    return [
        Reason(
            finding.code,
            _located(finding.place, nodes, finding.message) + (f"（例：{finding.example}）" if finding.example else ""),
            rule=finding.rule,
            kept=KEPT,
            todo=f"可以一键修复：{finding.repair.label}。" if finding.repair else "请在编辑页改正后再提交。",
        )
        for finding in findings
    ]


def _remarks(remarks: Sequence[Remark], nodes: Mapping[Place, Node]) -> list[Reason]:
    todo = "请改正后在意见旁点“已处理”，写明怎样处理。"
    return [
        Reason(
            "open_remark",
            _located(Place(**row.place), nodes, f"{row.author_name}的意见还没有处理：{row.text}"),
            rule="S2-21",
            kept=KEPT,
            todo=todo,
        )
        for row in remarks
    ]


def _located(place: Place, nodes: Mapping[Place, Node], text: str) -> str:
    return text if place == MATTER else f"{place_words(place, nodes)}：{text}"


def _strange(draft: Draft, spec: MatterSpec) -> list[Reason]:
    """Return why a document may not be frozen under its draft: it says that it is another matter, or another department's."""
    if spec.key == draft.key and spec.department == draft.department.key:
        return []
    said = "文稿中的事项标识或实施部门与这份草稿不一致。"
    return [Reason("identity", said, rule="S2-9", kept=KEPT, todo="请恢复事项标识和实施部门；改换部门的，请另建草稿。")]
