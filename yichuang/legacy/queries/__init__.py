"""Reads of the legacy adapter."""

from datetime import datetime

from yichuang.exchange.queries import ClientSystem
from yichuang.foundations.problems import NotFound
from yichuang.legacy.models import AppKey, AppSecret, FileKey, OwnNumber, UsedSign


def app_key_of(system: ClientSystem) -> AppKey | None:
    """Return a system's app key, None while the door is shut for it."""
    return AppKey.objects.filter(system=system).first()


def secrets_of(row: AppKey, kind: str, wall: datetime) -> list[str]:
    """Return the refreshed secrets of a kind that are good now."""
    return [one.value for one in AppSecret.objects.filter(app_key=row, kind=kind, expires_at__gt=wall).order_by("-pk")]


def file_key_of(system: ClientSystem, key: str) -> FileKey:
    """Return a file's key of a system. :raises NotFound: for one of another system."""
    found = FileKey.objects.filter(system=system, key=key[:64]).first()
    if found is None:
        raise NotFound("这个文件", "请核对 FILEURL：它是文件中心的键，先上传再引用。")
    return found


def own_number_of(number: str) -> str:
    """Return the number under which a department's system keeps a case, empty when none was fed back."""
    return OwnNumber.objects.filter(number=number).order_by("-at").values_list("own_number", flat=True).first() or ""


def last_sign_at(system_id: int, since: datetime) -> datetime | None:
    """Return when a system last used a sign since an instant, None when it did not."""
    rows = UsedSign.objects.filter(app_key__system=system_id, at__gte=since).order_by("-at")
    return rows.values_list("at", flat=True).first()
