"""Registering APIs and granting their use: state, event and refusal of each operation (S2-48)."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from examples.department_system.shared_document import DOCUMENT
from tests.cases.people import who
from tests.exchange.joined import ADMIN, SYSTEM, join
from tests.sharing.upstream import ECHO, api, granted, system
from yichuang.exchange.models import ClientSystem
from yichuang.foundations import clock, ledger
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import NotAllowed, Refused
from yichuang.sharing.models import ApiGrant, ApiVersion, SharedApi
from yichuang.sharing.operations import grant as g
from yichuang.sharing.operations import register_api as r

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district", "plain_http")]
HERE = "http://127.0.0.1:9"


def types(stream: str) -> list[str]:
    """Return the events of a stream."""
    return [event.type for event in ledger.history(stream)]


def codes(refused: Any) -> list[str]:
    """Return the reasons of a refusal."""
    return [reason.code for reason in refused.value.reasons]


def document(**changes: Any) -> bytes:
    """Return the echo's document with changes."""
    return json.dumps({**ECHO, **changes}).encode()


def test_an_api_is_registered_changed_withdrawn_and_offered_again() -> None:
    row = api(HERE, credential_header="X-Key", credential="secret-1")
    terms = r.Terms(name="回声二", upstream=HERE, data_class="open", credential_header="X-Key", credential="secret-2")
    r.change_api(actor=who(ADMIN), key="echo", terms=terms, now=clock.now())
    r.change_api(actor=who(ADMIN), key="echo", terms=terms, now=clock.now())
    r.withdraw_api(actor=who(ADMIN), key="echo", why="系统升级", now=clock.now())
    with pytest.raises(Refused) as twice:
        r.withdraw_api(actor=who(ADMIN), key="echo", why="系统升级", now=clock.now())
    assert codes(twice) == ["withdrawn"]
    r.offer_again(actor=who(ADMIN), key="echo", now=clock.now())
    assert types(row.stream) == ["api.registered", "api.changed", "api.withdrawn", "api.offered_again"]
    told = str([event.payload for event in ledger.history(row.stream)])
    assert "secret" not in told, "the ledger says that a secret changed, not what it is"
    row.refresh_from_db()
    assert (row.name, row.credential, row.active) == ("回声二", "secret-2", True)


@pytest.mark.parametrize(
    ("terms", "reason"),
    [
        ({"upstream": "http://127.0.0.1:10"}, "upstream"),
        ({"upstream": "http://user:x@127.0.0.1:9"}, "upstream"),
        ({"upstream": "http://127.0.0.1:9/a?b=1"}, "upstream"),
        ({"name": "x"}, "name"),
        ({"data_class": "secret"}, "data_class"),
        ({"per_minute": 0}, "per_minute"),
        ({"read_seconds": 9, "total_seconds": 5}, "read_seconds"),
        ({"credential_header": "Host"}, "credential_header"),
        ({"credential_header": "X Y"}, "credential_header"),
        ({"credential": "a\r\nb"}, "credential"),
        ({"use": "person"}, "document"),
    ],
)
def test_faulty_terms_are_refused_each_with_its_place(terms: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refused) as refused:
        api(HERE, **terms)
    assert reason in codes(refused) and not SharedApi.objects.exists()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"{", "第 1 行第 2 列"),
        (b"[]", "最外层应为对象"),
        (b"\xff\xfe", "UTF-8"),
        (b"x" * (1024 * 1024 + 1), "超过 1024 KB"),
        (b'{"a":' * 5000, "嵌套过深"),
        (document(openapi="2.0"), "应为 3.0.x 或 3.1.x"),
        (document(info={"title": "x"}), "/info"),
        (document(paths={}), "没有可以调用的操作"),
        (document(paths={"/a": {"get": {"responses": 3}}}), "/paths/~1a/get/responses"),
        (document(components={"schemas": {"A": {"$ref": "file:///etc/passwd"}}}), "只能引用本文档内的内容"),
        (document(components={"schemas": {"A": {"$ref": "#/components/schemas/B"}}}), "在文档里没有"),
        (document(components={"schemas": {"A": {"$id": "http://x/"}}}), "$id"),
        (
            document(components={"schemas": {"A": {"type": "string", "pattern": "(?=a)b"}}}),
            "/components/schemas/A/pattern：正则表达式用了先行断言",
        ),
        (document(components={"schemas": {"A": {"pattern": "(a)\\1"}}}), "反向引用"),
        (document(components={"schemas": {"A": {"pattern": "(a"}}}), "正则表达式不能使用"),
        (
            document(components={"schemas": {"A": {"patternProperties": {"(?!x)": {}}}}}),
            "/components/schemas/A/patternProperties",
        ),
    ],
)
def test_a_faulty_document_is_refused_with_the_place(data: bytes, says: str) -> None:
    joined = system(HERE)
    terms = r.Terms(name="回声", upstream=HERE, data_class="open")
    with pytest.raises(Refused) as refused:
        r.register_api(
            actor=who(ADMIN), key="echo", provider=joined.system.key, terms=terms, document=data, now=clock.now()
        )
    assert says in str(refused.value), str(refused.value)


def test_the_published_contract_of_the_demo_is_a_good_document() -> None:
    assert api(HERE, document=DOCUMENT, use="person").use == "person"
    with pytest.raises(Refused) as second:
        r.register_api(
            actor=who(ADMIN),
            key="other",
            provider="provider",
            terms=r.Terms(name="另一个", upstream=HERE, data_class="open", use="person"),
            document=json.dumps(DOCUMENT).encode(),
            now=clock.now(),
        )
    assert codes(second) == ["use_taken"]


def test_a_new_document_is_a_version_and_the_same_again_is_none() -> None:
    row = api(HERE)
    r.replace_document(
        actor=who(ADMIN), key="echo", document=document(info={"title": "新", "version": "2"}), now=clock.now()
    )
    again = json.dumps({**ECHO, "info": {"version": "2", "title": "新"}}, indent=3).encode()
    r.replace_document(actor=who(ADMIN), key="echo", document=again, now=clock.now())
    assert [one.number for one in ApiVersion.objects.filter(api=row).order_by("number")] == [1, 2]
    assert types(row.stream)[1:] == ["api.document_replaced"]


def test_only_the_owner_s_people_look_after_an_api() -> None:
    api(HERE)
    for name in ("孙局长", "林小窗", "韩局长"):
        with pytest.raises(NotAllowed):
            r.withdraw_api(actor=who(name), key="echo", why="试", now=clock.now())
    with pytest.raises(NotAllowed):
        granted_by("韩局长")


def granted_by(name: str) -> ApiGrant:
    """Have the provider's system apply and somebody approve."""
    grant = g.ask_for_grant(actor=who(ADMIN), application=wanted(), now=clock.now())
    try:
        return g.approve_grant(actor=who(name), pk=grant.pk, reason="", now=clock.now())
    except Refused as refused:
        if refused.status == 404:
            raise NotAllowed("sharing.approve", "not there") from refused
        raise


def wanted(consumer: str = "provider", **changes: Any) -> g.Application:
    """Return a good application."""
    given: dict[str, Any] = {"purpose": "核验申请人身份", "legal_basis": "国务院令第716号第七条", "per_minute": 10,
                             "expires_on": day_of(clock.now()) + timedelta(days=99)}  # fmt: skip
    return g.Application(api="echo", consumer=consumer, **{**given, **changes})


def test_a_grant_is_asked_for_approved_by_the_owner_s_head_and_taken_back() -> None:
    api(HERE)
    row = granted_by("孙局长")
    assert row.state == "granted" and "api:echo" in ClientSystem.objects.get(key="provider").scopes
    with pytest.raises(Refused) as held:
        g.ask_for_grant(actor=who(ADMIN), application=wanted(), now=clock.now())
    assert codes(held) == ["held"]
    with pytest.raises(Refused) as silent:
        g.revoke_grant(actor=who("孙局长"), pk=row.pk, reason=" ", now=clock.now())
    assert codes(silent) == ["reason"]
    g.revoke_grant(actor=who("孙局长"), pk=row.pk, reason="用途不符", now=clock.now())
    assert "api:echo" not in ClientSystem.objects.get(key="provider").scopes
    assert types(row.stream) == ["grant.asked", "grant.decided", "grant.decided"]
    with pytest.raises(Refused) as again:
        g.approve_grant(actor=who("孙局长"), pk=row.pk, reason="", now=clock.now())
    assert codes(again) == ["decided"]


def test_an_application_is_refused_with_a_reason_or_taken_back() -> None:
    api(HERE)
    row = g.ask_for_grant(actor=who(ADMIN), application=wanted(), now=clock.now())
    assert g.refuse_grant(actor=who("孙局长"), pk=row.pk, reason="依据不足", now=clock.now()).state == "refused"
    row = g.ask_for_grant(actor=who(ADMIN), application=wanted(), now=clock.now())
    assert g.take_back(actor=who(ADMIN), pk=row.pk, now=clock.now()).state == "taken_back"
    with pytest.raises(Refused):
        g.take_back(actor=who(ADMIN), pk=row.pk, now=clock.now())


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"purpose": "查"}, "purpose"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"per_minute": 61}, "per_minute"),
        ({"expires_on": date(2020, 1, 1)}, "expires_on"),
        ({"expires_on": date(2040, 1, 1)}, "expires_on"),
    ],
)
def test_a_faulty_application_is_refused(changes: dict[str, Any], reason: str) -> None:
    api(HERE)
    with pytest.raises(Refused) as refused:
        g.ask_for_grant(actor=who(ADMIN), application=wanted(**changes), now=clock.now())
    assert codes(refused) == [reason]


def test_unconditional_data_is_granted_with_the_application_and_a_grant_that_ran_out_may_be_renewed() -> None:
    api(HERE, data_class="open")
    row = g.ask_for_grant(actor=who(ADMIN), application=wanted(), now=clock.now())
    assert (row.state, row.reason) == ("granted", "无条件共享，申请即授权")
    ApiGrant.objects.filter(pk=row.pk).update(expires_on=date(2026, 1, 1))
    renewed = g.ask_for_grant(actor=who(ADMIN), application=wanted(), now=clock.now())
    assert renewed.state == "granted" and renewed.pk != row.pk


def test_a_grant_that_ran_out_lets_nothing_through() -> None:
    joined = system(HERE)
    api(HERE, joined=joined)
    row = granted("echo", "provider")
    ApiGrant.objects.filter(pk=row.pk).update(expires_on=clock.now().date() - timedelta(days=1))
    joined.sign_in()
    got = joined.http.get("/gateway/echo/things/1", headers={"Authorization": f"Bearer {joined.token}"})
    assert (got.status_code, got.json()["reasons"][0]["code"]) == (403, "no_grant")


def test_another_department_s_system_asks_for_itself_only() -> None:
    api(HERE)
    join(f"{HERE}/events", key=SYSTEM, department="hz-epa", matter="eia_report_form", form_base=HERE)
    with pytest.raises(Refused) as stranger:
        g.ask_for_grant(actor=who("姜管理"), application=wanted(SYSTEM), now=clock.now())
    assert stranger.value.status in (403, 404)
    with pytest.raises(NotAllowed):
        g.ask_for_grant(actor=who("姜管理"), application=wanted("@330109"), now=clock.now())
    assert g.ask_for_grant(actor=who(ADMIN), application=wanted("@330109"), now=clock.now()).consumer == "@330109"
