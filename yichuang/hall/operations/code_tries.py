"""Stop whoever tries codes: too many wrong ones from an address within a quarter of an hour."""

from datetime import datetime, timedelta

from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.transactions import unit_of_work
from yichuang.hall.models import BookingTry

WITHIN, MOST = timedelta(minutes=15), 20


def admit(*, address: str, now: datetime) -> None:
    """Let an address try a code. :raises Refused: 429 after too many wrong ones."""
    if BookingTry.objects.filter(address_mark=_mark(address), at__gt=now - WITHIN).count() >= MOST:
        said = "这个网络地址输错预约码的次数太多。"
        reason = Reason("tries", said, "code", "S2-38", "预约没有改动。", "请一刻钟后再试，或请工作人员帮助。")
        raise Refused(reason, status=429, title="请稍后再试")


@unit_of_work()
def note_wrong(*, address: str, now: datetime) -> None:
    """Note a wrong code from an address."""
    BookingTry.objects.create(address_mark=_mark(address), at=now)


def _mark(address: str) -> str:
    return blind_index(address, "booking").hex()
