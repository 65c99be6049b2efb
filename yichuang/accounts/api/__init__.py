"""The API's way in and out, one's own account, and the administration of people and places."""

from ninja import Router

from yichuang.accounts.api import places, sessions, staff

router = Router()
router.add_router("", sessions.router)
router.add_router("", staff.router)
router.add_router("", places.router)
