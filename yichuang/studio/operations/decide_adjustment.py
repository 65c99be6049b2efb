"""Decide a request to change a matter: yes, and the next version is written with the request beside its place; or no, with the reason."""

import uuid
from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio import policies
from yichuang.studio.events import AdjustmentDecided, AdjustmentTakenBack
from yichuang.studio.models import AdjustmentRequest, Draft, Remark
from yichuang.studio.operations.open_draft import open_next_version
from yichuang.studio.queries.adjustments import lock_adjustment
from yichuang.studio.rules.adjustments import ACCEPTED, DECLINED, OPEN, STATES, WITHDRAWN
from yichuang.studio.rules.states import OPEN_STATES

ACT = "adjustment.decide"
KEPT = "这份申请没有改动。"


@unit_of_work()
def accept_adjustment(
    *, actor: Actor, request_id: uuid.UUID | str, now: datetime, reason: str = ""
) -> AdjustmentRequest:
    """Accept a request and return it: the running draft of the matter, or a new one, gets it as a remark on its place.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it is decided already.
    """
    row = _open_request(actor, request_id, "决定动态调整")
    draft = Draft.objects.select_for_update(of=("self",)).filter(key=row.matter.key, state__in=OPEN_STATES).first()
    if draft is None:
        note = f"动态调整：{row.place_name}"
        draft = open_next_version(
            actor=actor, matter_key=row.matter.key, now=now, origin="adjustment", note=note, act=ACT
        )
    said = f"{row.text}（{row.requester_office or row.requester_name}提出" + (
        f"，共 {row.people} 人）" if row.people > 1 else "）"
    )
    Remark.objects.create(
        draft=draft,
        source="adjustment",
        place=row.place,
        text=said[:500],
        at=now,
        author_id=row.requester_id,
        author_name=row.requester_name,
    )
    row.state, row.draft = ACCEPTED, draft
    _settle(row, actor, reason.strip(), now)
    return row


@unit_of_work()
def decline_adjustment(*, actor: Actor, request_id: uuid.UUID | str, reason: str, now: datetime) -> AdjustmentRequest:
    """Decline a request with the reason and return it.

    :raises NotFound: when it is not the actor's to see; NotAllowed; Refused 409 when it is decided already, 422 without a reason.
    """
    row = _open_request(actor, request_id, "决定动态调整")
    if not reason.strip():
        missing = Reason(
            "reason", "没有写明不采纳的理由。", field="reason", rule="S2-26", kept=KEPT, todo="请写明理由。"
        )
        raise Refused(missing, status=422, title="没有决定")
    row.state = DECLINED
    _settle(row, actor, reason.strip(), now)
    return row


@unit_of_work()
def take_back_adjustment(*, actor: Actor, request_id: uuid.UUID | str, now: datetime) -> AdjustmentRequest:
    """Take one's own request back while nobody else has joined it, and return it.

    :raises NotFound: when it is not the actor's to see; Refused 403 for a stranger's, 409 when it is decided or others have joined.
    """
    row = lock_adjustment(actor, request_id)
    if row.requester_id != actor.id:
        stranger = Reason(
            "not_yours", "只有提出人可以收回。", rule="S2-26", kept=KEPT, todo="请由提出人收回，或由有权人决定。"
        )
        raise Refused(stranger, status=403, title="没有收回")
    _refuse_settled(row)
    if row.people > 1:
        said = f"已有 {row.people} 人提出同样的问题。"
        raise Refused(Reason("joined", said, rule="S2-26", kept=KEPT, todo="请等待有权人决定。"), title="没有收回")
    row.state, row.decided_at = WITHDRAWN, now
    event = AdjustmentTakenBack(row.matter.key, row.matter.name)
    ledger.write(row, event, actor=actor, at=now, update_fields=["state", "decided_at"])
    return row


def _open_request(actor: Actor, request_id: uuid.UUID | str, doing: str) -> AdjustmentRequest:
    row = lock_adjustment(actor, request_id)
    policies.demand(actor, ACT, row.department, doing)
    _refuse_settled(row)
    return row


def _refuse_settled(row: AdjustmentRequest) -> None:
    if row.state != OPEN:
        said = f"这份申请{STATES[row.state]}。"
        raise Refused(Reason("settled", said, kept=KEPT, todo="请刷新页面查看决定。"), title="没有改动")


def _settle(row: AdjustmentRequest, actor: Actor, reason: str, now: datetime) -> None:
    row.decided_at, row.decided_by_name, row.reason = now, actor.name, reason[:500]
    event = AdjustmentDecided(
        key=row.matter.key,
        name=row.matter.name,
        accepted=row.state == ACCEPTED,
        reason=row.reason,
        draft=str(row.draft_id or ""),
    )
    columns = ["state", "draft", "decided_at", "decided_by_name", "reason"]
    ledger.write(row, event, actor=actor, at=now, update_fields=columns)
