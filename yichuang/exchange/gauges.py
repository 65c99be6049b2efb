"""What Prometheus is told of the departments' systems."""

from collections.abc import Iterable
from datetime import datetime

from prometheus_client.core import Metric

from yichuang.exchange.models import ClientSystem
from yichuang.exchange.queries.health import Queue, queues_of, sending
from yichuang.foundations.metrics import gauge


def systems(now: datetime, wall: datetime) -> Iterable[Metric]:
    """Return queues, lag and health of every active system, and whether anybody sends; three statements, over what is not delivered."""
    rows = list(ClientSystem.objects.filter(active=True))
    found = queues_of(rows)
    queues = {row.key: found.get(row.pk, Queue()) for row in rows}
    waiting = [
        ((key, state), float(n))
        for key, q in queues.items()
        for state, n in (("waiting", q.waiting), ("parked", q.parked))
    ]
    yield gauge("deliveries", "Events that are not delivered", waiting, ("system", "state"))
    lags = [((key,), float(q.lag(now))) for key, q in queues.items()]
    yield gauge("delivery_lag_seconds", "How long the oldest event waits", lags, ("system",))
    failures = [((row.key,), float(row.failures)) for row in rows]
    yield gauge("system_failures", "Failures in a row of a system's receiver", failures, ("system",))
    silent = sending(wall)
    age = -1.0 if silent.minutes is None else silent.minutes * 60.0
    yield gauge(
        "sender_silent_seconds", "Since a sender's last sign of life, in whole minutes; -1: never one", [((), age)]
    )
