"""Keep what a clerk has typed for the person at the counter, so that a closed browser or a lost session loses nothing (S2-39)."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from yichuang.cases.models import IntakeDraft
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work

# Personal data of somebody who never came back is not kept longer than a day (个人信息保护法 19).
LIVES = timedelta(days=1)


@unit_of_work()
def keep_draft(*, actor: Actor, key: str, label: str, data: Mapping[str, Sequence[str]], now: datetime) -> IntakeDraft:
    """Keep or replace the actor's draft for one matter and return it."""
    values = {name: list(items) for name, items in data.items()}
    row, _ = IntakeDraft.objects.update_or_create(
        staff_id=actor.id, key=key, defaults={"label": label[:120], "data": values, "updated_at": now}
    )
    return row


@unit_of_work()
def discard_draft(*, actor: Actor, key: str) -> bool:
    """Throw away the actor's draft for one matter; tell whether there was one."""
    return bool(IntakeDraft.objects.filter(staff_id=actor.id, key=key).delete()[0])


@unit_of_work()
def forget_drafts(*, now: datetime) -> int:
    """Throw away every draft that nobody touched for a day and return how many there were."""
    return int(IntakeDraft.objects.filter(updated_at__lt=now - LIVES).delete()[0])
