"""Answers changed after materials were in: shown before it is saved, nothing received is lost (S2-11; bad input of issue 2)."""

from typing import Any

import pytest

from tests.cases.people import signed_in
from tests.counter import FREIGHT, Desk
from yichuang.cases.models import Case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def _hidden(answers: dict[str, Any]) -> dict[str, Any]:
    pairs: dict[str, Any] = {}
    for question, answer in answers.items():
        pairs[f"a.{question}"] = answer
        if isinstance(answer, list):
            pairs[f"done.{question}"] = "1"
    return pairs


def test_a_change_is_shown_first_and_keeps_what_was_received() -> None:
    desk, browser = Desk("林小窗"), signed_in("林小窗")
    number = desk.receive()
    desk.must(number, "materials", items=desk.materials())
    address = f"/cases/{number}/situation/"
    assert "返回办件" in browser.get(address).content.decode()
    other = {**FREIGHT, "q3": "b"}
    again = browser.post(address, {**_hidden(FREIGHT), "act": "again.q3"})
    assert "data-question" in again.content.decode()
    shown = browser.post(address, {**_hidden(other), "act": "answer"}).context
    while "asked" in shown:
        question = shown["asked"].question
        other[question.id] = [] if question.kind == "multi" else shown["asked"].options[0].id
        shown = browser.post(address, {**_hidden(other), "act": "answer"}).context
    assert shown["falls"] or shown["new"]
    before = {row.material_id: row.received_as for row in Case.objects.get(number=number).materials.all()}
    assert browser.post(address, {**_hidden(other), "act": "save"}).status_code == 302
    case = Case.objects.get(number=number)
    after = {row.material_id: row.received_as for row in case.materials.all()}
    assert case.answers == other
    assert {key: after[key] for key in before} == before


def test_a_colleague_s_change_meanwhile_is_noticed() -> None:
    desk, browser = Desk("林小窗"), signed_in("陈一诺")
    number = desk.receive()
    revision = Case.objects.get(number=number).chain_seq
    desk.must(number, "materials", items=desk.materials())
    answer = browser.post(
        f"/cases/{number}/situation/", {**_hidden({**FREIGHT, "q4": "a"}), "act": "save", "revision": str(revision)}
    )
    assert answer.status_code == 409 and "最新" in answer.content.decode()


def test_it_is_the_receiving_counter_s_and_only_before_acceptance() -> None:
    desk = Desk("林小窗")
    number = desk.receive()
    assert signed_in("赵审查").get(f"/cases/{number}/situation/").status_code == 403
    assert signed_in("吴益农").get(f"/cases/{number}/situation/").status_code == 404
    desk.must(number, "withdraw", in_writing=True)
    assert "现在不能更改情形" in signed_in("林小窗").get(f"/cases/{number}/situation/").content.decode()
