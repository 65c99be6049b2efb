"""What the jobs of an import say to its uploader: the message when they are done, and the number of a failure that nobody foresaw."""

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError

from yichuang.accounts.operations.message_staff import message_staff
from yichuang.foundations.problems import Reason
from yichuang.studio.models import ImportBatch
from yichuang.studio.rules.importing import fault_number

log = logging.getLogger(__name__)
# A database that restarts is back within minutes: the job is tried again and nobody is told.
PASSING = (OperationalError, InterfaceError)


def tell_importer(batch: ImportBatch, template: str, now: datetime, **data: str) -> None:
    """Write to the uploader what became of his file, once for each time it was begun."""
    message_staff(
        staff_id=batch.actor_id,
        template=template,
        data={"file": batch.file_name[:60], **data},
        now=now,
        once_key=f"import:{batch.pk}:{batch.attempt}",
    )


def unexpected(batch: ImportBatch, what: str, kept: str) -> Reason:
    """Write the exception at hand into the log under a number, and return the reason by which a person is told that number."""
    number = fault_number(str(batch.pk), batch.attempt)
    log.exception("import %s failed, told as %s", batch.pk, number)
    said = f"平台处理这份文件时出错，{what}，故障编号 {number}。"
    return Reason("fault", said, kept=kept, todo=f"请再试一次；仍不成功的，请把故障编号 {number} 告诉平台管理员。")
