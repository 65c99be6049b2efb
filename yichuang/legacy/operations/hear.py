"""Take a legacy message: the same `report` as of the JSON contract, so that the lifecycle decides and a message counts once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yichuang.cases.queries.access import lock_case
from yichuang.exchange import policies
from yichuang.exchange.operations.report import Message, report
from yichuang.exchange.queries import ClientSystem
from yichuang.exchange.queries.reach import reach
from yichuang.exchange.schemas import read_report
from yichuang.foundations import ledger
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.chains import canonical
from yichuang.foundations.transactions import unit_of_work
from yichuang.legacy.events import NumberFedBack
from yichuang.legacy.models import OwnNumber
from yichuang.legacy.queries import file_key_of
from yichuang.legacy.rules.reports import INCOMING, BadMessage, Heard, hear
from yichuang.legacy.rules.tables import MESSAGES

KEPT = "平台没有做任何改动。"
LETS_IN = frozenset({"appKey", "sign", "requestTime"})


def take(*, system: ClientSystem, name: str, given: Mapping[str, str], now: datetime) -> bool:
    """Make what a message says, once by its content; tell whether it took effect as a report and is in the message log with it.

    :raises Refused: 404 for a message that there is not or a case that is not the system's, 409 for one that only the platform sends or
        that comes out of order, 422 for a faulty one. Nothing has then changed.
    """
    if name not in MESSAGES:
        raise _refused("message", f"没有“{name[:40]}”这个接口。", 404)
    if name not in INCOMING:
        text = f"“{MESSAGES[name].means}”由平台发往业务系统，不由业务系统上报：收件和补正材料都在综合窗口接收。"
        raise _refused("direction", text, 409)
    try:
        heard = hear(name, given)
    except BadMessage as error:
        raise _refused("faulty", f"{error}。", 422) from None
    if heard.type == "number_fed_back":
        note_number(system=system, heard=heard, now=now)
        return False
    data = _with_file(system, heard)
    message = Message(heard.id, heard.type, heard.at, data, read_report(heard.type, data), said(given))
    return report(system=system, scope=" ".join(system.scopes), number=heard.number, message=message, now=now).fresh


def said(given: Mapping[str, str]) -> bytes:
    """Return what is put on record of a message: its fields, without those that let it in."""
    return canonical({name: value for name, value in given.items() if name not in LETS_IN})


@unit_of_work()
def note_number(*, system: ClientSystem, heard: Heard, now: datetime) -> None:
    """Note under which number a system keeps a case; the same again changes nothing. :raises NotFound: when the case is not its own."""
    actor = policies.actor_of(system)
    case = lock_case(actor, reach(system, heard.number).number, "take_up")
    own = heard.data["own_number"]
    row = OwnNumber.objects.filter(system=system, number=case.number).first()
    if row is not None and row.own_number == own:
        return
    OwnNumber.objects.update_or_create(system=system, number=case.number, defaults={"own_number": own, "at": now})
    ledger.write(case, NumberFedBack(system=system.name, own_number=own), actor=actor, at=now, update_fields=[])


def _with_file(system: ClientSystem, heard: Heard) -> dict[str, Any]:
    """Return a report's data with the file that its key means."""
    if heard.type != "concluded" or not heard.files:
        return heard.data
    row = file_key_of(system, heard.files[0])
    if row.number != heard.number:
        raise _refused("file", "结果文件不属于这个办件。", 422)
    return {**heard.data, "result": {**heard.data["result"], "file": str(row.file_id)}}


def _refused(code: str, message: str, status: int) -> Refused:
    reason = Reason(code, message, rule="旧接口：报文", kept=KEPT, todo="请对照旧接口说明更正后重新上报。")
    return Refused(reason, status=status, title="报文没有接受")
