"""Ask for a change of a published matter (动态调整, S2-26): by a department, the centre, a clerk at the counter, or after a complaint.

What several people say of one place is one request with several voices, so that it is decided once.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from yichuang.catalog.queries import PublishedMatter, latest_version
from yichuang.catalog.rules.findings import MATTER, Place
from yichuang.files.operations.prepare import Prepared
from yichuang.files.operations.store import store
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotAllowed, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.events import AdjustmentRequested, AdjustmentSeconded
from yichuang.studio.models import AdjustmentRequest, AdjustmentVoice
from yichuang.studio.queries.adjustments import one_at_a_time
from yichuang.studio.rules.adjustments import (
    COMPLAINED,
    COMPLAINT,
    OPEN,
    OPTIMISE,
    SOURCES,
    TRIGGERS,
    WHOLE,
    key_of,
    places,
    source_of,
)

ACT = "adjustment.request"
# Whose the attachments are, to the files room.
OWNER = "adjustment"
KEPT = "没有登记；填写的内容都在。"
TITLE = "没有提出"


@dataclass(frozen=True)
class Wanted:
    """What is asked: of which matter and place, why (one of the five triggers), the text, evidence, the paper or case it came with.

    `source` is complaint where a complaint is passed on; else it follows from the asker's post.
    """

    matter: str
    trigger: str
    text: str
    place: Place = MATTER
    evidence: str = ""
    reference: str = ""
    source: str = ""


@unit_of_work()
def request_adjustment(
    *, actor: Actor, wanted: Wanted, now: datetime, attached: Sequence[Prepared] = ()
) -> AdjustmentRequest:
    """Record a request and return it; of a place that others have questioned already, their request with one voice more.

    `attached` is kept beside the request.

    :raises NotAllowed: without the right; NotFound without such a matter; Refused 422 with everything that is missing.
    """
    if not actor.may(ACT):
        raise NotAllowed(ACT, "您的岗位不提出动态调整。")
    if wanted.source and wanted.source not in (COMPLAINT, source_of(actor.roles)):
        wrong = Reason("source", "来源与您的岗位不符。", field="source", rule="S2-26", kept=KEPT, todo="请留空来源。")
        raise Refused(wrong, status=422, title=TITLE)
    source = wanted.source or source_of(actor.roles)
    row = record(actor=actor, wanted=wanted, source=source, office=_office(actor), now=now)
    for content in attached:
        store(actor, data=content, purpose=OWNER, owner_kind=OWNER, owner_key=str(row.pk), now=now)
    return row


def record(*, actor: Actor, wanted: Wanted, source: str, office: str, now: datetime) -> AdjustmentRequest:
    """Record a request inside the caller's unit of work, the right having been judged where it was made.

    :raises NotFound: without such a matter; Refused 422.
    """
    version = latest_version(wanted.matter)
    known = places(version.spec)
    _refuse_unusable(wanted, source, key_of(wanted.place) in known)
    key = key_of(wanted.place)
    same = _same(version.matter_id, wanted.trigger, key)
    if same is not None:
        return _second(same, actor, wanted, office, now)
    row = _new(version, wanted, source, key, known[key].name)
    row.requester_id, row.requester_name, row.requester_office, row.created_at = actor.id, actor.name, office, now
    event = AdjustmentRequested(
        key=version.key,
        name=version.spec.name,
        version=version.number,
        trigger=row.trigger,
        source=source,
        place=row.place_name,
        text=row.text,
        reference=row.reference,
    )
    ledger.write(row, event, actor=actor, at=now)
    _voice(row, actor, wanted, office, now)
    return row


def _same(matter_id: int, trigger: str, key: str) -> AdjustmentRequest | None:
    """Lock the open request about the same place, if there is one; what is about the whole matter stands for itself."""
    if trigger != OPTIMISE or key == WHOLE:
        return None
    one_at_a_time(f"adjustment:{matter_id}:{key}")
    rows = AdjustmentRequest.objects.select_for_update(of=("self",)).select_related("matter")
    return rows.filter(matter_id=matter_id, trigger=OPTIMISE, place_key=key, state=OPEN).first()


def _new(version: PublishedMatter, wanted: Wanted, source: str, key: str, name: str) -> AdjustmentRequest:
    return AdjustmentRequest(
        matter_id=version.matter_id,
        version_id=version.version_id,
        department_id=version.department_id,
        trigger=wanted.trigger,
        source=source,
        place=asdict(wanted.place),
        place_key=key,
        place_name=name[:300],
        text=wanted.text.strip(),
        evidence=wanted.evidence.strip(),
        reference=wanted.reference.strip(),
    )


def _second(row: AdjustmentRequest, actor: Actor, wanted: Wanted, office: str, now: datetime) -> AdjustmentRequest:
    _voice(row, actor, wanted, office, now)
    row.people = AdjustmentVoice.objects.filter(request=row).values("author_id").distinct().count()
    event = AdjustmentSeconded(
        row.matter.key, row.place_name, wanted.text.strip(), wanted.reference.strip(), row.people
    )
    ledger.write(row, event, actor=actor, at=now, update_fields=["people"])
    return row


def _voice(row: AdjustmentRequest, actor: Actor, wanted: Wanted, office: str, now: datetime) -> None:
    AdjustmentVoice.objects.create(
        request=row,
        text=wanted.text.strip(),
        reference=wanted.reference.strip(),
        author_id=actor.id,
        author_name=actor.name,
        author_office=office,
        at=now,
    )


def _office(actor: Actor) -> str:
    return next((post.site_name or post.department_name for post in actor.posts), "")


def _refuse_unusable(wanted: Wanted, source: str, place_known: bool) -> None:
    reasons = []
    if wanted.trigger not in TRIGGERS:
        named = "、".join(TRIGGERS.values())
        reasons.append(
            Reason("trigger", f"触发原因应为：{named}。", field="trigger", rule="S2-26", kept=KEPT, todo="请选择一项。")
        )
    if source not in SOURCES:
        reasons.append(Reason("source", "来源无法识别。", field="source", rule="S2-26", kept=KEPT, todo="请留空来源。"))
    if not place_known:
        said = "现行版本没有这个位置，可能已在新版中改掉。"
        reasons.append(Reason("place", said, field="place", rule="S2-26", kept=KEPT, todo="请从列表中选择位置。"))
    if not 2 <= len(wanted.text.strip()) <= 500:
        said = "请用 2 至 500 个字写明要调整什么。"
        reasons.append(Reason("text", said, field="text", rule="S2-26", kept=KEPT, todo="请写明要调整什么。"))
    if len(wanted.evidence.strip()) > 500 or len(wanted.reference.strip()) > 120:
        said = "依据和理由不超过 500 字，来文或办件不超过 120 字。"
        reasons.append(Reason("evidence", said, field="evidence", kept=KEPT, todo="请写得简短些，详情可附文件。"))
    if wanted.trigger == COMPLAINED and not wanted.reference.strip():
        said = "投诉举报反映的问题，要写明投诉编号或来电来信的日期。"
        reasons.append(Reason("reference", said, field="reference", rule="S2-27", kept=KEPT, todo="请填写来文或办件。"))
    if reasons:
        raise Refused(*reasons, status=422, title=TITLE)
