"""Take in what a draft shows beside a material: sample pictures with private parts blurred (S2-18), and blank forms (S2-19).

A sample's original is never stored: the areas come with the upload, and what is kept is the blurred picture only.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from yichuang.catalog.rules.samples import Area
from yichuang.files.operations.prepare import Prepared, blur, prepare
from yichuang.files.operations.store import store
from yichuang.files.queries import read_bytes
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.events import DraftFileKept
from yichuang.studio.operations.save_draft import demand_writable
from yichuang.studio.queries import draft_for, lock_draft
from yichuang.studio.queries.kept_files import BLANK_FORM, OWNER, SAMPLE, file_of_matter

MOST_AREAS = 50


@dataclass(frozen=True)
class Kept:
    """A file that a draft may name: id, name, and the size of a picture."""

    id: str
    name: str
    width: int
    height: int


def keep_sample(
    *, actor: Actor, draft_id: uuid.UUID | str, content: Prepared, areas: Sequence[Area], now: datetime
) -> Kept:
    """Blur the areas of a picture, keep only that, and return it.

    :raises NotFound; NotAllowed; Refused 409 when the draft is not being written, 422 for what is no picture or too many areas.
    """
    if len(areas) > MOST_AREAS:
        reason = Reason(
            "areas", f"模糊处理的区域超过 {MOST_AREAS} 处。", "areas", "S2-18", "没有保存图片。", "请合并相邻的区域。"
        )
        raise Refused(reason, status=422, title="示例没有保存")
    boxes = [(area.x, area.y, area.width, area.height) for area in areas]
    return _keep(actor, draft_id, blur(content, boxes), SAMPLE, len(boxes), now)


def blur_again(*, actor: Actor, draft_id: uuid.UUID | str, file_id: str, areas: Sequence[Area], now: datetime) -> Kept:
    """Blur more of a sample that is kept already: a new file, the old one stays for the versions that show it.

    :raises NotFound: without such a draft or file; otherwise as `keep_sample`.
    """
    file = file_of_matter(draft_for(actor, draft_id), file_id)
    content = prepare(read_bytes(file), name=file.original_name, declared_type=file.blob.media_type)
    return keep_sample(actor=actor, draft_id=draft_id, content=content, areas=areas, now=now)


def keep_blank_form(*, actor: Actor, draft_id: uuid.UUID | str, content: Prepared, now: datetime) -> Kept:
    """Keep a blank form of a material and return it.

    :raises NotFound; NotAllowed; Refused 409 when the draft is not being written.
    """
    return _keep(actor, draft_id, content, BLANK_FORM, 0, now)


@unit_of_work()
def _keep(
    actor: Actor, draft_id: uuid.UUID | str, content: Prepared, purpose: str, blurred: int, now: datetime
) -> Kept:
    draft = lock_draft(actor, draft_id)
    demand_writable(actor, draft)
    file = store(actor, data=content, purpose=purpose, owner_kind=OWNER, owner_key=draft.key, now=now)
    event = DraftFileKept(
        key=draft.key, name=draft.name, file=str(file.pk), purpose=purpose, sha256=content.sha256, blurred_areas=blurred
    )
    ledger.write(draft, event, actor=actor, at=now, update_fields=[])
    return Kept(str(file.pk), content.name, content.width or 0, content.height or 0)
