"""Make people who really do several matters one after the other, so that association mining finds something (issue 6, line 3).

A story is what happens to somebody: a child is born, a home is bought, a lorry is bought, a relative dies. Each is a first matter and what
follows it with a probability and after some days; beside them stand people with one or two matters that have nothing to do with each other.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Max

from yichuang.accounts.models import Applicant
from yichuang.cases.models import Case
from yichuang.cases.rules.states import State
from yichuang.catalog.queries import published
from yichuang.catalog.rules import navigator
from yichuang.catalog.rules.navigator import Asked
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.demo.generate import PORTION, Maker, Person, base_form, copy_cases, made_person, settle_tables
from yichuang.foundations.clock import day_of
from yichuang.foundations.sealed import blind_index

# (how many of a hundred people, first matter, then (matter, of a hundred who do it, from day, to day) …)
STORIES: tuple[tuple[int, str, tuple[tuple[str, int, int, int], ...]], ...] = (
    (18, "birth_registration", (("medical_insurance_child", 75, 2, 40), ("social_card_apply", 60, 5, 60))),
    (14, "realestate_transfer", (("housing_fund_loan", 65, 5, 45), ("id_card_renew", 8, 0, 60))),
    (14, "vehicle_licence_replace", (("freight_general", 60, 1, 30),)),
    (10, "individual_business_setup", (("social_card_apply", 10, 0, 60),)),
    (10, "death_cancellation", (("death_benefit", 80, 1, 30), ("gjj_withdraw_death", 55, 3, 60))),
)
OTHERS = (
    "id_card_renew",
    "individual_business_setup",
    "social_card_apply",
    "freight_general",
    "vehicle_licence_replace",
)
DAYS_BACK, FIRST_POSITION, SHARE_OF_TWO = 600, 70_000_000, 20


def generate_related(people: int, *, now: datetime, seed: int = 20261120) -> int:
    """Make what so many people did and return how many cases that are."""
    chance = random.Random(seed)
    keys = {key for _, first, then in STORIES for key in (first, *(one[0] for one in then))} | set(OTHERS)
    pk = (Case.with_practice.aggregate(last=Max("pk"))["last"] or 0) + 1
    # Each with chance of its own, and another one each time it is called: events have numbers that occur once.
    seeds = {key: f"{seed}/{pk}/{key}" for key in sorted(keys)}
    makers = {key: Maker(now, one, key, first_answers(published(key).spec, now), 0) for key, one in seeds.items()}
    persons = _persons(chance, people, now)
    made, waiting = 0, list[tuple[Maker, Case]]()
    for person in persons:
        for key, at in _story(chance, now):
            waiting.append((makers[key], makers[key].case(pk + made, pk + made, (State.CLOSED, at, person))))
            made += 1
        if len(waiting) >= PORTION:
            copy_cases(waiting)
            waiting = []
    copy_cases(waiting)
    settle_tables()
    return made


def _story(chance: random.Random, now: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield what one person does, and when."""
    began = now - timedelta(days=chance.randrange(70, DAYS_BACK), minutes=chance.randrange(0, 480))
    place = chance.randrange(100)
    for share, first, then in STORIES:
        if place < share:
            yield first, began
            for key, often, least, most in then:
                if chance.randrange(100) < often:
                    yield key, began + timedelta(days=chance.randrange(least, most + 1))
            return
        place -= share
    for key in chance.sample(OTHERS, 2 if chance.randrange(100) < SHARE_OF_TWO else 1):
        yield key, began + timedelta(days=chance.randrange(0, 60))


def _persons(chance: random.Random, people: int, now: datetime) -> list[Person]:
    """Register people of their own (numbers that no other made person has) in one statement a portion."""
    first = FIRST_POSITION + Applicant.objects.count()
    made = [made_person(chance, first + position) for position in range(people)]
    rows = [
        Applicant(
            kind="person",
            name=name,
            id_type="id_card",
            id_number=number,
            id_index=blind_index(number, "id_card"),
            mobile=mobile,
            mobile_index=blind_index(mobile, "mobile"),
            updated_at=now,
        )
        for name, number, mobile in made
    ]
    Applicant.objects.bulk_create(rows, batch_size=PORTION, ignore_conflicts=True)
    there = Applicant.objects.filter(id_index__in=[row.id_index for row in rows], kind="person")
    known = {bytes(index): pk for pk, index in there.values_list("pk", "id_index")}
    return [
        (known[bytes(row.id_index)], name, base_form(name, number, mobile))
        for row, (name, number, mobile) in zip(rows, made, strict=True)
    ]


def first_answers(spec: MatterSpec, now: datetime) -> dict[str, Any]:
    """Return the first answers that lead to a situation of a matter.

    :raises LookupError: when none do.
    """
    found = next(_arriving(spec, {}, now), None)
    if found is None:
        raise LookupError(f"no answers lead to a situation of {spec.key}")
    return found


def _arriving(spec: MatterSpec, answers: dict[str, Any], now: datetime) -> Iterator[dict[str, Any]]:
    facts = navigator.facts_with_known(spec, answers, applicant_kind="person", on=day_of(now))
    step = navigator.advance(spec, facts)
    if isinstance(step, navigator.Arrived):
        yield answers
    elif isinstance(step, Asked):
        question = step.question
        options: list[Any] = [option.id for option in question.options] if question.kind == "single" else [[]]
        for option in options:
            yield from _arriving(spec, {**answers, question.id: option}, now)
