"""The exchange's doors for departments' systems (docs/exchange.md) and for those who look after them."""

from ninja import Router

from yichuang.exchange.api import contract, systems

router = Router()
for part in (contract, systems):
    router.add_router("", part.router)
