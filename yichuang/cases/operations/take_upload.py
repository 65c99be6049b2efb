"""A scan that came in portions: begun for a case, attached to a material when it is whole (S2-18; issue 4 line 6)."""

from datetime import datetime
from uuid import UUID

from yichuang.cases import policies
from yichuang.cases.models import Case
from yichuang.cases.operations.scan_material import add_scan
from yichuang.cases.queries.access import case_for
from yichuang.files.operations.portions import put_together
from yichuang.files.queries import upload_for
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound

OWNER = "case"


def case_for_upload(actor: Actor, number: str) -> Case:
    """Return a case to which the actor may give a file.

    :raises NotFound: when it is not the actor's to see. :raises NotAllowed: when he sees it and may not receive for it.
    """
    case = case_for(actor, number)
    policies.demand(actor, "case.receive", case, "上传材料")
    return case


def known_upload(text: str) -> UUID:
    """Return the id of an upload as a form carries it. :raises NotFound: when it is none."""
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("这次上传", "请重新选择文件上传。") from error


def take_upload(*, actor: Actor, number: str, material: str, upload_id: UUID, now: datetime) -> None:
    """Attach a whole upload to a material; one that is attached already is left as it is, so that a lost answer can be asked again.

    :raises NotFound: when case or upload is not the actor's. :raises Refused: as `put_together` and `add_scan` do.
    """
    case = case_for_upload(actor, number)
    upload = upload_for(actor, upload_id, owner_kind=OWNER, owner_key=case.number)
    if upload.file_id is not None:
        return
    content = put_together(actor, upload_id=upload_id, owner_kind=OWNER, owner_key=case.number, now=now)
    add_scan(actor=actor, number=number, material=material, content=content, now=now)
