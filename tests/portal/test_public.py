"""What the public can do and cannot: progress by number and password, the standing of a document (issue 2, 6)."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.people import signed_in, who
from tests.counter import Desk
from yichuang.cases.models import Case, Document
from yichuang.cases.operations.issue_receipt import issue_receipt
from yichuang.cases.operations.look_up_progress import look_up_progress
from yichuang.cases.operations.render_document import render_document
from yichuang.cases.operations.revoke_document import revoke_document
from yichuang.cases.rules.public_words import PLAIN, STEPS
from yichuang.cases.rules.replay import AFTER, BY_OUTCOME
from yichuang.cases.rules.states import State
from yichuang.files.models import FileAccess
from yichuang.files.queries import read_bytes
from yichuang.foundations import clock
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.foundations.rules.identifiers import format_case_number

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


@pytest.fixture
def case() -> Case:
    return Case.objects.get(number=Desk("林小窗").receive())


@pytest.fixture
def accepted() -> Case:
    desk = Desk("林小窗")
    number = desk.receive()
    desk.must(number, "materials", items=desk.materials())
    desk.must(number, "accept")
    return Case.objects.get(number=number)


def _rendered(case: Case) -> tuple[Document, bytes]:
    document = render_document(case.documents.get(kind="acceptance_notice").pk, clock.now())
    assert document.file is not None
    return document, read_bytes(document.file)


def _wrong(case: Case) -> str:
    return "000000" if case.query_password != "000000" else "111111"


def test_every_state_is_said_in_plain_words_with_what_to_do() -> None:
    assert set(PLAIN) == set(State)
    assert all(plain and todo for plain, todo in PLAIN.values())
    assert set(AFTER) | set(BY_OUTCOME) <= set(STEPS), "a step that changes the state is told to the applicant"


def test_number_and_password_open_the_case_with_names_masked(accepted: Case) -> None:
    http = Client()
    asked = {"number": format_case_number(accepted.number), "password": accepted.query_password}
    page = http.post("/progress/", asked, follow=True).content.decode()
    assert "申请已受理" in page
    assert "王**" in page and "王小明" not in page and "330181199503070010" not in page
    assert http.get("/progress/").status_code == 200, "a reload needs no password"
    http.post("/progress/leave/")
    assert "申请已受理" not in http.get("/progress/").content.decode()


def test_a_misheard_number_is_explained_and_costs_no_try(case: Case) -> None:
    wrong = f"{format_case_number(case.number)[:-1]}{(int(format_case_number(case.number)[-1]) + 1) % 10}"
    answer = Client().post("/progress/", {"number": wrong, "password": case.query_password})
    assert answer.status_code == 422
    assert "校验" in answer.content.decode()


def test_number_and_password_are_told_apart_by_nobody(case: Case) -> None:
    pages = []
    for number, password in ((case.number, _wrong(case)), (f"{case.number[:15]}999999", "123456")):
        answer = Client().post("/api/public/progress", {"number": number, "password": password}, "application/json")
        pages.append((answer.status_code, answer.json()["reasons"]))
    assert pages[0] == pages[1]
    assert pages[0][0] == 404


def test_five_wrong_passwords_lock_the_case_for_a_quarter_of_an_hour(case: Case) -> None:
    now = clock.now()
    for turn in range(5):
        with pytest.raises(Refused) as refused:
            look_up_progress(number=case.number, password=_wrong(case), address=f"10.0.0.{turn}", now=now)
        assert refused.value.status == 404
    with pytest.raises(Refused) as refused:
        look_up_progress(number=case.number, password=case.query_password, address="10.0.0.9", now=now)
    assert (refused.value.status, refused.value.reasons[0].code) == (429, "locked")
    later = now + timedelta(minutes=15)
    assert look_up_progress(number=case.number, password=case.query_password, address="10.0.0.9", now=later) == case


def test_one_address_cannot_try_one_password_on_many_cases(case: Case) -> None:
    now = clock.now()
    for turn in range(30):
        with pytest.raises(Refused):
            look_up_progress(number=f"{case.number[:15]}9{turn:05d}", password="123456", address="10.9.9.9", now=now)
    with pytest.raises(Refused) as refused:
        look_up_progress(number=case.number, password=case.query_password, address="10.9.9.9", now=now)
    assert refused.value.status == 429
    assert look_up_progress(number=case.number, password=case.query_password, address="10.1.1.1", now=now) == case


def test_a_document_is_fetched_by_its_applicant_only(accepted: Case) -> None:
    document, content = _rendered(accepted)
    http, address = Client(), f"/progress/documents/{document.code}/"
    assert http.get(address).status_code == 404
    http.post("/progress/", {"number": accepted.number, "password": accepted.query_password})
    assert b"".join(http.get(address).streaming_content) == content  # type: ignore[attr-defined]
    assert FileAccess.objects.get(file=document.file_id, act="download").actor_name == "公众"
    other = Case.objects.get(number=Desk("林小窗").receive())
    http.post("/progress/", {"number": other.number, "password": other.query_password})
    assert http.get(address).status_code == 404


def test_a_code_tells_valid_pending_revoked_and_unknown(accepted: Case) -> None:
    http = Client()
    document = accepted.documents.get(kind="acceptance_notice")
    assert "正在生成" in http.get(f"/verify/{document.code}").content.decode()
    _rendered(accepted)
    page = http.get(f"/verify/?code={document.code[:4].lower()}-{document.code[4:]}").content.decode()
    assert "有效" in page and "王**" in page and "王小明" not in page
    for name, error in (("林小窗", NotAllowed), ("吴益农", NotFound)):
        with pytest.raises(error):
            revoke_document(actor=who(name), code=document.code, why="文号有误", now=clock.now())
    with pytest.raises(Refused):
        revoke_document(actor=who("沈主管"), code=document.code, why=" ", now=clock.now())
    revoke_document(actor=who("沈主管"), code=document.code, why="文号有误", now=clock.now())
    assert "已撤销" in (page := http.get(f"/verify/{document.code}").content.decode()) and "文号有误" in page
    assert http.get("/verify/ABCDEFGH23456789").status_code == 404
    assert http.get("/api/public/documents/ABCDEFGH23456789").json()["outcome"] == "unknown"
    with pytest.raises(Refused):
        revoke_document(actor=who("沈主管"), code=document.code, why="再次", now=clock.now())


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda pdf: pdf, "有效"),
        (lambda pdf: pdf[:900] + bytes([pdf[900] ^ 1]) + pdf[901:], "与登记不符"),
        (lambda pdf: pdf + b"% more", "与登记不符"),
        (lambda pdf: b"%PDF-1.7 nothing of ours", "查无此文书"),
        (lambda pdf: b"MZ" + pdf, "查无此文书"),
        (lambda pdf: pdf[: len(pdf) // 2], "查无此文书"),
    ],
)
def test_an_uploaded_file_is_compared_with_what_was_registered(accepted: Case, spoil: object, says: str) -> None:
    _, content = _rendered(accepted)
    file = SimpleUploadedFile("通知书.pdf", spoil(content), "application/pdf")  # type: ignore[operator]
    page = Client().post("/verify/", {"file": file}).content.decode()
    assert says in page
    assert ("请不要使用这份文件" in page) is (says == "与登记不符") and ("请核对验证码" in page) is (
        says == "查无此文书"
    )


def test_a_receipt_is_printed_and_issued_by_the_receiving_counter(case: Case) -> None:
    for name, code in (("林小窗", 200), ("陈一诺", 200), ("赵审查", 403), ("吴益农", 404)):
        page = signed_in(name).get(f"/cases/{case.number}/receipt/")
        assert page.status_code == code, name
        assert (case.query_password in page.content.decode()) is (code == 200)
    document = issue_receipt(actor=who("林小窗"), number=case.number, now=clock.now())
    ready = render_document(document.pk, clock.now())
    assert ready.state == "ready" and ready.number
