"""The room's API: cases with their moves, and hand-overs."""

from ninja import Router

from yichuang.cases.api import cases, handovers

router = Router()
for part in (cases, handovers):
    router.add_router("", part.router)
