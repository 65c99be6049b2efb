"""The room's API, one file per noun."""

from ninja import Router

from yichuang.studio.api import exports, imports

router = Router()
for part in (imports, exports):
    router.add_router("", part.router)
