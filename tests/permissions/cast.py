"""Who walks: one of each role, colleagues elsewhere, people of a foreign district, and nobody."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from yichuang.accounts.models import Posting
from yichuang.accounts.operations.register_staff import register_staff
from yichuang.accounts.permissions import SYSTEM
from yichuang.accounts.rules.administration import Appointment
from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.foundations.clock import day_of
from yichuang.organizations.models import Department, Division, Site

# What each is called in the tables → the person of the demonstration.
AT_HOME = {
    "clerk": "林小窗",
    "supervisor": "沈主管",
    "issuer": "周出证",
    "officer": "赵审查",
    "head": "孙局长",
    "director": "邹主任",
    "auditor": "喻审计",
    "reviewer": "柏评审",
    "other_reviewer": "水评审",
    "district_admin": "谢区管",
    "unit_admin": "姜管理",
    "town_admin": "戚镇管",
    "other_officer": "李登记",
    "other_head": "韩局长",
    "town_clerk": "吴益农",
    "town_issuer": "金益农",
    "village_agent": "陶三围",
    "guide": "俞导服",
}
# In the foreign district three people hold every role between them: at its centre, in its department, over all of it.
FOREIGN = ("f_counter", "f_unit", "f_district")
NOBODY = "nobody"
EVERYBODY = (*AT_HOME, *FOREIGN, NOBODY)
SIGNED_IN = frozenset(EVERYBODY) - {NOBODY}


@dataclass
class Walker:
    """One who walks: a browser and the API's headers."""

    http: Client
    headers: dict[str, str]


def foreign_district(now: datetime) -> dict[str, str]:
    """Make 余杭 with a centre, a department and its people; return what each is called → mobile."""
    Division.objects.get_or_create(
        code="330110", defaults={"name": "余杭区", "kind": "district", "parent_id": "330100"}
    )
    site, _ = Site.objects.get_or_create(
        key="yuhang",
        defaults={"kind": "centre", "name": "余杭区办事服务中心", "short_name": "余中", "division_id": "330110"},
    )
    unit, _ = Department.objects.get_or_create(
        key="yh-transport",
        defaults={"name": "余杭区交通运输局", "division_id": "330110", "code2": "99", "short_name": "余交"},
    )
    posts: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
        "f_counter": ({"site_id": site.pk}, ("clerk", "supervisor", "issuer")),
        "f_unit": ({"department_id": unit.pk}, ("officer", "department_head", "department_admin")),
        "f_district": ({"division": "330110"}, ("director", "auditor", "district_admin", "reviewer")),
    }
    mobiles = {}
    for place, (name, (where, roles)) in enumerate(posts.items()):
        mobiles[name] = f"139000099{place:02d}"
        person = register_staff(
            actor=SYSTEM,
            name=f"余{name}",
            mobile=mobiles[name],
            password=PASSWORD,
            posts=[Appointment(roles[0], **where)],
            authorised_on=day_of(now) - timedelta(days=1),
            now=now,
        )
        for role in roles[1:]:
            Posting.objects.create(staff=person, role=role, valid_from=day_of(now), **where)
    return mobiles


def walkers(now: datetime) -> dict[str, Walker]:
    """Sign everybody in, on a page and at the API."""
    by_name = {person.name: person.mobile for person in PEOPLE}
    mobiles = {key: by_name[name] for key, name in AT_HOME.items()} | foreign_district(now)
    found = {key: _entered(mobile) for key, mobile in mobiles.items()}
    found[NOBODY] = Walker(Client(), {})
    return found


def _entered(mobile: str) -> Walker:
    http = Client()
    given = {"mobile": mobile, "password": PASSWORD}
    assert http.post("/sign-in/", given).status_code == 302
    token = http.post("/api/session", given, content_type="application/json").json()["token"]
    return Walker(http, {"Authorization": f"Bearer {token}"})
