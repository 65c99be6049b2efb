"""Send deliveries again: parked or waiting ones with a fresh budget of tries, delivered ones as a replay, one by one or by filter."""

from collections.abc import Sequence
from datetime import datetime

from yichuang.exchange import policies
from yichuang.exchange.events import DeliveriesRetried
from yichuang.exchange.models import Delivery
from yichuang.exchange.models.deliveries import DELIVERED, PARKED, WAITING
from yichuang.exchange.queries.systems import lock_system
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

MOST = 2000


@unit_of_work()
def retry(*, actor: Actor, key: str, ids: Sequence[int], now: datetime, replay: bool = False, why: str = "") -> int:
    """Send these deliveries of a system again and return how many that are; `replay` takes delivered ones, for a reason.

    The receiver drops the ids it has, so a replay has no second effect there (docs/exchange.md).

    :raises Refused: 422 without any that can be sent again, for more than 2,000, or for a replay without a reason.
    """
    system = lock_system(actor, key)
    policies.demand(actor, policies.MANAGE, system, "重新推送")
    if replay and not why.strip():
        raise _refused("why", "重放已送达的消息要写明原因。", "请写明原因，会记入台账。")
    states = (DELIVERED, PARKED, WAITING) if replay else (PARKED, WAITING)
    rows = Delivery.objects.filter(system=system, pk__in=list(ids)[: MOST + 1], state__in=states, erased_at=None)
    found = sorted(rows.values_list("pk", flat=True))
    if not found or len(found) > MOST:
        text = "没有可以重新推送的消息。" if not found else f"一次最多重新推送 {MOST} 条。"
        raise _refused("nothing" if not found else "too_many", text, "请重新筛选。")
    Delivery.objects.filter(pk__in=found).update(
        state=WAITING, attempts=0, reason="", next_at=now, lease=None, leased_until=None
    )
    system.failures, system.away_until = 0, None
    event = DeliveriesRetried(deliveries=found, replay=replay, why=why.strip()[:300])
    ledger.write(system, event, actor=actor, at=now, update_fields=["failures", "away_until"])
    return len(found)


def _refused(code: str, message: str, todo: str) -> Refused:
    return Refused(Reason(code, message, code, "S2-49", "没有重新推送。", todo), status=422, title="没有重新推送")
