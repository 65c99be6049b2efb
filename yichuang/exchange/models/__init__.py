"""Tables of the exchange."""

from yichuang.exchange.models.deliveries import Delivery, DeliveryAttempt
from yichuang.exchange.models.inbound import InboundMessage
from yichuang.exchange.models.messages import LoggedMessage, MessageChain, MessageSeal
from yichuang.exchange.models.reconciliations import ReconciliationDifference, ReconciliationRun
from yichuang.exchange.models.senders import SenderBeat
from yichuang.exchange.models.systems import ClientSystem, MatterRoute, SystemSecret, SystemToken, UsedAssertion

__all__ = [
    "ClientSystem",
    "Delivery",
    "DeliveryAttempt",
    "InboundMessage",
    "LoggedMessage",
    "MatterRoute",
    "MessageChain",
    "MessageSeal",
    "ReconciliationDifference",
    "ReconciliationRun",
    "SenderBeat",
    "SystemSecret",
    "SystemToken",
    "UsedAssertion",
]
