"""Three-level administration (S0-25): which tier an account belongs to, and whether a post fits its place."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

# Who holds one of these is managed by the district, whatever else he does; the district's own administrator by the platform.
OF_THE_DISTRICT = frozenset({"department_admin", "town_admin", "director", "auditor", "reviewer"})
OF_THE_PLATFORM = frozenset({"district_admin"})
DISTRICT_DIGITS, TOWN_DIGITS = 6, 9


@dataclass(frozen=True)
class Appointment:
    """A post to be given: role, the department, site or division it is tied to, window, first and last day."""

    role: str
    division: str = ""
    department_id: int | None = None
    site_id: int | None = None
    window: str = ""
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True)
class Home:
    """Where a person belongs: a division, and a department when he is one of its people."""

    division: str
    department_id: int | None = None


@dataclass(frozen=True)
class Spot:
    """The place of a post as the tables know it: kind is department, division, centre or site; `division` is where it lies."""

    kind: str
    division: str
    department_id: int | None = None


def tier_of(roles: Iterable[str], home: Home) -> str:
    """Return who manages an account: platform, district, department or town."""
    held = set(roles)
    if held & OF_THE_PLATFORM:
        return "platform"
    if held & OF_THE_DISTRICT:
        return "district"
    if home.department_id is not None:
        return "department"
    return "town" if len(home.division) > DISTRICT_DIGITS else "district"


def reach_of(code: str) -> str:
    """Return the prefix that all divisions below `code` share: 330100 (a city) is 3301, a district's or town's code is itself."""
    while len(code) <= DISTRICT_DIGITS and code.endswith("00"):
        code = code[:-2]
    return code


def fits(where: str, spot: Spot, home: Home) -> bool:
    """Tell whether a post's place is the kind its role needs, and one of the account's own (permissions.TIERS explains `where`)."""
    if where == "department":
        return spot.kind == "department" and spot.department_id == home.department_id
    if where == "town":
        return spot.kind == "division" and spot.division == home.division and len(spot.division) > DISTRICT_DIGITS
    if where == "division":
        return spot.kind == "division" and spot.division == home.division
    if where == "centre":
        return spot.kind == "centre" and spot.division.startswith(reach_of(home.division))
    town = slice(TOWN_DIGITS)
    return spot.kind in ("centre", "site") and spot.division[town] == home.division[town]


NEEDS = {
    "department": "本单位",
    "town": "所在镇街",
    "division": "所在区划",
    "centre": "区办事服务中心",
    "site": "所在镇街（含村社区）的服务点",
}
