"""Pictures that moves bring with them: uploads of proof, and what a signature pad sends."""

import base64
from datetime import datetime
from typing import Any

from yichuang.files.operations.store import store
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused


def keep_upload(actor: Actor, number: str, upload: Any, purpose: str, now: datetime) -> Any:
    """Keep an upload as a file of the case and return it; None where nothing was uploaded.

    :raises Refused: 422 with every reason why the upload is not taken.
    """
    if not upload:
        return None
    return store(
        actor,
        data=upload,
        name=upload.name,
        declared_type=upload.content_type or "",
        purpose=purpose,
        owner_kind="case",
        owner_key=number,
        now=now,
    )


def picture_of(text: str) -> bytes:
    """Return the bytes of a picture that a signature pad sent.

    :raises Refused: 422 when it is not one.
    """
    try:
        return base64.b64decode(text.removeprefix("data:image/png;base64,"), validate=True)
    except ValueError as error:  # not base64, or not even ASCII
        reason = Reason("signature", "签名图片无法识别。", field="signature", kept="没有发放。", todo="请重新签名。")
        raise Refused(reason, status=422) from error
