"""Import a workbook in two steps: hold what was read of it, then import it after its difference was seen; all rows or none."""

from dataclasses import asdict
from datetime import datetime, timedelta
from uuid import UUID

from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.rules.grids import NOTE
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations import policies
from yichuang.organizations.models import HeldWorkbook
from yichuang.organizations.operations.load_organisation import load_organisation
from yichuang.organizations.operations.open_workbook import KEPT, open_workbook
from yichuang.organizations.rules.workbook import Row

LASTS = timedelta(days=1)


@unit_of_work()
def hold_workbook(*, actor: Actor, name: str, data: bytes, now: datetime) -> HeldWorkbook:
    """Read an uploaded workbook and hold it for its uploader for a day; what others left over is forgotten.

    :raises NotAllowed: without the right to keep places. :raises Refused: 422 for a file that cannot be opened or says nothing.
    """
    if not actor.may(policies.MANAGE):
        policies.demand(actor, "division", "", "导入组织机构")
    rows, troubles = open_workbook(name, data)
    HeldWorkbook.objects.filter(expires_at__lte=now).delete()
    return HeldWorkbook.objects.create(
        actor_id=actor.id,
        file_name=name.replace("\\", "/").rpartition("/")[2].strip()[-200:] or "未命名",
        rows=[asdict(row) for row in rows],
        troubles=[asdict(trouble) for trouble in troubles],
        created_at=now,
        expires_at=now + LASTS,
    )


def held_workbook(actor: Actor, pk: str, now: datetime, lock: bool = False) -> HeldWorkbook:
    """Return a held workbook of the actor's own, locked on request.

    :raises NotFound: when there is none, it is another's, or its day is over.
    """
    rows = HeldWorkbook.objects.select_for_update() if lock else HeldWorkbook.objects.all()
    try:
        found = rows.filter(pk=UUID(str(pk)), actor_id=actor.id, expires_at__gt=now).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound("这份上传的文件", "上传的文件只保留一天；请重新上传。")
    return found


def rows_of(held: HeldWorkbook) -> list[Row]:
    """Return what was read of a held workbook."""
    return [Row(**row) for row in held.rows]


@unit_of_work()
def apply_workbook(*, actor: Actor, held_id: str, now: datetime) -> HeldWorkbook:
    """Import a held workbook and return it with what it did.

    :raises NotFound: :raises Refused: 409 when it was imported, 422 when a row cannot be used; nothing is written then.
    """
    held = held_workbook(actor, held_id, now, lock=True)
    if held.applied_at is not None:
        reason = Reason("applied", "这份文件已经导入。", kept="没有再次导入。", todo="要再导入，请重新上传。")
        raise Refused(reason, title="没有导入")
    unread = sum(trouble["weight"] != NOTE for trouble in held.troubles)
    if unread:
        said = f"文件里有 {unread} 处读不出来，一行也没有导入。"
        raise Refused(Reason("unusable", said, kept=KEPT, todo="请改正文件后重新上传。"), status=422, title="没有导入")
    judged = load_organisation(actor=actor, rows=rows_of(held), now=now)
    held.applied_at = now
    held.added = sum(change.added for change in judged.changes)
    held.changed = len(judged.changes) - held.added
    held.save(update_fields=["applied_at", "added", "changed"])
    return held
