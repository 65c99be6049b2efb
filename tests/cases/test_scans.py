"""Scans on a case, the reader's suggestions, and the signed commitment, with a database (issue 2, 4 and 5)."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.cases.people import signed_in, who
from tests.counter import Desk, signature
from yichuang.accounts.permissions import SYSTEM
from yichuang.cases.models import Case, MaterialScan
from yichuang.cases.operations.render_document import render_document
from yichuang.cases.operations.scan_material import add_scan, remove_scan, take_reading
from yichuang.cases.operations.sign_commitment import sign_commitment
from yichuang.files.models import DocumentReading
from yichuang.files.operations.prepare import Prepared, prepare
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]


def picture(shade: int = 200, size: tuple[int, int] = (400, 260)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (shade, shade, 90)).save(out, "JPEG")
    return out.getvalue()


def page_(shade: int = 200) -> Prepared:
    return prepare(picture(shade), name="扫描.jpg", declared_type="image/jpeg")


@pytest.fixture
def case() -> Case:
    return Case.objects.get(number=Desk("林小窗").receive())


@pytest.fixture
def id_card(case: Case) -> str:
    return str(case.materials.filter(name="居民身份证").values_list("material_id", flat=True)[0])


def _add(case: Case, material: str, shade: int = 200, name: str = "林小窗") -> MaterialScan:
    return add_scan(actor=who(name), number=case.number, material=material, content=page_(shade), now=clock.now())


def _state(case: Case, material: str) -> str:
    return str(case.materials.get(material_id=material).received_as)


def test_a_scan_counts_as_received_and_taking_it_off_undoes_that(case: Case, id_card: str) -> None:
    scan = _add(case, id_card)
    assert _state(case, id_card) == "scan"
    remove_scan(actor=who("林小窗"), number=case.number, scan_id=scan.pk, now=clock.now())
    assert _state(case, id_card) == "none"
    remove_scan(actor=who("林小窗"), number=case.number, scan_id=scan.pk, back=True, now=clock.now())
    assert _state(case, id_card) == "scan"
    types = [event.type for event in ledger.history(case.stream)][1:]
    assert types == ["case.scan_added", "case.scan_removed", "case.scan_added"]


def test_paper_that_was_received_stays_received_without_its_scan(case: Case, id_card: str) -> None:
    Desk("林小窗").must(case.number, "materials", items=[{"material": id_card, "received_as": "paper", "copies": 1}])
    scan = _add(case, id_card)
    remove_scan(actor=who("林小窗"), number=case.number, scan_id=scan.pk, now=clock.now())
    assert _state(case, id_card) == "paper"


def test_the_same_page_twice_is_recognised_and_another_is_kept(case: Case, id_card: str) -> None:
    _add(case, id_card)
    with pytest.raises(Refused) as refused:
        _add(case, id_card)
    assert refused.value.reasons[0].code == "scan_twice"
    _add(case, id_card, shade=90)
    assert MaterialScan.objects.filter(material__case=case).count() == 2


@pytest.mark.parametrize(("name", "error"), [("赵审查", NotAllowed), ("吴益农", NotFound), ("李登记", NotFound)])
def test_only_the_receiving_counter_scans(case: Case, id_card: str, name: str, error: type[Refused]) -> None:
    with pytest.raises(error):
        _add(case, id_card, name=name)
    scan = _add(case, id_card, name="陈一诺")
    address = f"/cases/{case.number}/scans/{scan.pk}/"
    assert signed_in(name).get(address).status_code == (200 if name == "赵审查" else 404)
    assert Client().get(address).status_code == 302


def test_a_closed_case_takes_no_more_scans(case: Case, id_card: str) -> None:
    Desk("林小窗").must(case.number, "withdraw", in_writing=True)
    with pytest.raises(Refused) as refused:
        _add(case, id_card)
    assert refused.value.reasons[0].code == "wrong_state"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("照片.jpg", b"", "空"),
        ("照片.jpg", b"MZ\x90\x00 not a picture", "不"),
        ("照片.exe", b"MZ\x90\x00", "不"),
        ("照片.jpg", picture() + b"\0" * (41 * 1024 * 1024), "MB"),
    ],
)
def test_bad_files_are_explained_and_the_good_one_beside_them_is_kept(
    case: Case, id_card: str, name: str, content: bytes, says: str
) -> None:
    files = [SimpleUploadedFile(name, content, "image/jpeg"), SimpleUploadedFile("好.jpg", picture(), "image/jpeg")]
    answer = signed_in("林小窗").post(
        f"/cases/{case.number}/materials/{id_card}/scans/", {"file": files}, headers={"HX-Request": "true"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert says in text and "怎么办" in text
    assert MaterialScan.objects.filter(material__case=case).count() == 1


def _read(scan: MaterialScan, **fields: str) -> None:
    """Let the reader have read this."""
    reading = DocumentReading.objects.get(file=scan.file)
    reading.state, reading.kind = "done", "id_card"
    reading.fields = {name: {"value": value, "confidence": 0.97, "check": "ok"} for name, value in fields.items()}
    reading.save()


def test_a_reading_suggests_and_a_person_confirms(case: Case, id_card: str) -> None:
    scan = _add(case, id_card)
    assert DocumentReading.objects.filter(file=scan.file, state="pending").exists()
    _read(scan, name="王小明", id_number="330181199503070010", valid_until="2035-03-07")
    for _ in range(2):  # at least once: the second time changes nothing
        take_reading(actor=SYSTEM, file_id=str(scan.file_id), number=case.number, now=clock.now())
    points = case.materials.get(material_id=id_card).points
    suggested = {key: value["suggested"] for key, value in points.items()}
    assert suggested and set(suggested.values()) == {"passed"}
    assert all(value["found"] == "" for value in points.values()), "a machine finds nothing by itself"
    refused = Desk("林小窗").move(case.number, "accept").json()["reasons"]
    assert {f"point.{id_card}.{key}" for key in suggested} <= {reason["field"] for reason in refused}
    desk = signed_in("林小窗")
    assert "识别相符" in desk.get(f"/cases/{case.number}/").content.decode()
    form = {f"{id_card}.{key}": "1" for key in suggested} | {f"{id_card}.way": "scan"}
    assert desk.post(f"/cases/{case.number}/materials/", form).status_code == 302
    found = case.materials.get(material_id=id_card).points
    assert {(found[key]["found"], found[key]["how"], found[key]["by"]) for key in suggested} == {
        ("passed", "ocr", "林小窗")
    }


def test_a_mismatch_is_shown_with_both_values_and_not_ticked(case: Case, id_card: str) -> None:
    scan = _add(case, id_card)
    _read(scan, name="王小朋")
    take_reading(actor=SYSTEM, file_id=str(scan.file_id), number=case.number, now=clock.now())
    page = signed_in("林小窗").get(f"/cases/{case.number}/").content.decode()
    assert "识别不符" in page and "王小朋" in page


def test_a_reading_that_comes_too_late_changes_nothing(case: Case, id_card: str) -> None:
    scan = _add(case, id_card)
    _read(scan, name="王小明")
    remove_scan(actor=who("林小窗"), number=case.number, scan_id=scan.pk, now=clock.now())
    assert take_reading(actor=SYSTEM, file_id=str(scan.file_id), number=case.number, now=clock.now()) is None


def _tolerable(case: Case) -> str:
    spec = {line["id"]: line for line in Desk("林小窗").checklist()}
    return next(key for key, line in spec.items() if line["tolerable"])


def _sign(case: Case, *materials: str, **more: Any) -> Case:
    content = prepare(picture(), name="签名.jpg", declared_type="image/jpeg")
    return sign_commitment(
        actor=who("林小窗"), number=case.number, materials=materials, signature=content, now=clock.now(), **more
    )


def test_a_signed_commitment_lets_a_case_be_accepted_with_a_material_missing(case: Case) -> None:
    """S2-39 容缺受理: signature, day, document; and the flag falls when it is brought."""
    desk, missing = Desk("林小窗"), _tolerable(case)
    desk.must(case.number, "materials", items=[item for item in desk.materials() if item["material"] != missing])
    assert desk.move(case.number, "accept").status_code == 409
    _sign(case, missing)
    accepted = desk.must(case.number, "accept")
    assert accepted["tolerated_open"] == 1
    document = render_document(case.documents.get(kind="tolerance_commitment").pk, clock.now())
    assert document.state == "ready"
    assert desk.must(case.number, "supplement-tolerated", supplied=[missing])["tolerated_open"] == 0


def test_a_commitment_names_only_what_is_missing_and_tolerable(case: Case, id_card: str) -> None:
    with pytest.raises(Refused) as refused:
        _sign(case)
    assert refused.value.reasons[0].code == "none_chosen"
    hard = next(line["id"] for line in Desk("林小窗").checklist() if not line["tolerable"])
    with pytest.raises(Refused) as refused:
        _sign(case, hard, "no-such-thing")
    assert len(refused.value.reasons) == 2
    soft = _tolerable(case)
    _add(case, soft)
    with pytest.raises(Refused):
        _sign(case, soft)


def test_a_page_left_open_over_night_keeps_everything_but_the_signature(case: Case) -> None:
    missing, desk = _tolerable(case), signed_in("林小窗")
    address = f"/cases/{case.number}/commitment/"
    body = {"material": missing, "signature": f"data:image/png;base64,{signature()}"}
    answer = desk.post(address, {**body, "opened": "forged"})
    assert answer.status_code == 409 and "打开太久" in answer.content.decode()
    opened = desk.get(address).context["opened"]
    assert desk.post(address, {"material": missing, "opened": opened}).status_code == 422
    assert desk.post(address, {**body, "opened": opened}).status_code == 302
    assert _state(case, missing) == "tolerated"
    assert signed_in("赵审查").get(address).status_code == 403
    assert signed_in("吴益农").get(address).status_code == 404
