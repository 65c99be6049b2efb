"""A form that is sent twice makes one move, and the second answer is the first one's (double click, slow network)."""

import pytest

from tests.cases.people import signed_in
from tests.counter import Desk
from tests.results import accepted
from yichuang.cases.models import Case
from yichuang.foundations import ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def test_a_double_click_is_one_move_and_no_refusal() -> None:
    number = accepted(Desk("林小窗"))
    page = signed_in("赵审查")
    sent = {"Idempotency-Key": "form-1", "revision": str(Case.objects.get(number=number).chain_seq)}
    answers = [page.post(f"/cases/{number}/take_up/", sent) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    kinds = [event.type for event in ledger.history(f"case:{number}")]
    assert kinds.count("case.taken_up") == 1


def test_the_same_key_for_something_else_is_refused() -> None:
    first, second = accepted(Desk("林小窗")), accepted(Desk("林小窗"))
    page = signed_in("赵审查")
    page.post(f"/cases/{first}/take_up/", {"Idempotency-Key": "form-1"})
    answer = page.post(f"/cases/{second}/take_up/", {"Idempotency-Key": "form-1"})
    assert answer.status_code == 422
    assert Case.objects.get(number=second).state == "accepted"


def test_a_form_opened_anew_is_refused_by_the_state() -> None:
    number = accepted(Desk("林小窗"))
    page = signed_in("赵审查")
    assert page.post(f"/cases/{number}/take_up/", {"Idempotency-Key": "form-1"}).status_code == 302
    again = page.post(f"/cases/{number}/take_up/", {"Idempotency-Key": "form-2"})
    assert again.status_code == 409 and "不能领办" in again.content.decode()


def test_what_was_refused_may_be_sent_again_under_the_same_key() -> None:
    number = accepted(Desk("林小窗"))
    page = signed_in("赵审查")
    key = {"Idempotency-Key": "form-1"}
    assert page.post(f"/cases/{number}/grant/", key).status_code == 409
    assert page.post(f"/cases/{number}/take_up/", key).status_code == 302


def test_a_form_with_faults_is_answered_as_one() -> None:
    number = Desk("林小窗").receive()
    answer = signed_in("林小窗").post(f"/cases/{number}/refuse/", {"legal_basis": "行政许可法第三十二条"})
    assert answer.status_code == 422 and "行政许可法第三十二条" in answer.content.decode()
