"""The demonstration's life events are in force, and one set of answers serves all their matters (S2-25, S3-9)."""

from datetime import date
from typing import Any

import pytest

from yichuang.accounts.permissions import SYSTEM
from yichuang.foundations import clock
from yichuang.life_events.models import LifeEventVersion
from yichuang.life_events.operations.publish import load_life_event
from yichuang.life_events.queries import life_event, life_events_in_force, matters_of
from yichuang.life_events.rules.spec import LifeEventSpec
from yichuang.life_events.rules.together import fields_asked, member_form, reach, stages

pytestmark = pytest.mark.django_db
BIRTH = {"married": "yes", "follows": "mother", "insure": "yes", "card": "yes"}
DAY = date(2026, 11, 30)


def reached(key: str, answers: dict[str, Any]) -> Any:
    event = life_event(key)
    specs = {name: found.spec for name, found in matters_of(event.spec).matters.items()}
    return event.spec, reach(event.spec, specs, answers, applicant_kind="person", on=DAY)


@pytest.mark.usefixtures("demo_district")
def test_both_life_events_are_in_force_and_loading_again_changes_nothing() -> None:
    assert [one.key for one in life_events_in_force()] == ["birth", "death"]
    before = LifeEventVersion.objects.count()
    load_life_event(actor=SYSTEM, spec=life_event("birth").spec, now=clock.now())
    assert LifeEventVersion.objects.count() == before


@pytest.mark.usefixtures("demo_district")
def test_one_set_of_answers_serves_every_matter() -> None:
    spec, found = reached("birth", {})
    assert found.asked is not None and found.asked.id == "married"
    spec, found = reached("birth", BIRTH)
    assert found.arrived and set(found.situations) == {
        "birth_registration",
        "medical_insurance_child",
        "social_card_apply",
    }
    ways = {line.name: (line.way, len(line.asked)) for line in found.lines}
    assert ways["监护人居民身份证"] == ("one_copy", 3)
    assert ways["出生医学证明"] == ("one_copy", 1)
    assert sum(len(line.asked) for line in found.lines) > len(found.lines)
    assert stages(spec, frozenset(found.situations)) == [
        ["birth_registration"],
        ["medical_insurance_child", "social_card_apply"],
    ]


@pytest.mark.usefixtures("demo_district")
def test_who_wants_less_is_asked_less() -> None:
    spec, found = reached("birth", {**BIRTH, "insure": "no", "card": "no"})
    assert list(found.situations) == ["birth_registration"]
    assert "level" not in fields_asked(spec, frozenset(found.situations))
    _, death = reached("death", {"place": "home", "insured": "no", "fund": "yes"})
    assert set(death.situations) == {"death_cancellation", "gjj_withdraw_death"}
    assert [line.name for line in death.lines if line.id == "death_certificate"] == ["死亡证明"]


@pytest.mark.usefixtures("demo_district")
def test_a_field_filled_once_reaches_each_matter_under_its_own_name() -> None:
    spec, _ = reached("birth", BIRTH)
    values = {"child_name": "王安安", "register_address": "益农镇新安路 1 号", "level": "一档"}
    assert member_form(spec, "medical_insurance_child", values, {}) == {
        "insured_name": "王安安",
        "insured_address": "益农镇新安路 1 号",
        "level": "一档",
    }
    assert member_form(spec, "social_card_apply", values, {}) == {"holder_name": "王安安"}


def test_the_address_of_a_page_is_no_key() -> None:
    spec = {
        "lead_departments": ["d"],
        "applicant_kinds": ["person"],
        "members": [{"id": "a", "matter": "a", "version": 1}],
    }
    spec |= {"name": "搬家", "promised_limit": {"value": 5, "unit": "workday"}}
    LifeEventSpec.model_validate({**spec, "key": "moving"})
    with pytest.raises(ValueError, match="不能作标识"):
        LifeEventSpec.model_validate({**spec, "key": "compose"})
