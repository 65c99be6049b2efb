"""The API's way in and out, one's own account, and the administration of people, places and messages."""

from ninja import Router

from yichuang.accounts.api import message_templates, messages, places, sessions, staff

router = Router()
router.add_router("", sessions.router)
router.add_router("", staff.router)
router.add_router("", places.router)
router.add_router("", messages.router)
router.add_router("", message_templates.router)
