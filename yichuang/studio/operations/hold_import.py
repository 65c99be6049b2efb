"""First step of an import: read an uploaded file and hold what was read; no draft is touched (lessons 2.4: dry run first)."""

from dataclasses import asdict
from datetime import datetime, timedelta

from yichuang.foundations import jobs
from yichuang.foundations.actors import Actor
from yichuang.foundations.excel import Tell
from yichuang.foundations.office import LARGEST
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.grids import Trouble
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.queries import find_department
from yichuang.studio import policies
from yichuang.studio.models import ImportBatch
from yichuang.studio.papers.opening import KEPT, open_paper
from yichuang.studio.queries.imports import compared
from yichuang.studio.rules.importing import READING
from yichuang.studio.rules.sheets.incoming import Incoming, parse

READ = "studio.read_import"
LASTS = timedelta(days=1)
# What is read while somebody waits: some thousand rows of nine columns. What is larger has a page with its progress.
AT_ONCE = 48 * 1024
CONTAINER = b"PK"
MOST_MATTERS = 200
SHOWN_TROUBLES = 5


@unit_of_work()
def hold_import(*, actor: Actor, department_id: int, name: str, data: bytes, now: datetime) -> ImportBatch:
    """Read a file for a department and return the batch that holds it for a day; a large one is left to a worker (`read_import`).

    :raises NotAllowed: outside the actor's department; Refused 422 for a file that cannot be opened or says nothing usable.
    """
    department = find_department(department_id)
    if department is None:
        reason = Reason("department", "没有这个部门。", field="department", kept=KEPT, todo="请从列表中选择部门。")
        raise Refused(reason, status=422, title="没有读取")
    policies.demand(actor, "draft.write", department, "导入草稿")
    name = name.replace("\\", "/").rpartition("/")[2].strip()[-200:] or "未命名"
    batch = ImportBatch(
        actor_id=actor.id,
        actor_name=actor.name,
        department=department,
        file_name=name,
        created_at=now,
        expires_at=now + LASTS,
    )
    if AT_ONCE < len(data) <= LARGEST and data.startswith(CONTAINER):
        batch.state, batch.upload, batch.beat_at = READING, data, now
        batch.save(force_insert=True)
        begin_reading(batch)
        return batch
    take_in(batch, data)
    batch.planned = compared(batch)
    batch.save(force_insert=True)
    return batch


def begin_reading(batch: ImportBatch) -> None:
    """Let a worker read the upload of a batch."""
    jobs.defer([jobs.Later(READ, {"batch": str(batch.pk), "attempt": batch.attempt})])


def take_in(batch: ImportBatch, data: bytes, tell: Tell | None = None) -> None:
    """Put what a file says into a batch.

    :raises Refused: 422 for a file that cannot be opened or says nothing usable.
    """
    name = batch.file_name
    parsed = parse(open_paper(name, data, tell), name.rpartition(".")[0] or name)
    matters = [matter for matter in parsed.matters if _says_something(matter)]
    _refuse_nothing(matters, parsed.troubles)
    if len(matters) > MOST_MATTERS:
        said = f"文件里有 {len(matters)} 个事项，一次最多 {MOST_MATTERS} 个。"
        reason = Reason("too_many", said, field="file", kept=KEPT, todo="请分成几个文件上传。")
        raise Refused(reason, status=422, title="没有读取")
    batch.matters = [matter.plain() for matter in matters]
    batch.troubles = [asdict(trouble) for trouble in parsed.troubles]


def _says_something(matter: Incoming) -> bool:
    content = [value for key, value in matter.document.items() if key not in ("schema", "key", "department")]
    return bool(matter.nine) or any(content)


def _refuse_nothing(matters: list[Incoming], troubles: tuple[Trouble, ...]) -> None:
    """Importing nothing is not a success (lessons 2.4, OZ #1504)."""
    if matters:
        return
    found = [
        Reason("unusable", f"{trouble.where}：{trouble.reason}。", field="file", rule="S2-19", todo="请改正这一处。")
        for trouble in troubles[:SHOWN_TROUBLES]
    ]
    said = "文件里没有一行可以使用的内容。"
    todo = "请对照空表填写：九列材料表，或“基本信息”等全表。"
    raise Refused(
        Reason("nothing", said, field="file", rule="S2-19", kept=KEPT, todo=todo), *found, status=422, title="没有读取"
    )
