"""Withdraw a matter (取消): nothing is received under it any more unless a new version is published; running cases go on (S2-16, S2-26)."""

from datetime import datetime

from yichuang.catalog.events import MatterWithdrawn
from yichuang.catalog.models import PUBLISHED, SUSPENDED, WITHDRAWN, MatterNotice, MatterVersion
from yichuang.catalog.operations.revise_search import revise_search
from yichuang.catalog.operations.suspend import KEPT, lock_matter
from yichuang.catalog.rules.notices import WITHDRAWAL
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

NEEDED = (
    ("reason", "没有写明取消的原因。", "请写明原因。"),
    ("legal_basis", "没有写明取消的依据（法律、法规、规章或文件的名称和条款）。", "请写明依据。"),
    ("instead", "没有写明办事人接下来怎么办、到哪里办。", "请写明不再需要办理，或改到哪里办理。"),
)


@unit_of_work()
def withdraw_matter(
    *,
    actor: Actor,
    matter_key: str,
    reason: str,
    legal_basis: str,
    instead: str,
    now: datetime,
    revision: int | None = None,
) -> MatterVersion:
    """Withdraw the version that is in force or suspended, tell the public, and return it.

    :raises NotFound: without such a matter; NotAllowed; Refused 409 when there is nothing to withdraw, 422 naming what is missing.
    """
    matter = lock_matter(actor, matter_key, "取消", revision)
    given = {"reason": reason.strip(), "legal_basis": legal_basis.strip(), "instead": instead.strip()}
    missing = [
        Reason(field, said, field=field, rule="S2-26", kept=KEPT, todo=todo)
        for field, said, todo in NEEDED
        if not given[field]
    ]
    if missing:
        raise Refused(*missing, status=422, title="没有取消")
    rows = MatterVersion.objects.filter(matter=matter, state__in=(PUBLISHED, SUSPENDED))
    version = rows.defer("spec").order_by("-number").first()
    if version is None:
        said = f"“{matter.name}”没有在办理或暂停的版本，不需要取消。"
        raise Refused(Reason("not_published", said, kept=KEPT, todo="请刷新页面查看最新状态。"), title="没有取消")
    MatterNotice.objects.filter(matter=matter, lifted_at=None).update(lifted_at=now, lifted_by_name=actor.name)
    MatterNotice.objects.create(
        matter=matter,
        kind=WITHDRAWAL,
        text=given["reason"],
        instead=given["instead"],
        legal_basis=given["legal_basis"],
        since=day_of(now),
        begun_at=now,
        made_at=now,
        made_by_id=actor.id,
        made_by_name=actor.name,
    )
    event = MatterWithdrawn(matter.key, matter.name, version.number or 0, **given)
    ledger.write(matter, event, actor=actor, at=now, update_fields=[])
    version.state, version.ended_at = WITHDRAWN, now
    version.save(update_fields=["state", "ended_at"])
    revise_search(actor=actor, now=now)
    return version
