"""May-do on accounts: the tier of an account names the act, the permission table names who holds it where."""

from yichuang.accounts.models import Staff
from yichuang.accounts.permissions import TIERS
from yichuang.accounts.rules.administration import Home
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import NotAllowed

PLATFORM = "staff.manage_platform"


def home_of(person: Staff) -> Home:
    """Return where a person belongs."""
    return Home(division=person.home_division, department_id=person.home_department_id)


def place_of_staff(person: Staff) -> Place:
    """Return whose messages those to a person are: his home division's."""
    return Place(division=person.home_division)


def may_manage(actor: Actor, tier: str, home: Home) -> bool:
    """Tell whether the actor manages accounts of this tier at this home."""
    act = TIERS[tier][0] if tier in TIERS else PLATFORM
    return actor.may(act, Place(division=home.division, department_id=home.department_id))


def demand(actor: Actor, tier: str, home: Home, doing: str) -> None:
    """Raise `NotAllowed` unless the actor manages accounts of this tier at this home."""
    if not may_manage(actor, tier, home):
        keeper = TIERS[tier][1] if tier in TIERS else "平台管理员"
        raise NotAllowed(
            TIERS[tier][0] if tier in TIERS else PLATFORM, f"您不能{doing}：这个账号由{keeper}管理（S0-25）。"
        )
