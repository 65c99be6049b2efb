"""What goes along with the ledger: an event that a department's system must hear of writes its delivery in the same transaction."""

from yichuang.exchange.operations.enqueue import enqueue
from yichuang.exchange.rules.wire import HEARD
from yichuang.foundations import ledger

ledger.accompany("exchange.deliveries", HEARD, enqueue)
