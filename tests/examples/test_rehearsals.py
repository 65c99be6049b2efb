"""The program as a bad partner on demand, and its shared data."""

import http.client
import time

import jsonschema
import pytest

from examples.department_system.shared import credit_code, is_id_number, with_check
from examples.department_system.shared_document import DOCUMENT
from tests.examples.program import Browser, Program, until
from tests.examples.stub import Platform

NUMBER = "330109200261128700005"
KEY = {"X-Upstream-Key": "upstream"}
PERSON = with_check("33010919900101001")


def test_slow_takes_and_answers_late(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBER)
    program.misbehave(target="events", kind="slow", seconds=1, times=1)
    event, began = platform.event(NUMBER, 1), time.monotonic()
    assert program.push(event)[0] == 202 and time.monotonic() - began >= 1
    began = time.monotonic()
    assert program.push(event)[0] == 202 and time.monotonic() - began < 1
    assert program.counted(event["id"]) == (2, 1)


def test_fail_takes_nothing_and_survives_a_restart(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBER)
    program.misbehave(target="events", kind="fail", status=507, times=2)
    event = platform.event(NUMBER, 1)
    assert program.push(event)[0] == 507
    program.kill()
    program.start()
    assert program.push(event)[0] == 507
    assert program.counted(event["id"]) == (0, 0)
    assert program.push(event)[0] == 202


def test_twice_answers_and_processes_twice_without_harm(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBER)
    program.misbehave(target="events", kind="twice")
    event = platform.event(NUMBER, 1)
    assert program.push(event)[0] == 202
    until(lambda: program.counted(event["id"]) == (1, 2), "not worked off twice")
    assert Browser(program).sign_in().get("/").text.count(f"/cases/{NUMBER}") == 1


@pytest.mark.parametrize("kind", ["close", "nonsense"])
def test_bad_answers_after_taking(program: Program, platform: Platform, kind: str) -> None:
    platform.add_case(NUMBER)
    program.misbehave(target="events", kind=kind, times=1)
    event = platform.event(NUMBER, 1)
    with pytest.raises((http.client.HTTPException, OSError)):
        program.push(event)
    assert program.push(event)[1]["new"] is False


def test_away_for_a_while(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBER)
    program.misbehave(target="events", kind="away", minutes=0.02)
    event = platform.event(NUMBER, 1)
    with pytest.raises((http.client.HTTPException, OSError)):
        program.push(event)
    time.sleep(1.3)
    assert program.push(event)[1]["new"] is True


def test_orders_need_an_officer_or_the_local_token(program: Program) -> None:
    order = b'{"target": "events", "kind": "fail"}'
    kind = {"Content-Type": "application/json"}
    assert program.call("POST", "/misbehave", order, kind)[0] == 303
    assert program.call("POST", "/misbehave", order, kind | {"X-Local-Token": "guess"})[0] == 403
    assert program.call("POST", "/misbehave", b'{"kind": "bad"}', kind | {"X-Local-Token": "local"})[0] == 422
    browser = Browser(program).sign_in()
    page = browser.get("/misbehave").text
    assert page.count("当前：正常") == 2
    csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    fields = {"csrf": csrf, "target": "shared", "kind": "fail", "status": "503", "times": "1"}
    assert "当前：出错" in browser.post("/misbehave", fields).text
    assert program.call("GET", f"/shared/household?id_number={PERSON}", None, KEY)[0] == 503
    assert program.call("GET", f"/shared/household?id_number={PERSON}", None, KEY)[0] == 200


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        (f"/shared/e-licence?id_number={PERSON}", "Licences"),
        (f"/shared/household?id_number={PERSON}", "Household"),
        ("/shared/projects/2605-330109-04-01-123456", "Project"),
    ],
)
def test_shared_data_is_as_described_and_always_the_same(program: Program, path: str, schema: str) -> None:
    status, answer = program.call("GET", path, None, KEY)
    assert status == 200
    jsonschema.Draft202012Validator(DOCUMENT["components"]["schemas"][schema]).validate(answer)
    assert program.call("GET", path, None, KEY)[1] == answer
    assert program.call("GET", path)[0] == program.call("GET", path, None, {"X-Upstream-Key": "no"})[0] == 401


def test_shared_data_knows_faulty_numbers(program: Program) -> None:
    for path in ("e-licence?id_number=330109199001010010", "household?id_number=", "projects/x"):
        assert program.call("GET", f"/shared/{path}", None, KEY)[0] == 422
    assert program.call("GET", "/shared/openapi.json")[1]["openapi"] == "3.1.0"


def test_check_digits() -> None:
    assert is_id_number("11010519491231002X") and not is_id_number("110105194912310021")
    assert not is_id_number(with_check("33010919900230001"))
    # 91350100M000100Y43 is the standard's own example (GB 32100); ours are made the same way.
    assert len({credit_code(chance) for chance in range(50)}) == 50


def test_odd_requests(program: Program) -> None:
    assert program.call("GET", "/nothing")[0] == 404
    assert program.call("GET", "/events")[0] == 405
    assert program.call("POST", "/events", b"x" * 5_000_000)[0] == 413
    assert program.call("GET", "/cases/../../etc/passwd")[0] == 404
    assert program.call("GET", "/healthz")[1]["status"] == "ok"
    status, answer = program.call("POST", "/sign-in", b"x", {"Content-Type": "multipart/form-data"})
    assert status == 400 and answer["title"]
