"""Reads of the files that drafts name: samples and blank forms belong to the matter, so that the next version shows them too."""

import uuid
from typing import Any

from yichuang.files.queries import file_for
from yichuang.foundations.problems import NotFound
from yichuang.studio.models import Draft

OWNER = "matter"
SAMPLE, BLANK_FORM = "sample", "blank_form"


def file_of_matter(draft: Draft, file_id: uuid.UUID | str) -> Any:
    """Return a file of the draft's matter.

    :raises NotFound: when there is none of that id, or it belongs to another matter.
    """
    try:
        wanted = uuid.UUID(str(file_id))
    except ValueError as error:
        raise NotFound("文件", "请刷新页面后再打开。") from error
    return file_for(wanted, owner_kind=OWNER, owner_key=draft.key)
