"""Begin an online application from what was filled in, change it, put files to it (S2-46); what is not submitted is nobody's work yet."""

from datetime import datetime
from uuid import UUID

from yichuang.cases.operations.look_up_prefill import look_up_prefill
from yichuang.cases.operations.prefill import (
    Prefilled,
    hold_prefill,
    judge_prefilled,
    mark_of,
    received_already,
    refill_prefill,
)
from yichuang.cases.rules import base_form
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import published
from yichuang.catalog.rules import navigator
from yichuang.files.operations.prepare import Prepared
from yichuang.files.operations.store import store
from yichuang.foundations import ledger
from yichuang.foundations.actors import PUBLIC
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotFound, Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.online.events import ApplicationBegun, ApplicationFileAdded, ApplicationFileRemoved, ApplicationFilled
from yichuang.online.models import OnlineApplication, OnlineFile
from yichuang.online.queries import OWNER, file_of, needed_of, prefilled_of, today_of
from yichuang.online.rules.standing import NONE, OPEN, state_name
from yichuang.organizations.queries import department

TITLE, KEPT = "没有保存", "已填的申请表和已传的文件都在。"
PURPOSE = "material"
MOST_FOR_A_MATERIAL, MOST_FILES = 10, 40


@unit_of_work()
def begin(*, code: str, address: str, now: datetime) -> OnlineApplication:
    """Return the application that follows what was filled in under a code, begun now unless it was begun before.

    :raises NotFound: for an unknown code. :raises Refused: 429 as `look_up_prefill`; 409 when a counter received it, or the matter
        is not handled online.
    """
    there = OnlineApplication.objects.filter(code_mark=mark_of(code)).first()
    if there is not None:
        return there
    prefill = look_up_prefill(code=code, address=address, now=now)
    hold_prefill(mark=mark_of(code))
    # Another click may have begun it while this one waited.
    there = OnlineApplication.objects.filter(code_mark=mark_of(code)).first()
    if there is not None:
        return there
    if prefill.number:
        raise received_already(prefill)
    matter = published(prefill.key)
    if matter.spec.channels.online == NONE:
        todo = "请带预填码和材料到窗口办理。"
        reason = Reason("not_online", f"“{matter.spec.name}”不能网上申请。", "matter", "S2-46", KEPT, todo)
        raise Refused(reason, title="不能网上申请")
    row = OnlineApplication(
        code_mark=mark_of(code),
        state=State.DRAFT,
        matter_id=matter.matter_id,
        version_id=matter.version_id,
        matter_key=matter.key,
        matter_name=matter.spec.name,
        depth=matter.spec.channels.online,
        department_id=matter.department_id,
        department_name=matter.department_name,
        division=department(matter.department_id).receiving_id,
        query_password="",
        data=prefill.data,
        begun_at=now,
        touched_at=now,
    )
    _name(row, prefilled_of(row, matter.spec), now)
    ledger.write(row, ApplicationBegun(matter=matter.key, version=matter.number), actor=PUBLIC, at=now)
    return row


def lock_open(pk: UUID, doing: str) -> OnlineApplication:
    """Return an application, locked, that its applicant may still change.

    :raises NotFound: when there is none. :raises Refused: 409 once it is submitted or over.
    """
    row = OnlineApplication.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        raise NotFound("这份网上申请", "请凭预填码，或统一申报编码和查询密码重新打开。")
    if State(row.state) not in OPEN:
        text = f"这份申请现为“{state_name(row.state)}”，不能{doing}。"
        raise Refused(
            Reason("wrong_state", text, rule="S2-46", kept=KEPT, todo="请刷新页面查看最新状态。"), title=TITLE
        )
    return row


@unit_of_work()
def fill(*, pk: UUID, given: Prefilled, now: datetime) -> OnlineApplication:
    """Change the forms of an application; where the answers change too, the papers asked for follow the new situation.

    :raises Refused: 422 with every fault of the forms; 409 as `lock_open`.
    """
    row = lock_open(pk, "修改申请表")
    matter = published(row.matter_key)
    judge_prefilled(given, matter.spec, now, title=TITLE)
    row.data = {name: list(values) for name, values in given.typed.items()}
    row.version_id, row.touched_at = matter.version_id, now
    _name(row, given, now)
    refill_prefill(mark=row.code_mark, typed=given.typed)
    fields = ["data", "version", "touched_at", "situation_name", "applicant_name"]
    ledger.write(row, ApplicationFilled(), actor=PUBLIC, at=now, update_fields=fields)
    return row


def _name(row: OnlineApplication, given: Prefilled, now: datetime) -> None:
    """Put what lists show onto the row."""
    spec = published(row.matter_key).spec
    facts = navigator.facts_with_known(spec, given.answers, applicant_kind=given.kind, on=day_of(now))
    row.situation_name = navigator.checklist(spec, facts).situation_path[:200]
    values = {name: str(value) for name, value in given.form.items()}
    row.applicant_name = base_form.applicant_name(given.kind, values)


@unit_of_work()
def add_file(*, pk: UUID, material: str, content: Prepared, now: datetime) -> OnlineFile:
    """Put a prepared file to a material and return it.

    :raises Refused: 422 for a material that the situation does not need, the same file again, or too many; 409 as `lock_open`.
    """
    row = lock_open(pk, "上传材料")
    needed = {one.material.id: one for one in needed_of(row, today_of(row))}
    if material not in needed:
        raise _refused("material_unknown", "这份申请的情形不需要这份材料。", "请刷新页面。")
    there = [one.file.blob.sha256 for one in needed[material].files]
    if content.sha256 in there:
        raise _refused("file_twice", f"“{content.name}”已经传过，没有重复保存。", "请选择另一个文件。")
    if len(there) >= MOST_FOR_A_MATERIAL or sum(len(one.files) for one in needed.values()) >= MOST_FILES:
        text = f"每份材料最多 {MOST_FOR_A_MATERIAL} 个文件，一份申请最多 {MOST_FILES} 个。"
        raise _refused("too_many", text, "请合并成一个 PDF 文件后上传。")
    file = store(PUBLIC, data=content, purpose=PURPOSE, owner_kind=OWNER, owner_key=str(row.pk), now=now)
    kept = OnlineFile.objects.create(application=row, material_id=material, file=file, added_at=now)
    row.touched_at = now
    event = ApplicationFileAdded(material=material, file=str(file.pk), sha256=content.sha256)
    ledger.write(row, event, actor=PUBLIC, at=now, update_fields=["touched_at"])
    return kept


def _refused(code: str, message: str, todo: str) -> Refused:
    return Refused(Reason(code, message, "file", "S2-46", KEPT, todo), status=422, title="没有上传")


@unit_of_work()
def remove_file(*, pk: UUID, file: int, now: datetime) -> None:
    """Take a file off. :raises NotFound: when the application has no such file. :raises Refused: 409 as `lock_open`."""
    row = lock_open(pk, "移除文件")
    gone = file_of(row, file)
    gone.removed_at = row.touched_at = now
    gone.save(update_fields=["removed_at"])
    event = ApplicationFileRemoved(material=gone.material_id, file=str(gone.file_id))
    ledger.write(row, event, actor=PUBLIC, at=now, update_fields=["touched_at"])
