"""Import over the API, in the same two steps as on the page: hold and compare, then write what was chosen."""

import base64
import binascii
from typing import Any

from django.http import HttpRequest
from ninja import Router

from yichuang.accounts.auth import staff_auth
from yichuang.foundations import clock
from yichuang.foundations.http import PROBLEMS, write
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.grids import Trouble
from yichuang.studio.models import ImportBatch
from yichuang.studio.operations.hold_import import hold_import
from yichuang.studio.operations.import_drafts import import_drafts
from yichuang.studio.operations.read_import import cancel_import, restart_import
from yichuang.studio.papers.opening import KEPT
from yichuang.studio.queries.imports import Planned, batch_for, outline, plan
from yichuang.studio.rules.importing import APPLIED, HELD, UNDER_WAY, is_silent
from yichuang.studio.schemas.imports import ApplyBody, ChangeOut, ImportBody, ImportOut, PlannedOut, TroubleOut

router = Router(tags=["事项梳理"])


@router.post(
    "/studio/imports",
    auth=staff_auth,
    response={201: ImportOut, **PROBLEMS},
    operation_id="hold_import",
    summary="上传并比较",
)
def post_import(request: HttpRequest, body: ImportBody) -> Any:
    """Read a file and answer what it would change; nothing is written into drafts."""

    def act() -> ImportOut:
        batch = hold_import(
            actor=request.actor,  # type: ignore[attr-defined]
            department_id=body.department_id,
            name=body.name,
            data=_decoded(body.content),
            now=clock.now(),
        )
        return _import(batch)

    return write(request, act, 201)


@router.get(
    "/studio/imports/{import_id}",
    auth=staff_auth,
    response={200: ImportOut, **PROBLEMS},
    operation_id="get_import",
    summary="取导入比较或结果",
)
def get_import(request: HttpRequest, import_id: str) -> ImportOut:
    """Answer what a held file would change now, or what became of it."""
    return _import(batch_for(request.actor, import_id, clock.now()))  # type: ignore[attr-defined]


@router.post(
    "/studio/imports/{import_id}/apply",
    auth=staff_auth,
    response={200: ImportOut, **PROBLEMS},
    operation_id="apply_import",
    summary="确认导入",
)
def post_apply(request: HttpRequest, import_id: str, body: ApplyBody) -> Any:
    """Write the chosen matters as drafts, all of them or none; many are left to a worker and the answer says `applying`."""

    def act() -> ImportOut:
        batch = import_drafts(
            actor=request.actor,  # type: ignore[attr-defined]
            batch_id=import_id,
            take={choice.index: choice.take for choice in body.choices},
            seen={choice.index: choice.revision for choice in body.choices if choice.revision is not None},
            now=clock.now(),
        )
        return _import(batch)

    return write(request, act)


@router.post(
    "/studio/imports/{import_id}/cancel",
    auth=staff_auth,
    response={200: ImportOut, **PROBLEMS},
    operation_id="cancel_import",
    summary="取消正在读取或导入的文件",
)
def post_cancel(request: HttpRequest, import_id: str) -> Any:
    """Stop what is being read, or what was confirmed and is not being written yet."""

    def act() -> ImportOut:
        return _import(cancel_import(actor=request.actor, batch_id=import_id, now=clock.now()))  # type: ignore[attr-defined]

    return write(request, act)


@router.post(
    "/studio/imports/{import_id}/restart",
    auth=staff_auth,
    response={200: ImportOut, **PROBLEMS},
    operation_id="restart_import",
    summary="重新开始没有进展的读取或导入",
)
def post_restart(request: HttpRequest, import_id: str) -> Any:
    """Begin a reading or an import again of which nothing was heard for a minute."""

    def act() -> ImportOut:
        return _import(restart_import(actor=request.actor, batch_id=import_id, now=clock.now()))  # type: ignore[attr-defined]

    return write(request, act)


def _decoded(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (ValueError, binascii.Error) as error:
        todo = "请把文件内容按标准 Base64 编码后提交。"
        reason = Reason("content", "content 不是 Base64 编码。", field="content", kept=KEPT, todo=todo)
        raise Refused(reason, status=422, title="没有读取") from error


def _import(batch: ImportBatch) -> ImportOut:
    planned = [] if batch.applied_at or batch.state != HELD else plan(batch)
    troubles = [*outline(batch), *(trouble for one in planned for trouble in one.troubles)]
    return ImportOut(
        id=str(batch.pk),
        file_name=batch.file_name,
        expires_at=batch.expires_at.isoformat(),
        state=APPLIED if batch.applied_at is not None else batch.state,
        phase=batch.phase if batch.state in UNDER_WAY else "",
        done=batch.done,
        total=batch.total,
        silent=batch.state in UNDER_WAY and is_silent(batch.beat_at, batch.created_at, clock.now()),
        problems=[str(reason["message"]) for reason in batch.problem],
        applied=batch.applied_at is not None,
        matters=[_planned(one) for one in planned],
        troubles=[_trouble(trouble) for trouble in troubles],
        results=[{name: str(value) for name, value in row.items()} for row in batch.result],
    )


def _planned(one: Planned) -> PlannedOut:
    return PlannedOut(
        index=one.index,
        name=one.name,
        target="unchanged" if one.unchanged else one.target,
        why=one.why,
        draft=str(one.draft.pk) if one.draft else "",
        revision=one.draft.revision if one.draft else None,
        changes=[
            ChangeOut(
                kind=change.kind,
                sheet=change.sheet,
                what=change.what,
                field=change.field,
                before=change.before,
                after=change.after,
            )
            for change in one.changes
        ],
    )


def _trouble(trouble: Trouble) -> TroubleOut:
    return TroubleOut(where=trouble.where, weight=trouble.weight, reason=trouble.reason, shown=trouble.shown)
