"""The halls of the demonstration: what each window of the centre serves; nobody sits there before he signs in (S2-27, S2-28)."""

from datetime import datetime

from yichuang.accounts.permissions import SYSTEM
from yichuang.hall.models import WindowSkill
from yichuang.hall.operations.arrange import Settings, change_settings, set_window_skill
from yichuang.hall.rules.skills import preset
from yichuang.organizations.models import Site, Window

FULL = ("01",)
FREQUENT = ["freight_general", "individual_business_setup", "id_card_renew", "social_card_apply"]


def arrange_centre(now: datetime) -> None:
    """Give the centre's windows their skills: the first serves everything, the others their board; loading twice changes nothing."""
    centre = Site.objects.get(key="centre")
    if WindowSkill.objects.filter(window__site=centre).exists():
        return
    for window in Window.objects.filter(site=centre).select_related("board").order_by("number"):
        board = window.board.letter if window.board else ""
        name = (
            "full" if window.number in FULL else {"issue": "issue", "complaint": "complaint"}.get(window.kind, "board")
        )
        skill = preset(name, [board] if board else [])
        set_window_skill(actor=SYSTEM, window_id=window.pk, skill=skill, now=now)
    change_settings(actor=SYSTEM, site=centre, settings=Settings(frequent=FREQUENT), now=now)
