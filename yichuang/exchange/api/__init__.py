"""The exchange's doors for departments' systems (docs/exchange.md) and for those who look after them."""

from ninja import Router

from yichuang.exchange.api import contract, reconciliations, systems, uploads

router = Router()
for part in (contract, uploads, reconciliations, systems):
    router.add_router("", part.router)
