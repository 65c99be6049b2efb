"""The examples that an integrator starts from, run as they stand against a server (issue 4 line 2)."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django.live_server_helper import LiveServer

from tests.counter import Desk
from tests.exchange.joined import Joined, join
from tests.exchange.pictures import jpeg
from tests.files import samples
from yichuang.exchange.models import InboundMessage
from yichuang.hall.models import Appointment

FIRST_STEPS = Path(__file__).parents[2] / "examples" / "first_steps"
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo_again", "plain_http")]


def walk(command: list[str], joined: Joined, server: str, folder: Path) -> str:
    """Run an example in a folder of its own and return what it prints."""
    environment = {
        "PATH": os.environ["PATH"],
        "PLATFORM": server,
        "CLIENT_ID": joined.system.client_id,
        "CLIENT_SECRET": joined.secret,
    }
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize(
    "command", [["sh", str(FIRST_STEPS / "walk.sh")], [sys.executable, str(FIRST_STEPS / "walk.py")]]
)
def test_the_walk_is_done_as_it_stands(command: list[str], live_server: LiveServer, tmp_path: Path) -> None:
    if command[0] == "sh" and shutil.which("curl") is None:
        pytest.skip("this machine has no curl")
    joined, lin = join(), Desk("林小窗")
    number = lin.receive()
    lin.must(number, "materials", items=lin.materials())
    page = SimpleUploadedFile("申请表.jpg", jpeg(), "image/jpeg")
    first = lin.checklist()[0]["id"]
    added = lin.http.post(
        f"/api/cases/{number}/materials/{first}/scans",
        {"file": page},
        headers={**lin.headers, "Idempotency-Key": "scan-1"},
    )
    assert added.status_code == 200, added.content.decode()
    lin.must(number, "accept")
    said = walk(command, joined, live_server.url, tmp_path)
    assert f"case {number}" in said and "普通货物运输经营许可 已受理" in said and "bytes" in said
    assert said.rstrip().endswith("审查中")
    assert InboundMessage.objects.get(number=number).node == "资料审查"


def test_a_large_file_goes_in_portions_and_on_after_a_cut(live_server: LiveServer, tmp_path: Path) -> None:
    joined, lin = join(), Desk("林小窗")
    number = lin.receive()
    lin.must(number, "materials", items=lin.materials())
    lin.must(number, "accept")
    data = samples.pdf(1, b"/Pad (" + b"x" * 3_000_000 + b")")
    (tmp_path / "result.pdf").write_bytes(data)
    said = walk(
        [sys.executable, str(FIRST_STEPS / "portions.py"), number, "result.pdf"], joined, live_server.url, tmp_path
    )
    assert "going on from 0 of" in said and "going on from 2097152 of" in said
    assert f"{len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}" in said


def test_a_refusal_is_shown(live_server: LiveServer, tmp_path: Path) -> None:
    joined = join()
    joined.secret = "wrong"
    with pytest.raises(AssertionError, match="invalid_client"):
        walk([sys.executable, str(FIRST_STEPS / "walk.py")], joined, live_server.url, tmp_path)


@pytest.mark.parametrize(
    "command", [["sh", str(FIRST_STEPS / "book.sh")], [sys.executable, str(FIRST_STEPS / "book.py")]]
)
def test_the_hotline_s_example_books_moves_and_cancels(
    command: list[str], live_server: LiveServer, tmp_path: Path
) -> None:
    if command[0] == "sh" and shutil.which("curl") is None:
        pytest.skip("this machine has no curl")
    hotline = join("", key="hotline", route=False, name="12345 热线系统", scopes=["appointments"], pulls=True)
    said = walk(command, hotline, live_server.url, tmp_path).splitlines()
    assert any(line.startswith("site centre ") and "A综合受理:" in line for line in said)
    assert [line.split()[0] for line in said[-4:]] == ["booked", "moved", "state", "state"]
    assert said[-2:] == ["state booked", "state cancelled"]
    row = Appointment.objects.get()
    assert (row.system, row.state, row.moved, row.name) == ("hotline", "cancelled", 1, "陈阿姨")
