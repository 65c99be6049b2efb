"""The published vector of Standard Webhooks, and the ways in which a signature is none."""

import pytest

from examples.department_system.signatures import (
    WrongSignature,
    WrongTime,
    check_form,
    check_push,
    sign_form,
    sign_push,
)
from tests.examples.program import OTHER_SECRET, SECRET

ID, AT, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def headers(**changes: str) -> dict[str, str]:
    return {"webhook-id": ID, "webhook-timestamp": str(AT), "webhook-signature": SIGNATURE} | {
        name.replace("_", "-"): value for name, value in changes.items()
    }


def test_the_published_vector() -> None:
    assert sign_push(SECRET, ID, AT, BODY) == SIGNATURE
    assert check_push([SECRET], headers(), BODY, AT) == ID


def test_one_good_signature_among_several_suffices() -> None:
    several = f"v1,AAAA {sign_push(OTHER_SECRET, ID, AT, BODY)} v2,whatever {SIGNATURE}"
    assert check_push([SECRET], headers(webhook_signature=several), BODY, AT) == ID
    assert check_push([OTHER_SECRET], headers(webhook_signature=several), BODY, AT) == ID


@pytest.mark.parametrize(
    "changes",
    [
        {"webhook_signature": ""},
        {"webhook_signature": SIGNATURE.removeprefix("v1,")},
        {"webhook_signature": SIGNATURE.replace("v1,", "v2,")},
        {"webhook_signature": "v1,é"},
        {"webhook_id": "msg_other"},
        {"webhook_id": ""},
        {"webhook_timestamp": str(AT + 1)},
        {"webhook_timestamp": "soon"},
        {"webhook_timestamp": "١٦١٤"},
    ],
)
def test_a_wrong_signature_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(WrongSignature):
        check_push([SECRET], headers(**changes), BODY, AT)


def test_another_body_is_refused() -> None:
    with pytest.raises(WrongSignature):
        check_push([SECRET], headers(), BODY + b" ", AT)


@pytest.mark.parametrize(("seconds", "good"), [(0, True), (299, True), (-299, True), (301, False), (-301, False)])
def test_five_minutes_are_tolerated(seconds: int, good: bool) -> None:
    if good:
        assert check_push([SECRET], headers(), BODY, AT + seconds) == ID
    else:
        with pytest.raises(WrongTime):
            check_push([SECRET], headers(), BODY, AT + seconds)


@pytest.mark.parametrize(("age", "error"), [(0, None), (599, None), (601, WrongTime), (-400, WrongTime)])
def test_a_form_address_lives_ten_minutes(age: int, error: type[Exception] | None) -> None:
    parts = ("330109", "code", str(AT), "http://platform/back")
    query = dict(zip(("applyCode", "systemCode", "ts", "back"), parts, strict=True)) | {
        "sign": sign_form(SECRET, *parts)
    }
    if error is None:
        check_form([OTHER_SECRET, SECRET], query, AT + age)
    else:
        with pytest.raises(error):
            check_form([SECRET], query, AT + age)


@pytest.mark.parametrize("name", ["applyCode", "systemCode", "ts", "back", "sign"])
def test_each_part_of_a_form_address_is_signed(name: str) -> None:
    parts = ("330109", "code", str(AT), "http://platform/back")
    query = dict(zip(("applyCode", "systemCode", "ts", "back"), parts, strict=True)) | {
        "sign": sign_form(SECRET, *parts)
    }
    for changed in (query | {name: query[name] + "1"}, {key: value for key, value in query.items() if key != name}):
        with pytest.raises(WrongSignature):
            check_form([SECRET], changed, AT)
