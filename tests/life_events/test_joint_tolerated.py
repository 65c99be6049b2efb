"""Papers of a joint case that come later (容缺，承诺后补): one commitment for all, signed once, counting for every member (S2-39)."""

from typing import Any

import pytest

from tests.cases.people import signed_in
from tests.counter import PERSON, Desk, signature
from tests.life_events.joint import DEAD, DEATH, child, decide, papers_for, receive
from tests.life_events.test_joint_cases import death
from yichuang.cases.models import Case, CaseMaterial, Document, IntakeDraft
from yichuang.foundations import ledger
from yichuang.life_events.models import JointCase

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
RELATION = "death_benefit.m_rel"


def later(**more: Any) -> dict[str, Any]:
    """Return the intake of a death whose proof of kinship is to come later."""
    papers = {**papers_for("death", DEATH), RELATION: {"received_as": "tolerated"}}
    return {**death(), "papers": papers, "commitment": {"signature": signature()}, **more}


def test_a_commitment_signed_at_the_intake_counts_when_the_member_s_turn_comes() -> None:
    number = receive(Desk("林小窗"), later())["number"]
    decide(child(number, "death_cancellation"))
    case = child(number, "death_benefit").case
    assert case is not None and case.state == "accepted", "complete with the commitment, and accepted"
    row = CaseMaterial.objects.get(case=case, material_id="m_rel")
    assert row.received_as == "tolerated" and row.tolerated_until and row.commitment is not None
    assert case.tolerated_open == 1
    signed = next(event for event in ledger.history(case.stream) if event.type == "case.commitment_signed")
    assert (signed.payload["materials"], signed.payload["how"]) == (["m_rel"], "tablet")
    assert Document.objects.filter(case=case, kind="tolerance_commitment").count() == 1
    others = [child(number, one).case for one in ("death_cancellation", "gjj_withdraw_death")]
    assert not Document.objects.filter(case__in=others, kind="tolerance_commitment").exists()


def test_a_signed_paper_counts_as_well() -> None:
    number = receive(Desk("林小窗"), later(commitment={"signature": signature(), "on_paper": True}))["number"]
    decide(child(number, "death_cancellation"))
    case = child(number, "death_benefit").case
    assert case is not None
    signed = next(event for event in ledger.history(case.stream) if event.type == "case.commitment_signed")
    assert signed.payload["how"] == "paper"


@pytest.mark.parametrize(
    ("more", "field", "code"),
    [
        ({"commitment": None}, "commitment", "not_signed"),
        ({"papers": {"id_card": {"received_as": "tolerated"}}}, "paper.id_card", "not_tolerable"),
        ({"papers": {"death_record": {"received_as": "tolerated"}}}, "paper.death_record", "not_tolerable"),
        ({"commitment": {"signature": "no picture"}}, "signature", "signature"),
    ],
)
def test_what_may_not_come_later_and_what_is_not_signed_is_refused(more: dict[str, Any], field: str, code: str) -> None:
    answer = Desk("林小窗").post("/joint-cases", later(**more))
    assert answer.status_code == 422, answer.content.decode()
    found = {(reason["field"], reason["code"]) for reason in answer.json()["reasons"]}
    assert (field, code) in found
    assert not JointCase.objects.exists() and not Case.objects.exists(), "nothing is kept"


def test_the_desk_offers_it_where_it_may_be_and_asks_for_the_signature() -> None:
    typed: dict[str, Any] = {"kind": "person", **PERSON, **{f"a.{key}": value for key, value in DEATH.items()}}
    typed |= {f"o.{key}": value for key, value in DEAD.items() if key != "cremated"} | {"o.cremated": "true"}
    http, address = signed_in("林小窗"), "/joint/receive/death/"
    page = http.post(address, {**typed, "act": "answer"}).content.decode()
    assert page.count('value="tolerated"') == 1 and "10 个工作日内补交" in page
    typed |= {f"paper.{RELATION}.way": "tolerated", "act": "receive"}
    refused = http.post(address, typed)
    assert refused.status_code == 422 and "还没有签署容缺承诺" in refused.content.decode()
    answer = http.post(address, {**typed, "commitment": signature()})
    assert answer.status_code == 302, answer.context["refused"].reasons
    assert "容缺，承诺后补" in http.get(answer.headers["Location"]).content.decode()
    wants = child(JointCase.objects.get().number, "death_benefit").wants
    assert [(one["material"], one["on_paper"]) for one in wants if one["received_as"] == "tolerated"] == [
        ("m_rel", False)
    ]
    drawn = {**typed, "commitment": signature()}
    assert http.post(f"{address}draft/", drawn).status_code == 204
    assert "commitment" not in IntakeDraft.objects.get().data
