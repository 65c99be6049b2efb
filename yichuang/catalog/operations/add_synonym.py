"""Declare that an everyday word stands for an official one (search)."""

from datetime import datetime

from yichuang.catalog import policies
from yichuang.catalog.events import SynonymAdded
from yichuang.catalog.models import Synonym
from yichuang.catalog.operations.revise_search import revise_search
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

LONGEST = 80


@unit_of_work()
def add_synonym(*, actor: Actor, everyday: str, official: str, now: datetime) -> Synonym:
    """Add a synonym and return it.

    :raises NotAllowed: without the right; Refused 422 for an empty, equal or overlong pair, 409 when it is there already.
    """
    policies.demand(actor, "synonym.manage", None, "维护同义词")
    everyday, official = everyday.strip(), official.strip()
    if reasons := _faults(everyday, official):
        raise Refused(*reasons, status=422, title="没有添加")
    if Synonym.objects.filter(everyday=everyday, official=official).exists():
        said = f"“{everyday}”已经指向“{official}”。"
        raise Refused(
            Reason("synonym_twice", said, field="everyday", kept="原有的仍在。", todo="不需要重复添加。"),
            title="没有添加",
        )
    synonym = Synonym.objects.create(everyday=everyday, official=official)
    revise_search(SynonymAdded(everyday=everyday, official=official), actor=actor, now=now)
    return synonym


def _faults(everyday: str, official: str) -> list[Reason]:
    reasons = []
    for field, label, text in (("everyday", "日常说法", everyday), ("official", "规范用语", official)):
        if not text:
            reasons.append(
                Reason("required", f"“{label}”没有填写。", field=field, kept="没有添加。", todo=f"请填写{label}。")
            )
        elif len(text) > LONGEST:
            reasons.append(
                Reason("long", f"“{label}”超过 {LONGEST} 字。", field=field, kept="没有添加。", todo="请缩短后再添加。")
            )
    if everyday and everyday == official:
        reasons.append(
            Reason(
                "equal",
                "日常说法与规范用语相同，不需要登记。",
                field="everyday",
                kept="没有添加。",
                todo="请填写不同的说法。",
            )
        )
    return reasons
