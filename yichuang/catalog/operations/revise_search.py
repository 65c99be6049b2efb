"""Tell every process that what can be searched has changed, and keep the history of the synonyms."""

from datetime import datetime

from yichuang.catalog.models import SearchRevision
from yichuang.catalog.queries import REVISION_ROW
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.ledger import Recordable


def revise_search(*events: Recordable, actor: Actor, now: datetime) -> None:
    """Count the revision of the search up by one inside the writing operation's transaction; append `events` to its stream."""
    SearchRevision.objects.get_or_create(pk=REVISION_ROW)
    row = SearchRevision.objects.select_for_update().get(pk=REVISION_ROW)
    row.revision += 1
    ledger.write(row, *events, actor=actor, at=now, update_fields=["revision"])
