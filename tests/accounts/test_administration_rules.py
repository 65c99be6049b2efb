"""Which tier an account belongs to, and which post fits which place (S0-25): tables, read line by line."""

import pytest

from yichuang.accounts.permissions import ROLES, TABLE, TIERS
from yichuang.accounts.rules.administration import Home, Spot, fits, reach_of, tier_of

DISTRICT, TOWN, OTHER_TOWN, VILLAGE = "330109", "330109118", "330109105", "330109118201"


@pytest.mark.parametrize(
    ("roles", "home", "tier"),
    [
        (["clerk"], Home(DISTRICT), "district"),
        (["clerk"], Home(TOWN), "town"),
        (["village_agent"], Home(VILLAGE), "town"),
        (["officer"], Home(DISTRICT, 5), "department"),
        (["clerk"], Home(DISTRICT, 5), "department"),
        (["officer", "department_admin"], Home(DISTRICT, 5), "district"),
        (["town_admin"], Home(TOWN), "district"),
        (["director"], Home(DISTRICT), "district"),
        (["district_admin"], Home(DISTRICT), "platform"),
        (["department_admin", "district_admin"], Home(DISTRICT, 5), "platform"),
        ([], Home(DISTRICT, 5), "department"),
    ],
)
def test_the_highest_post_says_who_manages_an_account(roles: list[str], home: Home, tier: str) -> None:
    assert tier_of(roles, home) == tier


@pytest.mark.parametrize(
    ("where", "spot", "home", "fitting"),
    [
        ("department", Spot("department", DISTRICT, 5), Home(DISTRICT, 5), True),
        ("department", Spot("department", DISTRICT, 6), Home(DISTRICT, 5), False),
        ("department", Spot("centre", DISTRICT), Home(DISTRICT, 5), False),
        ("centre", Spot("centre", DISTRICT), Home(DISTRICT, 5), True),
        ("centre", Spot("centre", DISTRICT), Home("330100", 7), True),
        ("centre", Spot("centre", "330110"), Home(DISTRICT, 5), False),
        ("centre", Spot("site", TOWN), Home(DISTRICT), False),
        ("site", Spot("site", TOWN), Home(TOWN), True),
        ("site", Spot("site", VILLAGE), Home(TOWN), True),
        ("site", Spot("site", TOWN), Home(VILLAGE), True),
        ("site", Spot("site", OTHER_TOWN), Home(TOWN), False),
        ("town", Spot("division", TOWN), Home(TOWN), True),
        ("town", Spot("division", DISTRICT), Home(DISTRICT), False),
        ("division", Spot("division", DISTRICT), Home(DISTRICT), True),
        ("division", Spot("division", "330110"), Home(DISTRICT), False),
    ],
)
def test_a_post_stands_where_its_role_belongs(where: str, spot: Spot, home: Home, fitting: bool) -> None:
    assert fits(where, spot, home) is fitting


@pytest.mark.parametrize(
    ("code", "prefix"), [("330000", "33"), ("330100", "3301"), ("330109", "330109"), ("330109118", "330109118")]
)
def test_a_city_reaches_all_its_districts(code: str, prefix: str) -> None:
    assert reach_of(code) == prefix


def test_every_role_of_the_tiers_and_of_the_table_has_a_name_and_every_act_one_line() -> None:
    assert {role for _, _, table in TIERS.values() for role in table} | {"district_admin"} == set(ROLES)
    assert {role for _, _, roles in TABLE for role in roles} <= set(ROLES)
    acts = [act for act, _, _ in TABLE]
    assert len(acts) == len(set(acts)), "an act with two lines would be read wrongly"
    assert {act for act, _, _ in TIERS.values()} <= set(acts)
