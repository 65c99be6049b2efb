"""What goes along with the ledger: an event that a department's system must hear of writes its delivery in the same transaction;
the page of a case shows what its department's system has to do with it, and its acceptance waits for that system's own form;
and Prometheus is told how the systems fare.
"""

from yichuang.cases.ports import add_panel, await_first
from yichuang.exchange.gauges import systems
from yichuang.exchange.operations.enqueue import enqueue
from yichuang.exchange.panels import case_panel
from yichuang.exchange.queries.case_exchange import awaited_form
from yichuang.exchange.rules.wire import HEARD
from yichuang.foundations import ledger
from yichuang.foundations.metrics import measure

add_panel("exchange", case_panel)
await_first("exchange", awaited_form)
ledger.accompany("exchange.deliveries", HEARD, enqueue)
measure("exchange", systems)
