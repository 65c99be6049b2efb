"""`make run` as a person lives it: starting, starting again, stopping, being killed, being started twice."""

import os
import signal
import socket
import sys

import pytest

from tests.processes.furnished import furnish
from tests.processes.house import House, until
from yichuang.project import embedded


@pytest.fixture
def open_house(shared_house: House) -> House:
    """Give the house of this file, open: to start one costs more than most of what is done in it."""
    if not shared_house.is_open:
        _furnished(shared_house).open()
    return shared_house


@pytest.fixture
def closed_house(shared_house: House) -> House:
    """Give the house of this file as a person leaves it in the evening: it has run, and was stopped."""
    if not _furnished(shared_house).runs:
        shared_house.open()
    if shared_house.is_open:
        shared_house.runs[-1].send_signal(signal.SIGINT)
        assert shared_house.runs[-1].wait(60) == 0
    return shared_house


def _furnished(house: House) -> House:
    return house if house.data.exists() else furnish(house, demo=False)


def test_it_opens_stops_on_ctrl_c_and_opens_again_without_making_tables_twice(house: House) -> None:
    run = house.open()
    assert house.get("/healthz")[0] == 200
    until(lambda: house.get("/readyz")[0] == 200, "the worker never showed a heartbeat")
    assert "migrations applied" in house.said
    assert f"http://127.0.0.1:{house.port}" in house.said

    run.send_signal(signal.SIGINT)
    assert run.wait(60) == 0
    assert house.living() == []

    run = house.open()
    assert "up to date" in house.said
    assert "Making the tables" not in house.said
    assert (house.data / "log" / "web.log.1").exists(), "the log of the first run was put aside"

    run.send_signal(signal.SIGTERM)
    assert run.wait(60) == 0
    assert house.living() == []


def test_what_dies_by_itself_is_started_again(open_house: House) -> None:
    house = open_house
    web = house.child("yichuang.project.web")
    assert web.nice() == 0
    assert house.child("procrastinate", "ocr").nice() > 0, (
        "reading cards waits for the counter, not the other way round"
    )
    web.kill()
    until(lambda: "The web process ended by itself" in house.said, house.said)
    until(lambda: house.get("/healthz")[0] == 200, "the web server did not come back")

    server = int((house.data / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    os.kill(server, signal.SIGKILL)
    until(lambda: "PostgreSQL ended by itself" in house.said, house.said)
    until(lambda: house.get("/readyz")[0] == 200, "database and worker did not come back")


def test_two_runs_in_one_folder_are_told_apart(open_house: House) -> None:
    house, first = open_house, open_house.runs[-1]
    code, said = house.refused(PORT=str(house.port + 1))
    assert code == 2
    assert f"process {first.pid}" in said
    assert f"http://127.0.0.1:{house.port}" in said

    code, said = house.refused(module="reset")
    assert code == 2
    assert "already runs" in said
    assert house.get("/healthz")[0] == 200, "the first one is left alone"


def test_a_killed_database_and_its_old_note_do_not_block_either(open_house: House) -> None:
    house = open_house
    server = int((house.data / "postgres" / "postmaster.pid").read_text().splitlines()[0])
    house.runs[-1].kill()
    os.kill(server, signal.SIGKILL)
    house.runs[-1].wait()
    until(lambda: not embedded.is_running(house.data / "postgres"), "the server survived SIGKILL")
    assert (house.data / "postgres" / "postmaster.pid").exists(), "a killed server leaves its note"

    house.open()
    assert house.get("/healthz")[0] == 200


def test_a_killed_run_leaves_nothing_that_blocks_the_next(open_house: House) -> None:
    house = open_house
    house.runs[-1].kill()
    house.runs[-1].wait()

    run = house.open()
    assert house.get("/healthz")[0] == 200
    assert "Making the tables" not in house.said

    run.send_signal(signal.SIGINT)
    assert run.wait(60) == 0
    assert house.living() == []


def test_a_run_ends_with_the_make_that_started_it(closed_house: House) -> None:
    stands_for_make = (sys.executable, "-c", "import subprocess, sys; subprocess.run(sys.argv[1:])")
    house = closed_house
    make = house.open(behind=stands_for_make, MAKELEVEL="1")
    make.kill()
    make.wait()
    until(lambda: house.living() == [], f"still there: {house.living()}")


def test_reset_throws_away_files_and_secrets_and_makes_a_fresh_house(closed_house: House) -> None:
    house = closed_house
    secret = (house.data / "secrets" / "seal_key").read_text()
    (house.data / "files").mkdir(exist_ok=True)
    (house.data / "files" / "old").touch()

    code, said = house.refused(module="reset")
    assert code == 0, said
    assert not (house.data / "files" / "old").exists()
    assert (house.data / "secrets" / "seal_key").read_text() != secret
    assert house.living() == []


def test_a_port_in_use_is_named_with_what_to_type_instead(house: House) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", house.port))
        other.listen()
        code, said = house.refused()
    assert code == 2
    assert f"Port {house.port}" in said
    assert f"PORT={house.port + 1} make run" in said
    assert house.living() == []


def test_a_port_that_is_none_is_refused(house: House) -> None:
    code, said = house.refused(PORT="eight")
    assert code == 2
    assert "PORT=eight" in said


def test_a_database_that_does_not_answer_is_named_without_its_password(house: House) -> None:
    code, said = house.refused(DATABASE_URL="postgresql://clerk:very-secret@127.0.0.1:1/none")
    assert code == 1
    assert "The database does not answer" in said
    assert "very-secret" not in said
    assert house.living() == []


def test_reset_does_not_touch_a_given_database_unasked(house: House) -> None:
    code, said = house.refused(module="reset", DATABASE_URL="postgresql://nobody@127.0.0.1:1/real", YICHUANG_DEMO="0")
    assert code == 2
    assert "may be lost" in said
