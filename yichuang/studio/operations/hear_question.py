"""What an officer said of a material or point at the counter becomes a request for adjustment (S2-26 ④)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yichuang.catalog.queries import latest_version
from yichuang.catalog.rules.findings import Place
from yichuang.foundations.actors import Actor
from yichuang.foundations.transactions import unit_of_work
from yichuang.studio.models import AdjustmentRequest
from yichuang.studio.operations.request_adjustment import Wanted, record
from yichuang.studio.rules.adjustments import COUNTER, DEPARTMENT, OPTIMISE, key_of, places


@unit_of_work()
def hear_question(*, actor: Actor, said: Mapping[str, Any], now: datetime) -> AdjustmentRequest:
    """Record the request that a questioned point asks for, in the name of who said it, and return it.

    A place that the version in force has no more is asked about as the whole matter, its old words kept.
    """
    material, point = said["material"], said["point"]
    place = Place("point", point, material) if point else Place("material", material)
    text = said["text"]
    if key_of(place) not in places(latest_version(said["matter"]).spec):
        place, text = Place("matter"), f"{text}（所指材料 {material} 在新版中已没有）"[:500]
    wanted = Wanted(said["matter"], OPTIMISE, text, place, reference=said["number"])
    source = COUNTER if said["at_counter"] else DEPARTMENT
    return record(actor=actor, wanted=wanted, source=source, office=said["office"], now=now)
