"""Take a synonym out of the search; the ledger keeps that it was there."""

from datetime import datetime

from yichuang.catalog import policies
from yichuang.catalog.events import SynonymRemoved
from yichuang.catalog.models import Synonym
from yichuang.catalog.operations.revise_search import revise_search
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import NotFound
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def remove_synonym(*, actor: Actor, synonym_id: int, now: datetime) -> None:
    """Remove a synonym.

    :raises NotAllowed: without the right; NotFound when it is gone already.
    """
    policies.demand(actor, "synonym.manage", None, "维护同义词")
    synonym = Synonym.objects.select_for_update().filter(pk=synonym_id).first()
    if synonym is None:
        raise NotFound("这条同义词", "它可能刚被同事删除，请刷新列表。")
    event = SynonymRemoved(everyday=synonym.everyday, official=synonym.official)
    synonym.delete()
    revise_search(event, actor=actor, now=now)
