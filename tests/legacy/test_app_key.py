"""The app-key door: state, event and refusal of each operation; signs, windows, replays, networks (rulebook 5.1)."""

import time
from datetime import timedelta
from typing import Any

import pytest

from tests.cases.people import who
from tests.counter import Desk
from tests.exchange.joined import ADMIN, SYSTEM, join
from tests.exchange.test_split_mode import received
from tests.legacy.calling import join_legacy
from yichuang.exchange.models import ClientSystem
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.legacy.models import AppKey, AppSecret, UsedSign
from yichuang.legacy.operations.app_keys import end_app_key, issue_app_key, refresh_secrets
from yichuang.legacy.rules.signs import APP, called_at, in_time, matches, sign

pytestmark = pytest.mark.usefixtures("demo_district", "plain_http")


def told() -> list[str]:
    return [event.type for event in ledger.history(f"system:{SYSTEM}")]


def test_the_door_is_shut_until_a_key_is_issued_and_opens_for_named_networks_only() -> None:
    joined = join()
    with pytest.raises(Refused) as refused:
        issue_app_key(actor=who(ADMIN), key=SYSTEM, now=clock.now())
    assert refused.value.reasons[0].code == "networks" and not AppKey.objects.exists()
    ClientSystem.objects.filter(pk=joined.system.pk).update(networks=["127.0.0.0/8"])
    first = issue_app_key(actor=who(ADMIN), key=SYSTEM, now=clock.now())
    second = issue_app_key(actor=who(ADMIN), key=SYSTEM, now=clock.now())
    assert first[0] == second[0] and first[1] != second[1]
    assert told().count("system.app_key_issued") == 2
    assert second[1] not in str([event.payload for event in ledger.history(f"system:{SYSTEM}")])


def test_only_who_manages_systems_opens_or_shuts_it() -> None:
    join(networks=["127.0.0.0/8"])
    with pytest.raises(NotAllowed):
        issue_app_key(actor=who("孙局长"), key=SYSTEM, now=clock.now())
    with pytest.raises(NotFound):
        issue_app_key(actor=who("林小窗"), key=SYSTEM, now=clock.now())
    with pytest.raises(Refused) as none:
        end_app_key(actor=who(ADMIN), key=SYSTEM, now=clock.now())
    assert none.value.reasons[0].code == "none"


def test_shut_again_it_lets_nobody_in() -> None:
    caller = join_legacy()
    number = received(Desk("林小窗"))
    end_app_key(actor=who(ADMIN), key=SYSTEM, now=clock.now())
    assert told()[-1] == "system.app_key_ended" and not AppSecret.objects.exists()
    answer = caller.post("api/accept", acceptInfoXml=f"<RECORD><PROJID>{number}</PROJID></RECORD>")
    assert answer.status_code == 401 and answer.json()["result"] == "05"


def test_secrets_last_fifteen_minutes_and_two_days_and_older_ones_run_out_by_themselves() -> None:
    caller = join_legacy()
    first, wall = caller.request_secret, clock.wall()
    request = AppSecret.objects.get(kind="request")
    refresh = AppSecret.objects.get(kind="refresh")
    assert abs(request.expires_at - wall - timedelta(minutes=15)) < timedelta(seconds=30)
    assert abs(refresh.expires_at - wall - timedelta(hours=48)) < timedelta(seconds=30)
    answer = caller.http.post("/legacy/gateway/app/refreshTokenBySec.htm", caller.signed(caller.refresh_secret)).json()
    assert answer["code"] == "00" and answer["datas"]["requestSecret"] != first
    assert caller.post("api/invented").json()["result"] == "03", "the older one is still good"
    AppSecret.objects.filter(pk=request.pk).update(expires_at=wall)
    assert caller.post("api/invented").status_code == 401
    caller.request_secret = answer["datas"]["requestSecret"]
    assert caller.post("api/invented").json()["result"] == "03"


def test_a_secret_opens_only_what_it_is_for() -> None:
    caller = join_legacy()
    wrong = (
        ("gateway/app/refreshTokenByKey.htm", caller.request_secret),
        ("gateway/app/refreshTokenByKey.htm", caller.refresh_secret),
        ("gateway/app/refreshTokenBySec.htm", caller.app_secret),
        ("gateway/app/refreshTokenBySec.htm", caller.request_secret),
        ("api/accept", caller.app_secret),
        ("api/accept", caller.refresh_secret),
    )
    for path, secret in wrong:
        answer = caller.http.post(f"/legacy/{path}", caller.signed(secret))
        assert answer.status_code == 401 and answer.json()["result"] == "05", path


def test_a_sign_is_good_once_and_for_five_minutes() -> None:
    caller = join_legacy()
    signed = caller.signed(caller.request_secret)
    assert caller.http.post("/legacy/api/invented", signed).json()["result"] == "03"
    again = caller.http.post("/legacy/api/invented", signed)
    assert again.status_code == 401 and "已经用过" in again.json()["resultmsg"]
    upper = {**signed, "sign": signed["sign"].upper()}
    assert caller.http.post("/legacy/api/invented", upper).status_code == 401
    now = int(time.time() * 1000)
    for off in (-6 * 60_000, 6 * 60_000):
        late = caller.http.post("/legacy/api/invented", caller.signed(caller.request_secret, now + off))
        assert late.status_code == 401 and "requestTime" in late.json()["resultmsg"]
    assert caller.http.post("/legacy/api/invented", caller.signed(caller.request_secret, 7)).status_code == 401


def test_strange_networks_stopped_systems_and_missing_parameters_are_turned_away() -> None:
    caller = join_legacy()
    signed = caller.signed(caller.request_secret)
    answer = caller.http.post("/legacy/api/invented", signed, REMOTE_ADDR="10.9.9.9")
    assert answer.status_code == 401 and "网段" in answer.json()["resultmsg"]
    assert UsedSign.objects.count() == 1, "what was not let in uses no sign up: only the refresh before did"
    ClientSystem.objects.update(active=False)
    assert "停用" in caller.post("api/invented").json()["resultmsg"]
    ClientSystem.objects.update(active=True, networks=[])
    assert caller.post("api/invented").status_code == 401, "no networks named: nobody"
    assert caller.http.post("/legacy/api/accept").status_code == 401
    assert caller.http.get("/legacy/api/accept").status_code == 405


def test_two_refreshes_at_once_do_not_undo_each_other() -> None:
    caller = join_legacy()
    given: dict[str, Any] = {"app_key": caller.app_key, "by": APP, "address": "127.0.0.1", "wall": clock.wall()}
    made = []
    for _ in range(2):
        signed = caller.signed(caller.app_secret)
        made.append(refresh_secrets(sign=signed["sign"], request_time=signed["requestTime"], **given)[1].value)
    for secret in made:
        caller.request_secret = secret
        assert caller.post("api/invented").json()["result"] == "03"


def test_signs_are_compared_whole_and_times_are_times() -> None:
    assert sign("A1", "s", "1795000000000") == "257195bb4a09db6421896cd824191e75"
    assert matches(sign("A1", "s", "17950000000"), "A1", ["x", "s"], "17950000000")
    assert not matches("签名", "A1", ["s"], "1") and not matches("", "A1", [], "1")
    assert called_at("abc") is None and called_at("9" * 15) is None and called_at("１７９５０００００００００") is None
    assert not in_time("", clock.wall())
