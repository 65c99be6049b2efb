"""What the bench pushes by itself: events of a case that does not exist, saying so; and how the answers are judged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from yichuang.debugging.rules.steps import GREEN, RED, Found
from yichuang.exchange.rules.attempts import Outcome, in_words

NUMBER = "330109990000000000000"
WRONG_SECRET = "whsec_bm90IHRoZSBzZWNyZXQgb2YgdGhpcyByZWNlaXZlciE="


@dataclass(frozen=True)
class Probe:
    """One push of a step: place and kind of the event, which event of the step (same number: same event), and what is bad about it."""

    sequence: int = 1
    type: str = "case.registered"
    event: int = 0
    minutes: int = 0
    wrong_secret: bool = False
    unsigned: bool = False


PROBES: dict[str, tuple[Probe, ...]] = {
    "connectivity": (Probe(unsigned=True),),
    "signed": (Probe(),),
    "wrong_signature": (Probe(wrong_secret=True),),
    "unsigned": (Probe(unsigned=True),),
    "old_timestamp": (Probe(minutes=-10),),
    "duplicate": (Probe(), Probe()),
    "out_of_order": (
        Probe(1, event=1),
        Probe(2, "case.supplemented", event=2),
        Probe(3, "case.accepted", event=3),
        Probe(2, "case.supplemented", event=4),
    ),
}
REFUSED = ("wrong_signature", "unsigned", "old_timestamp")


def judged(name: str, outcomes: Sequence[Outcome]) -> Found:
    """Return how a step came out by what the receiver answered to each push."""
    said = "；".join(_words(one) for one in outcomes)[:280]
    if name == "connectivity":
        return Found(GREEN if all(one.status for one in outcomes) else RED, said)
    if name in REFUSED:
        refused = all(one.refused or 400 <= one.status < 500 for one in outcomes)
        return Found(GREEN if refused else RED, said if refused else f"应当拒绝。{said}")
    good = all(one.done for one in outcomes)
    return Found(GREEN if good else RED, said if good else f"应当收下。{said}")


def _words(outcome: Outcome) -> str:
    return f"答复 {outcome.status}" if outcome.done else in_words(outcome).rstrip("。")


def event_of(probe: Probe, *, uid: str, division: str, at: datetime, number: str = NUMBER) -> dict[str, Any]:
    """Return an event of a made-up case: everything in it says that it is a test."""
    words = "联调测试（请忽略）"
    data: dict[str, Any] = {
        "number": number, "state": "received", "state_name": "联调测试", "mode": "split_mode", "practice": True,
        "matter": {"key": "joint-debugging", "name": words, "basic_code": "", "implementation_code": "", "service_id": "",
                   "case_type": "promised"},
        "situation": {"id": "", "name": ""}, "answers": {}, "applicant": {"kind": "person", "name": "联调测试"},
        "form": {"name": "联调测试"}, "form_labels": {"name": "申报人"}, "own_form": {}, "received_at": at.isoformat(),
        "accepted_on": "", "promised_due": "", "statutory_due": "", "site": "", "window": "", "received_by": "联调测试",
        "first_handler": "联调测试", "revision": probe.sequence, "materials": [],
    }  # fmt: skip
    return {
        "specversion": "1.0", "id": uid, "source": f"/exchange/{division}", "type": probe.type, "subject": number,
        "time": at.isoformat(), "datacontenttype": "application/json", "sequence": str(probe.sequence), "data": data,
    }  # fmt: skip
