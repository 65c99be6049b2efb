"""共享获取 over the API: a licence in place of a material, once in effect, paper when the source is away (S2-14)."""

from typing import Any

import pytest

from tests.counter import PERSON, Desk
from tests.examples.program import Program
from tests.life_events.joint import DEAD, DEATH, child, papers_for
from tests.sharing.test_counter import source as source_fixture
from yichuang.cases.models import CaseMaterial
from yichuang.foundations.models import Event
from yichuang.life_events.models import JointCase
from yichuang.sharing.models import SharedCall, SharedCopy

source = source_fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district", "plain_http")]
ANSWERED = {"life_event": "death", "answers": DEATH, "line": "id_card", "id_number": PERSON["id_number"]}


def take(desk: Desk, number: str, material: str = "m_id_resp", key: str = "", **body: Any) -> Any:
    """Ask for the licence in place of a material of a received case."""
    return desk.post(f"/cases/{number}/materials/{material}/shared", {"consent": True, **body}, key)


def received_as(number: str, material: str = "m_id_resp") -> str:
    return CaseMaterial.objects.get(case__number=number, material_id=material).received_as


def code(answer: Any) -> str:
    return str(answer.json()["reasons"][0]["code"])


def test_a_licence_is_recorded_once_with_consent_and_purpose(source: Program) -> None:
    desk = Desk("林小窗")
    number = desk.receive()
    first = take(desk, number, key="one")
    assert first.status_code == 200, first.content.decode()
    row = CaseMaterial.objects.get(case__number=number, material_id="m_id_resp")
    assert row.received_as == "shared" and "居民身份证 330181**********10" in row.note
    call = SharedCall.objects.get()
    assert (call.number, call.consent, call.actor_name) == (number, True, "林小窗") and "普通货物运输" in call.purpose
    assert SharedCopy.objects.get().number == number
    told = Event.objects.filter(type="case.materials_recorded", stream=f"case:{number}")
    assert told.count() == 1 and PERSON["id_number"] not in str(told.get().payload)
    again = take(desk, number, key="one")  # the answer was lost: the same one, and the source is not asked again
    assert again.json() == first.json() and SharedCall.objects.count() == 1
    assert take(desk, number, "m_vl", key="one").status_code == 422  # another request under the same key


def test_what_may_not_be_asked_is_not_asked(source: Program) -> None:
    desk = Desk("林小窗")
    number = desk.receive()
    assert code(take(desk, number, consent=False)) == "consent"
    assert code(take(desk, number, "m_safe")) == "not_shared"
    assert take(desk, number, "m_none").status_code == 404
    without = desk.http.post(
        f"/api/cases/{number}/materials/m_id_resp/shared",
        {"consent": True},
        content_type="application/json",
        headers=desk.headers,
    )
    assert without.status_code == 422 and code(without) == "idempotency_key_missing"
    assert take(Desk("赵审查"), number).status_code == 403
    assert take(Desk("许户籍"), number).status_code == 404
    assert not SharedCall.objects.exists() and received_as(number) == "none"


def test_a_source_away_leaves_the_paper_way_and_the_same_key_may_try_again(source: Program) -> None:
    desk = Desk("林小窗")
    number = desk.receive()
    source.misbehave(target="shared", kind="away")
    refused = take(desk, number, key="one")
    assert refused.status_code == 503 and "收取纸质材料" in refused.content.decode()
    assert received_as(number) == "none" and not SharedCopy.objects.exists()
    desk.must(number, "materials", items=[{"material": "m_id_resp", "received_as": "paper", "originals": 1}])
    assert received_as(number) == "paper"
    source.misbehave(target="shared", kind="")
    assert take(desk, number, key="one").status_code == 200 and received_as(number) == "shared"


def test_a_licence_that_nobody_holds_and_an_old_revision_are_refused(source: Program) -> None:
    desk = Desk("林小窗")
    number = desk.receive()
    assert take(desk, number, "m_vl").status_code == 404 and received_as(number, "m_vl") == "none"
    revision = desk.get(f"/cases/{number}").json()["revision"]
    assert take(desk, number, revision=revision + 5).status_code == 409 and received_as(number) == "none"


def joint_body(licence: str, **more: Any) -> dict[str, Any]:
    """Return a whole intake of a death in which a licence stands in for the identity card."""
    papers = {**papers_for("death", DEATH), "id_card": {"licence": licence}}
    body = {"life_event": "death", "answers": DEATH, "applicant_kind": "person", "form": PERSON, "merged": DEAD}
    return {**body, "papers": papers, **more}


def test_a_licence_stands_in_for_a_paper_of_a_joint_intake(source: Program) -> None:
    desk = Desk("林小窗")
    assert code(desk.post("/joint-cases/licence", ANSWERED)) == "consent" and not SharedCall.objects.exists()
    asked = {**ANSWERED, "consent": True}
    taken = desk.post("/joint-cases/licence", asked, "one")
    assert taken.status_code == 200, taken.content.decode()
    assert desk.post("/joint-cases/licence", asked, "one").json() == taken.json() and SharedCall.objects.count() == 1
    said = taken.json()
    assert said["line"] == "id_card" and "330181**********10" in said["note"] and PERSON["id_number"] not in str(said)
    received = desk.post("/joint-cases", joint_body(said["licence"]))
    assert received.status_code == 201, received.content.decode()
    number = received.json()["number"]
    row = CaseMaterial.objects.get(case=child(number, "death_cancellation").case, material_id="m_id")
    assert (row.received_as, row.note) == ("shared", said["note"])
    call, copy = SharedCall.objects.get(), SharedCopy.objects.get()
    assert (call.number, call.consent, call.purpose) == (number, True, "办理身后（死亡）“一件事”")
    assert copy.number == number


def test_a_licence_of_somebody_else_or_made_up_receives_nothing(source: Program) -> None:
    desk = Desk("林小窗")
    licence = desk.post("/joint-cases/licence", {**ANSWERED, "consent": True}).json()["licence"]
    other = {**PERSON, "id_number": "330181199602150024"}
    for body in (joint_body(licence, form=other), joint_body(licence[:-2]), joint_body("made-up")):
        refused = desk.post("/joint-cases", body)
        assert refused.status_code == 422 and code(refused) == "licence"
    moved = joint_body(licence)
    moved["papers"]["certificate"] = moved["papers"].pop("id_card")
    assert code(desk.post("/joint-cases", moved)) == "licence" and not JointCase.objects.exists()


def test_before_a_joint_intake_the_paper_way_stays_open(source: Program) -> None:
    desk, asked = Desk("林小窗"), {**ANSWERED, "consent": True}
    assert code(desk.post("/joint-cases/licence", {**asked, "line": "bank_card"})) == "not_shared"
    assert code(desk.post("/joint-cases/licence", {**asked, "id_number": "1"})) == "id_number"
    assert desk.post("/joint-cases/licence", {**asked, "line": "m_none"}).status_code == 404
    assert Desk("赵审查").post("/joint-cases/licence", asked).status_code == 403
    source.misbehave(target="shared", kind="away")
    refused = desk.post("/joint-cases/licence", asked)
    assert refused.status_code == 503 and "收取纸质材料" in refused.content.decode()
    on_paper = joint_body("", papers=papers_for("death", DEATH))
    assert desk.post("/joint-cases", on_paper).status_code == 201
