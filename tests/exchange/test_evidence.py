"""The evidence of one case's exchange (issue 4, 7): signed, the same bytes each time, and checked offline by a script of its own."""

import hashlib
import io
import json
import random
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from examples.evidence.verify import verify
from tests.cases.people import who
from tests.counter import Desk
from tests.exchange.joined import ADMIN, SYSTEM, Joined, Receiver, join
from tests.exchange.test_managers import admin as admin_page
from tests.exchange.test_split_mode import accepted, push_all, upload
from yichuang.demo.people import PASSWORD, PEOPLE
from yichuang.exchange.operations.export_evidence import export_evidence
from yichuang.exchange.operations.seal_messages import seal_messages
from yichuang.exchange.rules.evidence import container
from yichuang.foundations import clock, ledger
from yichuang.foundations.checkpoints import seal_key
from yichuang.foundations.problems import NotFound, Refused
from yichuang.foundations.rules.chains import canonical

pytestmark = pytest.mark.usefixtures("demo_district", "plain_http")
ROOT = Path(__file__).parents[2]


def exchanged(receiver: str) -> tuple[Joined, str]:
    """Let a case be pushed, refused once, reported on, and a file handed in; other cases lie between."""
    joined = join(receiver)
    number = accepted(Desk("林小窗"))
    push_all()
    seal_messages(clock.now())
    accepted(Desk("林小窗"))
    push_all()
    joined.report(number, "concluded", outcome="maybe")
    upload(joined, number)
    joined.must(number, "node_changed", node="a", name="现场核查")
    return joined, number


def package_of(joined: Joined, number: str) -> bytes:
    answer = joined.get(f"/cases/{number}/evidence")
    assert answer.status_code == 200, answer.content.decode()
    return bytes(answer.content)


def files_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_system_gets_its_own_case_and_the_script_checks_it_offline(tmp_path: Path) -> None:
    with Receiver(lambda got: (202, b"ok")) as there:
        joined, number = exchanged(there.address)
        package = package_of(joined, number)
        pushed = there.got[0].body
    files = files_of(package)
    manifest = json.loads(files["manifest.json"])
    assert [message["entry"]["kind"] for message in manifest["messages"]] == ["push", "report", "file_taken", "report"]
    assert [message["seq"] for message in manifest["messages"]] == [1, 2, 3, 4] and manifest["unsealed"] == 0
    assert files[manifest["messages"][0]["content"]] == pushed, "the bytes that the receiver got"
    assert len(manifest["seals"]) == 2 and number in files["summary.html"].decode()
    (tmp_path / "package.zip").write_bytes(package)
    (tmp_path / "root.pem").write_bytes(joined.get("/authority").content)
    command = [sys.executable, "-I", str(ROOT / "examples/evidence/verify.py"), str(tmp_path / "package.zip")]
    done = subprocess.run([*command, "--authority", str(tmp_path / "root.pem")], capture_output=True, text=True)
    assert done.returncode == 0 and done.stdout.count("通过  ") == 7 and "事先保存的根证书" in done.stdout, done.stdout
    assert subprocess.run(command, capture_output=True).returncode == 0
    (tmp_path / "package.zip").write_bytes(package[:-30] + b"x" + package[-29:])
    assert subprocess.run(command, capture_output=True).returncode == 1


def test_the_same_evidence_is_the_same_bytes_and_a_later_message_makes_it_longer() -> None:
    joined, number = exchanged("http://127.0.0.1:9/")
    first = package_of(joined, number)
    assert package_of(joined, number) == first
    joined.must(number, "node_changed", node="b", name="专家评审")
    assert len(json.loads(files_of(package_of(joined, number))["manifest.json"])["messages"]) == 4


def test_each_single_byte_that_is_altered_is_found() -> None:
    joined, number = exchanged("http://127.0.0.1:9/")
    package, chance = package_of(joined, number), random.Random(7)
    assert verify(package, say=str)
    # The directory and the headers, which no hash of a file covers, byte by byte; of the contents a sample in every file.
    end = package.index(b"PK\1\2")
    heads = [at for at in range(end) if package[at : at + 4] == b"PK\3\4"]
    places = {at + offset for at in heads for offset in range(46)} | set(range(end, len(package)))
    for at, after in zip(heads, [*heads[1:], end], strict=True):
        places |= {chance.randrange(at, after) for _ in range(12)}
    missed = []
    for place in sorted(places):
        altered = bytearray(package)
        altered[place] ^= 1 << chance.randrange(8)
        if verify(bytes(altered), say=str):
            missed.append(place)
    assert missed == [] and len(places) > 500


def test_a_package_made_anew_around_a_changed_content_is_found() -> None:
    joined, number = exchanged("http://127.0.0.1:9/")
    files = files_of(package_of(joined, number))
    said: list[str] = []

    def again(**changed: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name in sorted(files):
                entry = zipfile.ZipInfo(name)
                entry.create_system = 0
                archive.writestr(entry, changed.get(name, files[name]))
        return out.getvalue()

    assert verify(again(), say=said.append)
    report = next(name for name in files if name.endswith("report.content"))
    for changed, check in (
        ({report: files[report].replace(b"maybe", b"never")}, "文件"),
        ({"manifest.json": files["manifest.json"].replace(b'"seq":2', b'"seq":9')}, "签名"),
        ({"manifest.sig": bytes(64)}, "签名"),
        ({"certificate.pem": files["certificate.pem"][: len(files["certificate.pem"]) // 2]}, "证书"),
    ):
        assert not verify(again(**changed), say=said.append)
        assert said[-1].startswith(f"未通过  {check}"), said[-1]


def test_events_that_were_pulled_are_proven_without_the_other_cases_contents() -> None:
    joined = join(pulls=True)
    number, other = accepted(Desk("林小窗")), accepted(Desk("林小窗"))
    page = joined.get("/feed").json()
    joined.must(number, "node_changed", node="a", name="现场核查")
    package = package_of(joined, number)
    files = files_of(package)
    messages = json.loads(files["manifest.json"])["messages"]
    assert {event["subject"] for event in page["events"]} == {number, other} and verify(package, say=str)
    assert [message["entry"]["kind"] for message in messages] == ["feed", "report"]
    (part,) = messages[0]["parts"].values()
    assert json.loads(files[part])["subject"] == number and messages[0]["content"] == ""
    assert not any(other.encode() in content for content in files.values())


def test_another_system_and_a_case_without_messages_are_refused() -> None:
    joined, number = exchanged("http://127.0.0.1:9/")
    other = join(key="eia", department="hz-epa", matter="eia_report_form", form_base="http://127.0.0.1:9/form")
    assert other.get(f"/cases/{number}/evidence").status_code == 404
    silent = Desk("林小窗").receive()
    assert joined.get(f"/cases/{silent}/evidence").status_code == 404
    joined.sign_in("feed.read")
    assert joined.get(f"/cases/{number}/evidence").status_code == 403


def test_an_officer_exports_for_a_reason_and_the_contents_only_where_he_may_see_them() -> None:
    _, number = exchanged("http://127.0.0.1:9/")
    with pytest.raises(Refused) as why:
        export_evidence(actor=who("孙局长"), key=SYSTEM, number=number, why=" ", now=clock.now())
    assert why.value.status == 422 and why.value.reasons[0].code == "why"
    with pytest.raises(NotFound):
        export_evidence(actor=who("韩局长"), key=SYSTEM, number=number, why="复核交换争议", now=clock.now())
    whole = export_evidence(actor=who("孙局长"), key=SYSTEM, number=number, why="复核交换争议", now=clock.now())
    bare = export_evidence(actor=who(ADMIN), key=SYSTEM, number=number, why="复核交换争议", now=clock.now())
    assert verify(whole, say=str) and verify(bare, say=str)
    assert any(name.endswith(".content") for name in files_of(whole))
    assert not any(name.startswith("messages/") for name in files_of(bare))
    assert b"330181199503070010" not in b"".join(files_of(bare).values())
    told = [event.payload for event in ledger.history(f"system:{SYSTEM}") if event.type == "system.evidence_exported"]
    assert [(one["number"], one["contents"]) for one in told] == [(number, True), (number, False)]
    assert "case.personal_data_revealed" in [event.type for event in ledger.history(f"case:{number}")]


def test_the_page_lists_the_messages_and_gives_the_package() -> None:
    _, number = exchanged("http://127.0.0.1:9/")
    http, place = admin_page(), f"/exchange/systems/{SYSTEM}"
    shown = http.get(f"{place}/messages/?number={number}&kind=report").content.decode()
    assert shown.count("第 ") == 2 and number in shown and "导出证据包" in shown
    assert http.get(f"{place}/messages/export/").headers["Content-Disposition"].endswith('.xlsx"')
    silent = http.post(f"{place}/evidence/", {"number": number, "why": ""})
    assert silent.status_code == 422 and "请填写“导出的事由”" in silent.content.decode()
    assert http.post(f"{place}/evidence/", {"number": "123", "why": "复核争议"}).status_code == 422
    given = http.post(f"{place}/evidence/", {"number": number, "why": "复核交换争议"})
    assert (
        given.status_code == 200
        and given.headers["Content-Type"] == "application/zip"
        and verify(given.content, say=str)
    )
    mobile = next(person.mobile for person in PEOPLE if person.name == "孙局长")
    head = Client()
    head.post("/sign-in/", {"mobile": mobile, "password": PASSWORD})
    assert f"{place}/messages/?number={number}" in head.get(f"/cases/{number}/").content.decode()
    told = http.get(f"{place}/").content.decode()
    assert f"导出办件 {number} 的交换证据（不含报文内容）：复核交换争议" in told


def _drop(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    del manifest["messages"][1]


def _change(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    manifest["messages"][1]["entry"]["status"] = 200


def _misplace(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    manifest["messages"][1]["path"][0][1] = "00" * 32


def _reseal(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    manifest["seals"][0]["at"] = "2026-01-01T00:00:00.000000+00:00"


def _say_otherwise(manifest: dict[str, Any], files: dict[str, bytes]) -> None:
    name = manifest["messages"][0]["content"]
    files[name] = files[name].replace(b"maybe", b"never")
    manifest["files"][name] = hashlib.sha256(files[name]).hexdigest()


@pytest.mark.parametrize(
    ("rewrite", "check"),
    [(_drop, "链接"), (_change, "链接"), (_misplace, "封存"), (_reseal, "封存"), (_say_otherwise, "报文")],
)
def test_what_whoever_holds_the_key_rewrites_afterwards_is_found(rewrite: Any, check: str) -> None:
    joined, number = exchanged("http://127.0.0.1:9/")
    files = files_of(package_of(joined, number))
    manifest = json.loads(files["manifest.json"])
    rewrite(manifest, files)
    files["manifest.json"] = canonical(manifest)
    files["manifest.sig"] = seal_key().sign(files["manifest.json"])
    said: list[str] = []
    assert not verify(container(files), say=said.append)
    assert said[-1].startswith(f"未通过  {check}"), said[-1]
