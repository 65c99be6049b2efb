"""A case's files as its department's system may see them."""

from uuid import UUID

from yichuang.files.queries import StoredFile
from yichuang.foundations.problems import NotFound


def file_of_case(number: str, file_id: UUID) -> StoredFile:
    """Return a file that belongs to a case. :raises NotFound: for any other file."""
    file = StoredFile.objects.select_related("blob").filter(pk=file_id, owner_kind="case", owner_key=number).first()
    if file is None:
        raise NotFound("这个文件", "请先把文件传入统一文件存储中心，再在回传中引用它的编号。")
    return file
