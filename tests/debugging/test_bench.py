"""Joint debugging: a good system goes green step by step and opens its matter; a bad one shows the red step (S0-18…S0-21)."""

import base64
import hashlib
import hmac
import time
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.people import who
from tests.counter import FREIGHT, PERSON, Desk
from tests.exchange.joined import ADMIN, SECOND, Got, Joined, Receiver, join
from tests.exchange.pictures import jpeg
from tests.exchange.test_split_mode import push_all, upload
from tests.legacy.calling import join_legacy
from yichuang.cases.models import Document
from yichuang.cases.operations.render_document import render_document
from yichuang.debugging.advancing import advance
from yichuang.debugging.models import DebuggingRun, DebuggingStep
from yichuang.debugging.operations.begin import begin
from yichuang.debugging.operations.confirm import confirm, open_matter
from yichuang.debugging.queries import lines_of
from yichuang.debugging.rules.probes import PROBES
from yichuang.debugging.rules.steps import BY_NAME, STEPS, Facts, watched
from yichuang.debugging.tasks import push
from yichuang.exchange.models import MatterRoute
from yichuang.exchange.ports import openings
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.usefixtures("demo_district", "plain_http")
MATTER = "freight_general"


class Judge:
    """A receiver that verifies as the contract asks, broken on demand."""

    def __init__(self, broken: str = "") -> None:
        self.broken, self.secret, self.seen = broken, "", set[str]()

    def __call__(self, got: Got) -> tuple[int, bytes]:
        id_, at = got.headers.get("webhook-id", ""), got.headers.get("webhook-timestamp", "0")
        key = base64.b64decode(self.secret.removeprefix("whsec_"))
        mac = base64.b64encode(hmac.digest(key, f"{id_}.{at}.".encode() + got.body, hashlib.sha256)).decode()
        signed = f"v1,{mac}" in got.headers.get("webhook-signature", "").split()
        if not signed and self.broken != "any signature" and (id_ or self.broken != "unsigned"):
            return 401, b""
        if signed and abs(time.time() - int(at)) > 300 and self.broken != "old":
            return 400, b""
        if id_ in self.seen and self.broken == "repeated":
            return 409, b""
        self.seen.add(id_)
        return 202, b""


def joined_at(there: Receiver, judge: Judge) -> Joined:
    joined = join(there.address, key="road-test", environment="test")
    judge.secret = joined.signing
    return joined


def begun(key: str = "road-test") -> DebuggingRun:
    return begin(actor=who(ADMIN), key=key, matter=MATTER, now=clock.now() - timedelta(seconds=1))


def probed(run: DebuggingRun) -> dict[str, str]:
    """Let the bench try all it tries by itself; return how each step stands."""
    while step := advance(actor=who(ADMIN), pk=run.pk, now=clock.now(), wall=clock.wall()):
        push(run.pk, step)
    return {line.step.name: line.found.outcome for line in lines_of(run)}


def test_every_probe_has_a_step_and_every_step_says_what_to_do() -> None:
    assert {step.name for step in STEPS if step.kind == "probe"} == set(PROBES)
    assert all(step.todo for step in STEPS) and len(BY_NAME) == len(STEPS)
    assert all(watched(step.name, Facts()).outcome == "waiting" for step in STEPS if step.kind == "watch")


def test_a_good_receiver_goes_green_and_what_was_sent_and_got_is_kept() -> None:
    judge = Judge()
    with Receiver(judge) as there:
        joined_at(there, judge)
        run = begun()
        outcomes = probed(run)
    assert {outcomes[name] for name in PROBES} == {"green"}, outcomes
    assert outcomes["case"] == "waiting" and outcomes["token"] == "green", "the test's own token, fetched on joining"
    row = DebuggingStep.objects.get(run=run, name="wrong_signature")
    (call,) = row.evidence["calls"]
    assert call["status"] == 401 and "联调测试" in call["request"] and call["headers"]["webhook-id"]
    assert len(call["request_sha256"]) == 64 and row.sha256
    told = [event.type for event in ledger.history(run.stream)]
    assert told[0] == "debugging.begun" and told.count("debugging.step_judged") == len(PROBES) + 1


@pytest.mark.parametrize(
    ("broken", "red"),
    [
        ("any signature", {"wrong_signature", "unsigned"}),
        ("unsigned", {"unsigned"}),
        ("old", {"old_timestamp"}),
        ("repeated", {"duplicate"}),
    ],
)
def test_a_broken_receiver_shows_exactly_its_red_step_with_the_reason(broken: str, red: set[str]) -> None:
    judge = Judge(broken)
    with Receiver(judge) as there:
        joined_at(there, judge)
        run = begun()
        outcomes = probed(run)
        assert {name for name, one in outcomes.items() if one == "red"} == red
        seen = {line.step.name: line.found.seen for line in lines_of(run)}
        assert all(seen[name].startswith(("应当拒绝", "应当收下")) for name in red)
        judge.broken = ""
        name = sorted(red)[0]
        push(run.pk, advance(actor=who(ADMIN), pk=run.pk, now=clock.now(), wall=clock.wall(), again=name))
    line = next(line for line in lines_of(run) if line.step.name == name)
    assert line.found.outcome == "green" and [row.passed for row in line.judgements] == [True, False], "both are kept"


def test_a_receiver_that_is_away_is_red_at_the_first_step() -> None:
    join(key="road-test", environment="test")
    outcomes = probed(begun())
    assert outcomes["connectivity"] == "red" and outcomes["wrong_signature"] == "red", "no answer is no refusal"


def test_a_whole_run_yields_both_sheets_and_opens_the_matter() -> None:
    judge = Judge()
    with Receiver(judge) as there:
        joined = joined_at(there, judge)
        run = begun()
        probed(run)
        with pytest.raises(Refused) as early:
            confirm(actor=who(ADMIN), pk=run.pk, now=clock.now())
        assert "“综合窗口收一件练习件”还没有通过。" in {reason.message for reason in early.value.reasons}
        work_through(run, joined)
    run.refresh_from_db()
    # Nobody has looked since: what is green now is kept by the confirmation itself.
    outcomes = {line.step.name: line.found.outcome for line in lines_of(run)}
    assert set(outcomes.values()) == {"green"}, outcomes
    with pytest.raises(Refused) as unconfirmed:
        open_matter(actor=who(ADMIN), pk=run.pk, live="road-transport", now=clock.now())
    assert unconfirmed.value.reasons[0].code == "state"
    confirm(actor=who(ADMIN), pk=run.pk, now=clock.now())
    live = join().system
    proof = openings().proof(live.pk, run.matter_id)
    assert proof.passed and not proof.sheet, "passed, and not opened yet"
    open_matter(actor=who(ADMIN), pk=run.pk, live="road-transport", now=clock.now())
    run.refresh_from_db()
    route = MatterRoute.objects.get(system=live, matter__key=MATTER, until=None)
    assert run.opening_sheet is not None
    assert (route.basis, route.said) == ("sheet", run.opening_sheet.code), "the preset route stands on its sheet now"
    other = join(key="road-other", route=False).system
    assert not openings().proof(other.pk, run.matter_id).sheet, "the sheet names one system"
    assert run.state == "opened" and [event.type for event in ledger.history(run.stream)][-1] == "document.issued"
    for document in (run.sheet, run.opening_sheet):
        assert isinstance(document, Document)
        ready = render_document(document.pk, clock.now())
        assert ready.file is not None and ready.number and Client().get(f"/verify/{ready.code}/").status_code == 200
        assert ready.title in Client().get(f"/verify/{ready.code}/").content.decode()
    again = begun()
    assert again.pk != run.pk, "a confirmed run is over"


def work_through(run: DebuggingRun, joined: Joined) -> None:
    """Receive the practice case at the counter and let the department handle it."""
    lin = Desk("林小窗")
    body = {
        "matter": MATTER,
        "applicant_kind": "person",
        "answers": FREIGHT,
        "form": PERSON,
        "practice": f"debugging-{run.pk}",
    }
    answer = lin.post("/cases", body)
    assert answer.status_code == 201, answer.content.decode()
    number = str(answer.json()["number"])
    lin.must(number, "materials", items=lin.materials())
    scan(lin, number)
    lin.post(f"/cases/{number}/receipt", {})
    push_all()
    case = joined.get(f"/cases/{number}").json()
    file = next(file for one in case["materials"] for file in one["files"])
    ticket = joined.post(f"/cases/{number}/files/{file['id']}/tickets", {"purpose": "联调"}).json()
    assert joined.get(ticket["url"].split("/api/exchange", 1)[1]).status_code == 200
    material = lin.materials()[0]["material"]
    joined.must(number, "correction_requested", items=[{"material": material, "what": "没有签字", "todo": "请签字"}])
    lin.must(number, "supplement", supplied=[material])
    push_all()
    joined.must(number, "accepted")
    joined.must(number, "node_changed", node="site", name="现场核查")
    served = clock.day_of(clock.now()).isoformat()
    joined.must(number, "special_begin", procedure="检测", legal_basis="45", expected_days=5, notice_served_on=served)
    joined.must(number, "special_end", outcome="合格")
    kept = upload(joined, number)
    result = {"name": "道路运输经营许可证", "number": "330109000001", "file": kept["id"], "sha256": kept["sha256"]}
    joined.must(number, "concluded", outcome="granted", second_handler=SECOND, result=result)


def scan(lin: Desk, number: str) -> None:
    given = SimpleUploadedFile("扫描件.jpg", jpeg(), "image/jpeg")
    headers = {**lin.headers, "Idempotency-Key": str(uuid.uuid4())}
    path = f"/api/cases/{number}/materials/{lin.materials()[0]['material']}/scans"
    answer = lin.http.post(path, {"file": given}, headers=headers)
    assert answer.status_code in (200, 201), answer.content.decode()


def test_an_older_system_is_tried_in_its_own_words() -> None:
    def act(got: Got) -> tuple[int, bytes]:
        signed = got.headers.get("webhook-signature", "") and judge(got)[0] == 202
        return 200, b'{"result":"01"}' if signed else '{"result":"05","resultmsg":"签名不符"}'.encode()

    judge = Judge()
    with Receiver(act) as there:
        caller = join_legacy(there.address, key="road-test", environment="test")
        judge.secret = caller.joined.signing
        outcomes = probed(begun())
    assert {outcomes[name] for name in PROBES} == {"green"}, outcomes
    assert {got.path.rpartition("/")[2] for got in there.got} == {"register", "patchAccept", "accept"}


@pytest.mark.parametrize(
    ("change", "code"),
    [({"environment": "live"}, "live"), ({"pulls": True, "receiver": ""}, "no_receiver"), ({"matter": "x"}, "matter")],
)
def test_what_cannot_be_debugged_is_refused_with_the_reason(change: dict[str, Any], code: str) -> None:
    receiver = change.get("receiver", "http://127.0.0.1:9/events")
    given = {
        "environment": "test",
        **{name: value for name, value in change.items() if name in ("environment", "pulls")},
    }
    join(receiver, key="road-test", **given)
    with pytest.raises(Refused) as refused:
        begin(actor=who(ADMIN), key="road-test", matter=change.get("matter", MATTER), now=clock.now())
    assert refused.value.reasons[0].code == code and not DebuggingRun.objects.exists()


def test_only_who_looks_after_the_system_debugs_it_and_a_run_is_resumed() -> None:
    join(key="road-test", environment="test")
    run = begun()
    assert begun().pk == run.pk
    with pytest.raises(NotAllowed):
        advance(actor=who("孙局长"), pk=run.pk, now=clock.now(), wall=clock.wall())
    with pytest.raises(NotFound):
        begin(actor=who("林小窗"), key="road-test", matter=MATTER, now=clock.now())
    with pytest.raises(NotFound):
        advance(actor=who(ADMIN), pk=run.pk, now=clock.now(), wall=clock.wall(), again="case")


def test_a_practice_case_is_received_once_for_a_run() -> None:
    join(key="road-test", environment="test")
    run = begun()
    lin = Desk("林小窗")
    body = {
        "matter": MATTER,
        "applicant_kind": "person",
        "answers": FREIGHT,
        "form": PERSON,
        "practice": f"debugging-{run.pk}",
    }
    assert lin.post("/cases", body).status_code == 201
    assert lin.post("/cases", body).status_code == 409
    assert lin.post("/cases", {**body, "practice": "debugging-999"}).status_code == 404
