"""What comes in: taken once, kept through kill -9, its files fetched and checked, bad senders refused."""

import hashlib
import http.client
import json
import threading
import time
from pathlib import Path

import pytest

from tests.examples.program import OTHER_SECRET, SECRET, Browser, Program, signed, until
from tests.examples.stub import Platform

NUMBER = "330109200261128700001"


def test_an_event_is_taken_and_shown(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBER, platform.add_file(b"\x89PNG picture"))
    assert program.push(platform.event(NUMBER, 1))[0] == 202
    browser = Browser(program).sign_in()
    page = until(lambda: (text := browser.get(f"/cases/{NUMBER}").text) and "已取到" in text and text, "never fetched")
    assert "普通货物运输经营许可" in page and "马小路" in page and "330109199001010015" in page and "收件分发" in page
    shown = browser.get(f"/cases/{NUMBER}/files/1")
    assert shown.content == b"\x89PNG picture" and shown.headers["Content-Type"] == "image/png"
    assert NUMBER in browser.get("/?q=" + NUMBER[-5:]).text
    assert "没有符合条件" in browser.get("/?q=nothing").text


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"secret": OTHER_SECRET}, 401),
        ({"signature": "v1,AAAA"}, 401),
        ({"at": int(time.time()) - 301}, 400),
        # Far enough ahead: this line is read when the tests are collected, long before the test runs.
        ({"at": int(time.time()) + 86_400}, 400),
        ({"message_id": "another"}, 400),
    ],
)
def test_a_bad_sender_is_refused_and_leaves_nothing(
    program: Program, platform: Platform, more: dict[str, str], status: int
) -> None:
    platform.add_case(NUMBER)
    event = platform.event(NUMBER, 1)
    assert program.push(event, **more)[0] == status
    assert program.counted(event["id"]) == (0, 0)


@pytest.mark.parametrize(
    "body", [b"", b"nonsense", b"[]", b'{"specversion": "0.3"}', b"[" * 100_000, b'{"specversion":"1.0","id":"x"}']
)
def test_what_is_no_event_is_refused(program: Program, body: bytes) -> None:
    assert program.push(body)[0] == 400


def test_a_header_with_several_signatures(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBER)
    event = platform.event(NUMBER, 1)
    body = json.dumps(event, ensure_ascii=False).encode()
    good = [signed(body, event["id"], secret)["webhook-signature"] for secret in (OTHER_SECRET, SECRET)]
    assert program.push(event, signature=" ".join(good))[0] == 202


def test_a_repetition_counts_once_and_another_body_is_refused(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBER)
    event = platform.event(NUMBER, 1)
    answers = [program.push(event) for _ in range(3)]
    assert [status for status, _ in answers] == [202] * 3
    assert [answer["new"] for _, answer in answers] == [True, False, False]
    assert program.push(event | {"type": "case.withdrawn"})[0] == 409
    until(lambda: program.counted(event["id"]) == (3, 1), "not once")


def test_the_same_event_on_many_lines_at_once(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBER)
    event, answers = platform.event(NUMBER, 1), []
    threads = [threading.Thread(target=lambda: answers.append(program.push(event))) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer["new"] for _, answer in answers) == [False] * 11 + [True]
    until(lambda: program.counted(event["id"]) == (12, 1), "not once")


def test_kill_between_receipt_and_processing(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBER, platform.add_file(b"%PDF-1.4 x"))
    program.misbehave(target="events", kind="hold")
    event = platform.event(NUMBER, 1)
    assert program.push(event)[0] == 202
    program.kill()
    program.start()
    assert program.counted(event["id"]) == (1, 0)
    assert program.push(event)[1]["new"] is False
    program.misbehave(target="events", kind="")
    until(lambda: program.counted(event["id"]) == (2, 1), "not worked off after the restart")
    browser = Browser(program).sign_in()
    until(lambda: "已取到" in browser.get(f"/cases/{NUMBER}").text, "the file was not fetched after the restart")


def test_kill_in_the_middle_of_a_flood_loses_nothing(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBER)
    taken: list[str] = []

    def flood() -> None:
        for sequence in range(1, 400):
            event = platform.event(NUMBER, sequence)
            try:
                if program.push(event)[0] == 202:
                    taken.append(event["id"])
            except (OSError, http.client.HTTPException):
                return

    threads = [threading.Thread(target=flood) for _ in range(3)]
    for thread in threads:
        thread.start()
    until(lambda: len(taken) > 60, "no flood")
    program.kill()
    for thread in threads:
        thread.join()
    program.start()
    for identifier in taken:
        assert program.counted(identifier)[0] == 1
    until(lambda: all(program.counted(identifier)[1] == 1 for identifier in taken), "some were not worked off")


def test_a_late_older_event_does_not_turn_the_case_back(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBER)
    older, newer = platform.event(NUMBER, 1), platform.event(NUMBER, 2, "case.accepted", state_name="已受理")
    assert program.push(newer)[0] == program.push(older)[0] == 202
    until(lambda: program.counted(older["id"]) == (1, 1), "not taken")
    assert "已受理</span>" in Browser(program).sign_in().get(f"/cases/{NUMBER}").text


def test_an_unknown_type_and_a_strange_body_are_kept(program: Program, platform: Platform) -> None:
    platform.add_case(NUMBER)
    unknown = platform.event(NUMBER, 1, "case.something_new")
    strange = platform.event(NUMBER, 2, materials=[{"files": [{"no": "id"}]}])
    assert program.push(unknown)[0] == program.push(strange)[0] == 202
    until(lambda: program.counted(strange["id"])[1] == 0 and program.counted(unknown["id"])[1] == 1, "not taken")
    browser = Browser(program).sign_in()
    until(lambda: "无法读懂" in browser.get("/").text, "the officer is not told")
    assert "case.something_new" in browser.get(f"/cases/{NUMBER}").text


def test_a_file_that_is_another_one_is_not_shown(program: Program, platform: Platform) -> None:
    file = platform.add_file(b"right")
    platform.wrong_bytes[file["id"]] = b"wrong"
    platform.add_case(NUMBER, file)
    program.push(platform.event(NUMBER, 1))
    browser = Browser(program).sign_in()
    page = until(
        lambda: (text := browser.get(f"/cases/{NUMBER}").text) and "校验值不符" in text and text, "not noticed"
    )
    assert browser.get(f"/cases/{NUMBER}/files/1").status == 404
    assert not list((program.folder / "files").iterdir())
    del platform.wrong_bytes[file["id"]]
    csrf = page.partition('name="csrf" value="')[2].partition('"')[0]
    browser.post(f"/cases/{NUMBER}/files/1/again", {"csrf": csrf})
    until(lambda: browser.get(f"/cases/{NUMBER}/files/1").content == b"right", "not fetched again")


@pytest.mark.parametrize("wrong", [b"longer than was said", b"x", b""])
def test_a_file_of_another_size_is_not_taken(program: Program, platform: Platform, wrong: bytes) -> None:
    file = platform.add_file(b"right")
    platform.wrong_bytes[file["id"]] = wrong
    platform.add_case(NUMBER, file)
    program.push(platform.event(NUMBER, 1))
    browser = Browser(program).sign_in()
    until(lambda: "校验值不符" in browser.get(f"/cases/{NUMBER}").text, "not noticed")


def test_everything_survives_a_stop(program: Program, platform: Platform, tmp_path: Path) -> None:
    content = bytes(range(256)) * 4096
    platform.add_case(NUMBER, platform.add_file(content))
    event = platform.event(NUMBER, 1)
    program.push(event)
    place = program.folder / "files"
    until(lambda: place.exists() and [path for path in place.iterdir() if path.suffix != ".part"], "not fetched")
    until(lambda: program.counted(event["id"]) == (1, 1), "not taken")
    began = time.monotonic()
    assert program.stop() == 0
    assert time.monotonic() - began < 3
    program.start()
    assert program.push(event)[1]["new"] is False
    assert hashlib.sha256(next(place.iterdir()).read_bytes()).digest() == hashlib.sha256(content).digest()


def test_a_system_that_cannot_be_pushed_to_pulls(tmp_path: Path, platform: Platform) -> None:
    platform.add_case(NUMBER)
    platform.events = [platform.event(NUMBER, sequence) for sequence in range(1, 6)]
    program = Program(tmp_path / "puller", platform.url, pull_seconds=0.1).start()
    try:
        until(lambda: all(program.counted(event["id"]) == (1, 1) for event in platform.events), "not pulled")
        program.kill()
        program.start()
        platform.events.append(platform.event(NUMBER, 6))
        until(lambda: program.counted(platform.events[5]["id"]) == (1, 1), "not pulled after the restart")
        assert program.counted(platform.events[0]["id"]) == (1, 1)
    finally:
        program.stop()
