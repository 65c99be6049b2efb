"""The API's way in and out, one's own account, and the administration of people."""

from ninja import Router

from yichuang.accounts.api import sessions, staff

router = Router()
router.add_router("", sessions.router)
router.add_router("", staff.router)
