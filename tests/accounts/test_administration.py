"""Three-level administration (S0-24, S0-25): state, event and refusal of every act."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection

from tests.accounts.people import CARD, MOBILE, actor, officer_post, registered, site_post, staff
from yichuang.accounts.models import Posting, Staff
from yichuang.accounts.operations.correct_staff import correct_staff
from yichuang.accounts.operations.disable_staff import disable_staff, enable_staff
from yichuang.accounts.operations.end_posting import end_posting
from yichuang.accounts.operations.end_sessions import end_sessions
from yichuang.accounts.operations.grant_posting import grant_posting
from yichuang.accounts.operations.register_staff import register_staff
from yichuang.accounts.queries import actor_of
from yichuang.accounts.queries.staff import visible_staff
from yichuang.accounts.rules.administration import Appointment
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.notifications.models import Message
from yichuang.organizations.models import Department

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def codes(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refusal.value.reasons}


def test_a_department_registers_its_officer_from_tomorrow_on() -> None:
    now = clock.now()
    person = registered("姜管理", officer_post(), now, id_number=CARD)
    assert (person.tier, person.authorised_on) == ("department", day_of(now))
    assert person.postings.get().valid_from == day_of(now) + timedelta(days=1)
    assert not person.has_usable_password()
    event = ledger.history(person.stream)[-1]
    assert (event.type, event.actor_name, event.payload["roles"]) == ("staff.registered", "姜管理", ["officer"])
    assert MOBILE not in str(event.payload) and CARD not in str(event.payload)
    assert Message.objects.get(stream=person.stream).template == "account_opened"


def test_a_department_s_clerk_at_the_centre_stays_its_own() -> None:
    person = registered("姜管理", site_post("clerk", "centre"), clock.now())
    assert person.tier == "department" and person.home_department is not None
    assert person in visible_staff(actor("姜管理"))


@pytest.mark.parametrize(
    ("by", "post", "code"),
    [
        ("姜管理", lambda: officer_post("xs-market"), "not_allowed"),
        ("姜管理", lambda: site_post("clerk", "yinong"), "place_of_role"),
        ("姜管理", lambda: Appointment("department_admin", department_id=officer_post().department_id), "not_allowed"),
        ("戚镇管", lambda: site_post("clerk", "linpu"), "not_allowed"),
        ("戚镇管", lambda: site_post("supervisor", "centre"), "not_allowed"),
        ("戚镇管", lambda: Appointment("town_admin", division="330109118"), "not_allowed"),
        ("谢区管", lambda: officer_post(), "not_allowed"),
        ("谢区管", lambda: Appointment("district_admin", division="330109"), "not_allowed"),
        ("谢区管", lambda: site_post("village_agent", "centre"), "role_of_tier"),
        ("林小窗", lambda: site_post("clerk", "centre"), "not_allowed"),
        ("谢区管", lambda: Appointment("director"), "place"),
    ],
)
def test_nobody_registers_outside_his_tier(by: str, post: Callable[[], Appointment], code: str) -> None:
    with pytest.raises(Refused) as refusal:
        registered(by, post(), clock.now())
    assert code in codes(refusal)
    assert not Staff.objects.filter(name="丁新人").exists()


@pytest.mark.parametrize(
    ("by", "post", "tier"),
    [
        ("戚镇管", lambda: site_post("village_agent", "sanwei"), "town"),
        ("戚镇管", lambda: site_post("supervisor", "yinong"), "town"),
        ("谢区管", lambda: Appointment("town_admin", division="330109105"), "district"),
        ("谢区管", lambda: Appointment("department_admin", department_id=officer_post().department_id), "district"),
        ("谢区管", lambda: site_post("clerk", "centre"), "district"),
        ("谢区管", lambda: Appointment("auditor", division="330109"), "district"),
    ],
)
def test_each_tier_registers_its_own(by: str, post: Callable[[], Appointment], tier: str) -> None:
    assert registered(by, post(), clock.now()).tier == tier


def test_a_refusal_tells_all_that_is_missing_and_nobody_is_registered_twice() -> None:
    now = clock.now()
    with pytest.raises(Refused) as refusal:
        register_staff(
            actor=actor("姜管理"),
            name=" ",
            mobile="139",
            id_number="330181199503070011",
            posts=[officer_post()],
            now=now,
        )
    assert codes(refusal) == {"name", "mobile", "id_number"} and refusal.value.status == 422
    registered("姜管理", officer_post(), now, id_number=CARD)
    with pytest.raises(Refused) as refusal:
        registered("戚镇管", site_post("clerk", "yinong"), now, mobile=f"+86 {MOBILE}")
    assert codes(refusal) == {"registered_before"} and refusal.value.status == 409
    with pytest.raises(Refused) as refusal:
        registered("戚镇管", site_post("clerk", "yinong"), now, mobile="13911113333", id_number=CARD.lower())
    assert [reason.field for reason in refusal.value.reasons] == ["id_number"]


@pytest.mark.parametrize(
    ("viewer", "name"), [("姜管理", "李登记"), ("戚镇管", "魏临浦"), ("戚镇管", "林小窗"), ("林小窗", "陈一诺")]
)
def test_other_people_s_accounts_cannot_be_found(viewer: str, name: str) -> None:
    with pytest.raises(NotFound):
        disable_staff(actor=actor(viewer), staff_id=str(staff(name).pk), why="试", now=clock.now())


@pytest.mark.parametrize(
    ("viewer", "name"), [("谢区管", "赵审查"), ("谢区管", "吴益农"), ("姜管理", "姜管理"), ("谢区管", "谢区管")]
)
def test_who_sees_an_account_of_another_tier_cannot_change_it(viewer: str, name: str) -> None:
    for act in (disable_staff, enable_staff):
        with pytest.raises(NotAllowed):
            act(actor=actor(viewer), staff_id=str(staff(name).pk), why="试", now=clock.now())


def test_posts_are_given_from_tomorrow_and_end_with_their_rights() -> None:
    now, person = clock.now(), staff("吴益农")
    with pytest.raises(Refused) as refusal:
        grant_posting(
            actor=actor("戚镇管"),
            staff_id=str(person.pk),
            given=site_post("issuer", "yinong", valid_from=day_of(now), valid_to=day_of(now)),
            now=now,
        )
    assert codes(refusal) == {"valid_from", "valid_to"}
    row = grant_posting(
        actor=actor("戚镇管"), staff_id=str(person.pk), given=site_post("issuer", "yinong", window=" 90 号"), now=now
    )
    assert (row.valid_from, row.window, row.granted_by) == (day_of(now) + timedelta(days=1), "90 号", "戚镇管")
    with pytest.raises(Refused) as refusal:
        grant_posting(actor=actor("戚镇管"), staff_id=str(person.pk), given=site_post("clerk", "yinong"), now=now)
    assert codes(refusal) == {"held"}
    clerk = person.postings.get(role="clerk")
    end_posting(actor=actor("戚镇管"), staff_id=str(person.pk), posting=clerk.pk, now=now, why="调离")
    assert [event.type for event in ledger.history(person.stream)][-2:] == [
        "staff.posting_granted",
        "staff.posting_ended",
    ]
    with pytest.raises(Refused) as refusal:
        end_posting(actor=actor("戚镇管"), staff_id=str(person.pk), posting=clerk.pk, now=now)
    assert codes(refusal) == {"ended"}
    stranger = Posting.objects.exclude(staff=person).first()
    assert stranger is not None
    with pytest.raises(NotFound):
        end_posting(actor=actor("戚镇管"), staff_id=str(person.pk), posting=stranger.pk, now=now)


def test_an_officer_who_becomes_administrator_is_the_district_s_until_he_steps_down() -> None:
    now, zhao = clock.now(), staff("赵审查")
    post = Appointment("department_admin", department_id=Department.objects.get(key="xs-transport").pk)
    with pytest.raises(NotAllowed):
        grant_posting(actor=actor("姜管理"), staff_id=str(zhao.pk), given=post, now=now)
    row = grant_posting(actor=actor("谢区管"), staff_id=str(zhao.pk), given=post, now=now)
    assert staff("赵审查").tier == "district"
    with pytest.raises(NotAllowed):
        disable_staff(actor=actor("姜管理"), staff_id=str(zhao.pk), why="试", now=now)
    end_posting(actor=actor("谢区管"), staff_id=str(zhao.pk), posting=row.pk, now=now, ends_on=row.valid_from)
    end_posting(actor=actor("谢区管"), staff_id=str(zhao.pk), posting=row.pk, now=now)
    assert staff("赵审查").tier == "department"


def test_a_closed_account_loses_its_sessions_and_comes_back_the_next_day() -> None:
    now, person = clock.now(), staff("吴益农")
    with pytest.raises(Refused) as refusal:
        disable_staff(actor=actor("戚镇管"), staff_id=str(person.pk), why="  ", now=now)
    assert codes(refusal) == {"why"}
    disable_staff(actor=actor("戚镇管"), staff_id=str(person.pk), why="调离", now=now)
    assert staff("吴益农").left_on == day_of(now)
    with pytest.raises(Refused):
        disable_staff(actor=actor("戚镇管"), staff_id=str(person.pk), why="又", now=now)
    enable_staff(actor=actor("戚镇管"), staff_id=str(person.pk), why="调回", now=now)
    back = staff("吴益农")
    assert (back.left_on, back.authorised_on) == (None, day_of(now))
    assert [event.type for event in ledger.history(person.stream)][-2:] == ["staff.disabled", "staff.enabled"]
    assert end_sessions(actor=actor("戚镇管"), staff_id=str(person.pk), now=now) == 0


def test_a_corrected_number_is_found_and_still_nobody_s_else() -> None:
    now, person = clock.now(), staff("吴益农")
    with pytest.raises(Refused) as refusal:
        correct_staff(actor=actor("戚镇管"), staff_id=str(person.pk), now=now, mobile=staff("林小窗").mobile)
    assert codes(refusal) == {"registered_before"}
    with pytest.raises(Refused) as refusal:
        correct_staff(actor=actor("戚镇管"), staff_id=str(person.pk), now=now)
    assert codes(refusal) == {"unchanged"}
    correct_staff(actor=actor("戚镇管"), staff_id=str(person.pk), now=now, mobile=MOBILE, id_number=CARD)
    changed = staff("吴益农")
    assert (changed.mobile, changed.id_number) == (MOBILE, CARD)
    assert ledger.history(person.stream)[-1].payload == {"fields": ["mobile", "id_number"]}


def test_numbers_lie_sealed_in_the_table() -> None:
    person = registered("姜管理", officer_post(), clock.now(), id_number=CARD)
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text FROM accounts_staff s WHERE id = %s", [person.pk])
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT mobile, id_number FROM accounts_staff WHERE id = %s", [person.pk])
        raw = b"".join(bytes(value) for value in cursor.fetchone())
        cursor.execute("SELECT m::text FROM notifications_message m")
        sent = " ".join(row[0] for row in cursor.fetchall())
    for secret in (MOBILE, CARD):
        assert secret not in kept and secret not in sent and secret.encode() not in raw
        assert secret.encode().hex() not in kept
    assert actor_of(person).name == "丁新人"
