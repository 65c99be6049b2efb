"""A new password by code or knowing the old one (S0-24): hashed, ten minutes, five tries, once; never says who is registered."""

import os
import re
import subprocess
import sys
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth.hashers import get_hasher, make_password
from django.test import Client

from tests.accounts.people import actor, last_code, staff
from tests.accounts.test_sessions import WU, enter, refused
from yichuang.accounts.models import PasswordReset
from yichuang.accounts.operations.change_password import change_password, reset_password
from yichuang.accounts.operations.request_reset import issue_reset, request_reset
from yichuang.accounts.queries import actor_of_token
from yichuang.demo.people import PASSWORD
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import Refused
from yichuang.notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
NEW = "春江花月夜-12097"


def code_refused(code: str, password: str = NEW, mobile: str = WU, **more: object) -> str:
    with pytest.raises(Refused) as refusal:
        reset_password(mobile=mobile, code=code, password=password, now=more.get("now") or clock.now())  # type: ignore[arg-type]
    return refusal.value.reasons[0].code


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_a_code_sets_a_new_password_once_and_ends_every_session() -> None:
    now, person, token = clock.now(), staff("吴益农"), enter().token
    request_reset(mobile=WU, now=now)
    code = last_code(person)
    row = PasswordReset.objects.get(staff=person)
    assert code.encode() not in bytes(row.code_hash) and row.expires_at - now == timedelta(minutes=10)
    reset_password(mobile=WU, code=code, password=NEW, now=now)
    assert actor_of_token(token, now) is None
    assert enter(password=NEW).person == person
    assert code_refused(code, "another-" + NEW) == "code"
    assert [event.type for event in ledger.history(person.stream)][-2:] == [
        "staff.reset_requested",
        "staff.password_changed",
    ]
    assert code not in str([event.payload for event in ledger.history(person.stream)])


def test_five_wrong_codes_ten_minutes_or_a_newer_code_spend_it() -> None:
    now, person = clock.now(), staff("吴益农")
    request_reset(mobile=WU, now=now)
    old = last_code(person)
    request_reset(mobile=WU, now=now)
    code = last_code(person)
    assert old == code or code_refused(old) == "code"
    assert code_refused(code, now=now + timedelta(minutes=10)) == "code"
    for _ in range(5):
        assert code_refused(wrong(code)) == "code"
    assert code_refused(code) == "code"
    assert enter().person == person, "the old password still holds"


@pytest.mark.parametrize(("password", "why"), [("short", "短"), ("12345678901", "数字"), ("qwertyuiop", "常见")])
def test_a_weak_password_costs_no_try(password: str, why: str) -> None:
    person = staff("吴益农")
    request_reset(mobile=WU, now=clock.now())
    with pytest.raises(Refused) as refusal:
        reset_password(mobile=WU, code=last_code(person), password=password, now=clock.now())
    assert refusal.value.status == 422 and why in str(refusal.value)
    assert PasswordReset.objects.get(staff=person).tries_left == 5


def test_nobody_is_told_whether_a_number_is_registered_and_nobody_is_plagued() -> None:
    pages = []
    for mobile in (WU, "13977770000"):
        http = Client()
        answer = http.post("/account/reset/", {"mobile": mobile}, follow=True)
        text = re.sub(r'value="[^"]*"|[A-Za-z0-9]{64}', "", answer.content.decode())  # tokens differ from page to page
        pages.append((answer.status_code, text))
    assert pages[0] == pages[1]
    assert code_refused("000000", mobile="13977770000") == "code"
    for _ in range(5):
        request_reset(mobile=WU, now=clock.now())
    assert Message.objects.filter(template="reset_code").count() == 3


def test_a_reset_lifts_the_lock_out() -> None:
    for _ in range(5):
        refused(password="wrong")
    request_reset(mobile=WU, now=clock.now())
    reset_password(mobile=WU, code=last_code(staff("吴益农")), password=NEW, now=clock.now())
    assert enter(password=NEW).token


def test_the_administrator_sends_a_code_that_only_the_person_sees() -> None:
    person = staff("吴益农")
    assert issue_reset(actor=actor("戚镇管"), staff_id=str(person.pk), now=clock.now()) == person
    event = ledger.history(person.stream)[-1]
    assert (event.type, event.payload["by"]) == ("staff.reset_requested", "戚镇管")
    reset_password(mobile=WU, code=last_code(person), password=NEW, now=clock.now())
    assert enter(password=NEW).token


def test_who_knows_the_old_password_changes_it_and_stays_signed_in() -> None:
    now, here, other = clock.now(), enter().token, enter().token
    me = actor_of_token(here, now)
    assert me is not None
    for old, new in (("wrong", NEW), (PASSWORD, PASSWORD), (PASSWORD, "short")):
        with pytest.raises(Refused):
            change_password(actor=me, old=old, new=new, now=now)
    change_password(actor=me, old=PASSWORD, new=NEW, now=now)
    assert actor_of_token(here, now) and actor_of_token(other, now) is None
    assert ledger.history(staff("吴益农").stream)[-1].payload == {"how": "own", "sessions_ended": 1}


def test_passwords_are_shipped_at_django_s_cost_and_hashed_anew_when_it_changes() -> None:
    here = {name: value for name, value in os.environ.items() if name != "YICHUANG_PASSWORD_MEMORY_KIB"}
    asked = "import django; django.setup(); from django.contrib.auth.hashers import make_password; print(make_password('x'))"
    run = [sys.executable, "-W", "ignore", "-c", asked]
    shipped = subprocess.run(run, env=here, cwd=settings.BASE_DIR, capture_output=True, text=True, check=True).stdout
    assert shipped.startswith("argon2$argon2id$") and "m=102400,t=2,p=8" in shipped
    dear = get_hasher("default")
    assert dear.must_update(shipped.strip()), "what was hashed at another cost is hashed anew at the next sign-in"
    assert not dear.must_update(make_password("春江花月夜-12097"))
