"""Those who look after systems: state, event and refusal of each operation; tokens, networks and environments."""

import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from tests.cases.people import who
from tests.counter import Desk
from tests.exchange.joined import ADMIN, SYSTEM, Joined, join
from tests.exchange.test_split_mode import accepted, push_all
from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.exchange.models import ClientSystem, Delivery, SenderBeat, SystemSecret, SystemToken
from yichuang.exchange.operations.beat import beat
from yichuang.exchange.operations.register_system import (
    Profile,
    change_system,
    register_system,
    resume_system,
    stop_system,
)
from yichuang.exchange.operations.renew_secret import renew_secret
from yichuang.exchange.operations.retry import retry
from yichuang.exchange.operations.route_matter import Plea, route_matter
from yichuang.exchange.queries.health import sending
from yichuang.exchange.queries.systems import visible_systems
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.organizations.models import Department

pytestmark = pytest.mark.usefixtures("demo_district", "plain_http")
ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


def told(key: str = SYSTEM) -> list[str]:
    return [event.type for event in ledger.history(f"system:{key}")]


def register(**given: Any) -> ClientSystem:
    department = Department.objects.get(key="xs-transport")
    plain: dict[str, Any] = {
        "key": "s-1",
        "environment": "test",
        "profile": Profile(name="业务系统", pulls=True),
    } | given
    return register_system(actor=given.pop("actor", who(ADMIN)), department=department, now=clock.now(), **plain)


def test_a_system_is_registered_once_with_every_fault_told() -> None:
    row = register()
    assert row.active and row.client_id.startswith("yc_") and told("s-1") == ["system.registered"]
    with pytest.raises(Refused) as taken:
        register()
    assert taken.value.status == 409 and taken.value.reasons[0].code == "key_taken"
    with pytest.raises(Refused) as faults:
        register(key="坏", environment="x", profile=Profile(name="", networks=["10.0.0.0/99"], scopes=["nothing"]))
    assert {reason.code for reason in faults.value.reasons} == {
        "key",
        "environment",
        "name",
        "receiver",
        "scopes",
        "networks",
    }
    assert ClientSystem.objects.count() == 1


def test_only_the_district_s_administrator_registers_and_changes() -> None:
    department, profile, now = (
        Department.objects.get(key="xs-transport"),
        Profile(name="业务系统", pulls=True),
        clock.now(),
    )
    with pytest.raises(NotAllowed):
        register_system(
            actor=who("孙局长"), key="s-2", department=department, environment="test", profile=profile, now=now
        )
    register()
    with pytest.raises(NotAllowed):
        change_system(actor=who("孙局长"), key="s-1", profile=profile, now=now)
    with pytest.raises(NotFound):
        stop_system(actor=who("韩局长"), key="s-1", why="试", now=now)


def test_a_change_is_told_field_by_field_and_without_the_telephone_number() -> None:
    register()
    profile = Profile(name="新名称", pulls=True, contact_phone="057100000000")
    change_system(actor=who(ADMIN), key="s-1", profile=profile, now=clock.now())
    change_system(actor=who(ADMIN), key="s-1", profile=profile, now=clock.now())
    event = ledger.history("system:s-1")[-1]
    assert told("s-1") == ["system.registered", "system.changed"] and event.payload["changes"]["name"] == [
        "业务系统",
        "新名称",
    ]
    assert "057100000000" not in str(event.payload)


def test_the_old_secret_works_until_it_runs_out(monkeypatch: pytest.MonkeyPatch) -> None:
    joined = join()
    new = renew_secret(actor=who(ADMIN), key=SYSTEM, kind="client", now=clock.now(), overlap=timedelta(hours=1))
    assert joined.sign_in() and Joined(joined.system, new, "").sign_in()
    assert "system.secret_renewed" in told()
    SystemSecret.objects.filter(kind="client").exclude(expires_at=None).update(
        expires_at=clock.now() - timedelta(seconds=1)
    )
    with pytest.raises(AssertionError, match="invalid_client"):
        joined.sign_in()
    assert Joined(joined.system, new, "").sign_in()
    with pytest.raises(Refused):
        renew_secret(actor=who(ADMIN), key=SYSTEM, kind="client", now=clock.now(), overlap=timedelta(days=31))


def test_a_stop_ends_tokens_at_once_and_a_resume_lets_in_again() -> None:
    joined = join()
    with pytest.raises(Refused):
        stop_system(actor=who(ADMIN), key=SYSTEM, why=" ", now=clock.now())
    assert joined.get("/feed").status_code == 200
    stop_system(actor=who(ADMIN), key=SYSTEM, why="维护", now=clock.now())
    assert joined.get("/feed").status_code == 401 and not SystemToken.objects.exists()
    with pytest.raises(AssertionError, match="invalid_client"):
        joined.sign_in()
    with pytest.raises(Refused) as again:
        stop_system(actor=who(ADMIN), key=SYSTEM, why="维护", now=clock.now())
    assert again.value.status == 409
    resume_system(actor=who(ADMIN), key=SYSTEM, now=clock.now())
    assert joined.sign_in() and told()[-2:] == ["system.stopped", "system.resumed"]
    with pytest.raises(Refused):
        resume_system(actor=who(ADMIN), key=SYSTEM, now=clock.now())


def test_a_matter_goes_to_one_system() -> None:
    join()
    register(key="s-2", environment="live")
    with pytest.raises(Refused) as routed:
        route_matter(actor=who(ADMIN), key="s-2", matter="freight_general", now=clock.now())
    assert routed.value.reasons[0].code == "routed"
    with pytest.raises(Refused) as none:
        route_matter(actor=who(ADMIN), key="s-2", matter="freight_general", now=clock.now(), on=False)
    assert none.value.reasons[0].code == "no_route"
    route_matter(actor=who(ADMIN), key=SYSTEM, matter="freight_general", now=clock.now(), on=False)
    route_matter(
        actor=who(ADMIN), key="s-2", matter="freight_general", now=clock.now(), plea=Plea("原系统停用，先接上")
    )
    assert told()[-1] == "system.matter_routed" == told("s-2")[-1]


def test_a_retry_starts_the_budget_anew_and_a_replay_needs_a_reason() -> None:
    join()
    accepted(Desk("林小窗"))
    Delivery.objects.update(state="parked", attempts=5, reason="接收方答复 400。")
    ids = list(Delivery.objects.values_list("pk", flat=True))
    assert retry(actor=who(ADMIN), key=SYSTEM, ids=ids, now=clock.now()) == len(ids)
    assert set(Delivery.objects.values_list("state", "attempts", "reason")) == {("waiting", 0, "")}
    Delivery.objects.update(state="delivered")
    with pytest.raises(Refused):
        retry(actor=who(ADMIN), key=SYSTEM, ids=ids, now=clock.now())
    with pytest.raises(Refused):
        retry(actor=who(ADMIN), key=SYSTEM, ids=ids, now=clock.now(), replay=True)
    assert retry(actor=who(ADMIN), key=SYSTEM, ids=ids, now=clock.now(), replay=True, why="对方重装") == len(ids)
    assert told()[-2:] == ["system.deliveries_retried"] * 2


def test_a_token_has_the_scopes_asked_for_and_runs_out() -> None:
    joined = join()
    joined.sign_in("feed.read nothing")
    assert joined.get("/feed").status_code == 200
    number = accepted(Desk("林小窗"))
    assert joined.get(f"/cases/{number}").status_code == 403
    SystemToken.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert joined.get("/feed").status_code == 401


def test_a_token_comes_by_the_form_too_and_only_from_the_networks() -> None:
    joined = join(networks=["127.0.0.0/8"])
    body = {"grant_type": "client_credentials", "client_id": joined.system.client_id, "client_secret": joined.secret}
    assert Client().post("/api/exchange/token", body).status_code == 200
    assert Client().post("/api/exchange/token", {**body, "client_secret": "wrong"}).status_code == 401
    assert joined.get("/feed").status_code == 200
    joined.http = Client(REMOTE_ADDR="203.0.113.9")
    assert joined.get("/feed").status_code == 403


@pytest.mark.parametrize(
    ("make", "algorithm"), [(RSAKey.generate_key, "RS256"), (lambda: ECKey.generate_key("P-256"), "ES256")]
)
def test_a_signed_assertion_is_good_once_and_for_us(make: Any, algorithm: str, settings: Any) -> None:
    key = make()
    joined = join(public_jwks={"keys": [{**key.as_dict(private=False), "kid": "k1"}]})

    def ask(jti: str, audience: str) -> int:
        claims = {"iss": joined.system.client_id, "sub": joined.system.client_id, "aud": audience, "jti": jti,
                  "iat": int(time.time()), "exp": int(time.time()) + 60}  # fmt: skip
        signed = jwt.encode({"alg": algorithm, "kid": "k1"}, claims, key)
        body = {"grant_type": "client_credentials", "client_assertion_type": ASSERTION, "client_assertion": signed}
        return Client().post("/api/exchange/token", body).status_code

    here = f"{settings.PUBLIC_URL}/api/exchange/token"
    assert ask("j-1", here) == 200
    assert ask("j-1", here) in (400, 401), "a replayed assertion"
    assert ask("j-2", "https://elsewhere.example/token") in (400, 401)
    assert ask("j-3", here) == 200


def test_a_system_under_joint_debugging_sees_no_real_case() -> None:
    live = join()
    number = accepted(Desk("林小窗"))
    test = join(key="road-test", environment="test")
    assert live.get(f"/cases/{number}").status_code == 200
    assert test.get(f"/cases/{number}").status_code == 404


def test_another_department_s_system_does_not_find_the_case() -> None:
    join()
    number = accepted(Desk("林小窗"))
    register_system(
        actor=who(ADMIN), key="other", department=Department.objects.exclude(key="xs-transport").filter(division_id="330109")[0],
        environment="live", profile=Profile(name="别的系统", pulls=True), now=clock.now(),
    )  # fmt: skip
    secret = renew_secret(actor=who(ADMIN), key="other", kind="client", now=clock.now())
    other = Joined(ClientSystem.objects.get(key="other"), secret, "")
    other.sign_in()
    for path in ("", "/status"):
        assert other.get(f"/cases/{number}{path}").status_code == 404
    assert other.report(number, "accepted").status_code == 404
    assert other.get("/feed").json()["events"] == []


def test_a_city_bureau_s_system_is_the_receiving_district_s() -> None:
    Department.objects.filter(key="xs-transport").update(division_id="330100", served_in_id="330109")
    register()
    assert visible_systems(who(ADMIN)).filter(key="s-1").exists()
    Department.objects.filter(key="xs-transport").update(served_in_id=None)
    assert not visible_systems(who(ADMIN)).filter(key="s-1").exists()


def test_a_sender_that_is_silent_is_told_of() -> None:
    wall = clock.wall()
    assert sending(wall).minutes is None
    beat(sender=clock_id(), wall=wall)
    beat(sender=clock_id(), wall=wall)
    assert sending(wall).alive and SenderBeat.objects.count() == 1
    late = sending(wall + timedelta(minutes=7))
    assert (late.alive, late.minutes) == (False, 7)


def clock_id() -> Any:
    return uuid.UUID(int=7)


def admin() -> Client:
    http = Client()
    mobile = next(person.mobile for person in PEOPLE if person.name == ADMIN)
    assert http.post("/sign-in/", {"mobile": mobile, "password": PASSWORD}).status_code == 302
    return http


def test_a_secret_is_shown_once_on_the_page_that_issued_it() -> None:
    register()
    http, form = admin(), {"kind": "client", "days": "7", "Idempotency-Key": "k-1"}
    first = http.post("/exchange/systems/s-1/act/secret/", form)
    assert first.status_code == 200 and first.context["issued"][1] in first.content.decode()
    assert http.post("/exchange/systems/s-1/act/secret/", form).context["issued"] is None
    assert SystemSecret.objects.count() == 1
    assert first.context["issued"][1] not in http.get("/exchange/systems/s-1/").content.decode()


def test_the_look_takes_as_many_statements_for_many_systems_as_for_one() -> None:
    http, counts = admin(), []
    for number in range(9):
        register(key=f"s-{number}")
        if number in (1, 8):
            with CaptureQueriesContext(connection) as asked:
                assert http.get("/exchange/").status_code == 200
            counts.append(len(asked))
    assert counts[0] == counts[1] <= 9, counts


def test_parked_messages_are_sent_again_by_filter_from_the_page() -> None:
    join()
    number = accepted(Desk("林小窗"))
    Delivery.objects.update(state="parked", attempts=5)
    http = admin()
    page = http.get(f"/exchange/systems/{SYSTEM}/deliveries/?number={number}")
    assert page.status_code == 200 and page.context["parked"] == Delivery.objects.count()
    sheet = http.get(f"/exchange/systems/{SYSTEM}/deliveries/export/")
    assert sheet.status_code == 200 and sheet.content[:2] == b"PK"
    assert (
        http.post(f"/exchange/systems/{SYSTEM}/deliveries/again/", {"what": "parked", "number": "9"}).status_code == 422
    )
    answer = http.post(f"/exchange/systems/{SYSTEM}/deliveries/again/", {"what": "parked", "number": number})
    assert answer.status_code == 302 and not Delivery.objects.exclude(state="waiting").exists()
    assert push_all() >= 1
