"""May-see of how long files are kept: the holds and the destroyed files of the actor's division."""

from django.db.models import Q, QuerySet

from yichuang.accounts.permissions import who_may
from yichuang.files.events import FileDestroyed
from yichuang.files.queries import RetentionHold, holds_within
from yichuang.files.rules.retention import NUMBERED
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.models import Event
from yichuang.foundations.problems import NotAllowed

VIEW = "file.retention"
MOST_HOLDS = 100


def holds_seen(actor: Actor) -> QuerySet[RetentionHold]:
    """Return the holds of the actor's division, standing ones first. :raises NotAllowed: naming who may."""
    return holds_within(_divisions(actor)).order_by("-lifted_at", "-placed_at")[:MOST_HOLDS]


def destroyed_seen(actor: Actor) -> QuerySet[Event]:
    """Return the events of destroyed files; those of no case name nobody's matter and are seen by all who look after files."""
    within = ~Q(payload__owner_kind__in=NUMBERED)
    for division in _divisions(actor):
        within |= Q(payload__owner_key__startswith=division[:6])
    return ledger.of_type(FileDestroyed.type).filter(within)


def _divisions(actor: Actor) -> list[str]:
    divisions = [grant.value for grant in actor.scopes(VIEW)]
    if not divisions:
        raise NotAllowed(VIEW, f"您的岗位不能查看文件保存期限：这由{who_may(VIEW)}查看。")
    return divisions
