"""Appoint a district's administrator from the console of the platform: somebody must be there before anybody can be registered (S0-25).

The first of a district takes up his post at once, the only exception from “effective the next day” (S0-24); the ledger says so. Everybody
after him, a second administrator too, begins the next day.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from yichuang.accounts.events import AdministratorAppointed, ResetRequested
from yichuang.accounts.models import PasswordReset, Posting, Staff
from yichuang.accounts.operations.register_staff import register_staff
from yichuang.accounts.permissions import ROLES, SYSTEM
from yichuang.accounts.queries import code_hash, sign_in_index
from yichuang.accounts.queries.administrators import has_administrator
from yichuang.accounts.rules.administration import Appointment
from yichuang.foundations import ledger
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.identifiers import check_mobile
from yichuang.foundations.transactions import unit_of_work
from yichuang.organizations.queries import find_division

ROLE = "district_admin"
CODE_LIVES = timedelta(hours=1)


@dataclass(frozen=True)
class Appointed:
    """The administrator, whether he was registered now, whether at once, and the code to set his password (empty once he has one)."""

    person: Staff
    fresh: bool
    at_once: bool
    code: str


@unit_of_work()
def appoint_administrator(*, district: str, name: str, mobile: str, now: datetime) -> Appointed:
    """Register a district's administrator with a one-time code; asked again before he set a password, only the code is new.

    :raises Refused: 422 for a code that is no district or unusable input, 409 when the number belongs to somebody else.
    """
    _demand_district(district)
    person = Staff.objects.select_for_update().filter(sign_in_index=sign_in_index(check_mobile(mobile).value)).first()
    if person is not None:
        _demand_same(person, name, district, now)
        code = "" if person.has_usable_password() else _code(person, now)
        return Appointed(person, False, False, code)
    today = day_of(now)
    at_once = not has_administrator(today, district)
    # Dated to the day before, so that the one rule that lets people in need not know of this exception.
    authorised_on = today - timedelta(days=1) if at_once else today
    post = Appointment(ROLE, division=district)
    person = register_staff(
        actor=SYSTEM, name=name, mobile=mobile, posts=[post], authorised_on=authorised_on, now=now, told=False
    )
    appointed_on = today.isoformat()
    event = AdministratorAppointed(district=district, at_once=at_once, appointed_on=appointed_on)
    ledger.write(person, event, actor=SYSTEM, at=now, update_fields=[])
    return Appointed(person, True, at_once, _code(person, now))


def _demand_district(code: str) -> None:
    found = find_division(code)
    if found is not None and found.kind == "district" and found.valid_to is None:
        return
    said = f"“{code}”不是已登记、在用的区县。"
    todo = "请先在组织机构文件的“行政区划”表里登记这个区县，或核对 6 位区划代码。"
    raise Refused(Reason("district", said, field="district", rule="S0-25", todo=todo), status=422, title="没有任命")


def _demand_same(person: Staff, name: str, district: str, now: datetime) -> None:
    today = day_of(now)
    held = Posting.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today), staff=person, role=ROLE, division=district)
    if person.name == name.strip() and person.left_on is None and held.exists():
        return
    said = f"这个手机号已由{person.name}注册，不是这个区县的{ROLES[ROLE]}“{name.strip()}”。"
    todo = "请核对姓名、手机号和区划代码；换人的，请用新的手机号。"
    raise Refused(Reason("registered_before", said, field="mobile", rule="S0-24", todo=todo), title="没有任命")


def _code(person: Staff, now: datetime) -> str:
    """Make a code that is shown on the console and sent nowhere: a new house has no way to send messages yet."""
    code = f"{secrets.randbelow(1_000_000):06d}"
    person.resets.filter(used_at=None).update(tries_left=0)
    hashed, by = code_hash(person.pk, code), f"{SYSTEM.name}控制台"
    PasswordReset.objects.create(staff=person, code_hash=hashed, asked_at=now, asked_by=by, expires_at=now + CODE_LIVES)
    ledger.write(person, ResetRequested(by=by), actor=SYSTEM, at=now, update_fields=[])
    return code
