"""Reads of the exchange, and the rows that upper rooms name."""

from yichuang.exchange.models import ClientSystem, Delivery, InboundMessage, MatterRoute

__all__ = ["ClientSystem", "Delivery", "InboundMessage", "MatterRoute"]
