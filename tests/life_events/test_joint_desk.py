"""The joint intake is as comfortable as the ordinary one: cards read, data shared, what is brought kept (S2-14, S2-18, S2-39, S2-53)."""

import re
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.cases.people import signed_in
from tests.cases.test_budgets import statements
from tests.cases.test_scans import picture
from tests.counter import PERSON, signature
from tests.examples.program import Program
from tests.life_events.joint import BIRTH, CHILD, DEAD, DEATH, child, decide, papers_for
from tests.sharing.conftest import plain_http as plain_http_fixture
from tests.sharing.test_counter import source as source_fixture
from yichuang.cases.models import Case, CaseMaterial
from yichuang.cases.ports import Asking, Fetched, NoSharedData
from yichuang.cases.rules.origins import READ, Origin
from yichuang.cases.serving import origins
from yichuang.files.models import DocumentReading, StoredFile
from yichuang.files.queries import files_of
from yichuang.life_events.models import JointCase
from yichuang.life_events.queries import life_event
from yichuang.sharing.models import SharedCall, SharedCopy

plain_http, source = plain_http_fixture, source_fixture
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_district")]
SIGNED = f"data:image/png;base64,{signature()}"
BIRTHS, DEATHS = "/joint/receive/birth/", "/joint/receive/death/"
TYPED: dict[str, Any] = {
    "kind": "person",
    **PERSON,
    **{f"a.{key}": value for key, value in BIRTH.items()},
    **{f"o.{key}": value for key, value in CHILD.items()},
}
DYING: dict[str, Any] = {
    "kind": "person",
    **PERSON,
    **{f"a.{key}": value for key, value in DEATH.items()},
    **{f"o.{key}": "true" if value is True else value for key, value in DEAD.items()},
}
ON_CARD = {
    "name": {"value": PERSON["name"], "confidence": 0.97, "check": None},
    "id_number": {"value": PERSON["id_number"], "confidence": 0.98, "check": "ok"},
    "valid_until": {"value": "2035-03-09", "confidence": 0.9, "check": None},
}


def whole(event: str, answers: dict[str, Any]) -> dict[str, Any]:
    """Return every paper on the page as it is received when nothing is missing."""
    return {
        f"paper.{line}.{name}": value
        for line, paper in papers_for(event, answers).items()
        for name, value in (
            ("way", paper["received_as"]),
            ("originals", paper["originals"]),
            ("copies", paper["copies"]),
            ("checked", "1"),
        )
    }


def upload(shade: int = 200, name: str = "身份证.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(shade), "image/jpeg")


def lay(http: Client, address: str, typed: dict[str, Any], line: str, *files: SimpleUploadedFile) -> str:
    """Choose files for a paper on the page, as the browser sends it, and return the part that comes back."""
    answer = http.post(f"{address}papers/", {**typed, "line": line, "act": "lay", f"file.{line}": list(files)})
    assert answer.status_code == 200
    return answer.content.decode()


def hidden(page: str, name: str) -> list[str]:
    """Return the values of the hidden inputs of a name."""
    return re.findall(rf'<input type="hidden" name="{re.escape(name)}" value="([^"]+)"', page)


def read_as(file: str, fields: dict[str, Any]) -> None:
    """Have the reader be done with a file."""
    row = DocumentReading.objects.get(file_id=UUID(file))
    row.state, row.kind, row.fields = "done", "id_card_front", fields
    row.save(update_fields=["state", "kind", "fields"])


class Register(NoSharedData):
    """A household register that knows one address."""

    ready = True

    def person(self, actor: Any, id_number: str, asking: Asking) -> Fetched:
        assert asking.purpose == "办理出生“一件事”" and asking.consent
        return Fetched("户籍信息查询", asking.now, {"address": "萧山区示例路 1 号"}, {"性别": "男"}, "household")


def test_the_page_offers_the_card_and_the_sources_of_values_as_the_ordinary_one_does() -> None:
    http = signed_in("林小窗")
    page = http.post(BIRTHS, {**TYPED, "act": "answer"}).content.decode()
    assert 'id="card-form"' in page and "data-card" in page, "a card is read while the clerk goes on"
    token = origins.sign("name", PERSON["name"], Origin(READ, "居民身份证", "2026-11-28T09:30:00+08:00"))
    page = http.post(BIRTHS, {**TYPED, "from.name": token, "act": "answer"}).content.decode()
    assert "来源：<span>证照识别（居民身份证）11-28 09:30</span>" in page
    http.post(BIRTHS, {**TYPED, "from.name": token, "act": "receive"})
    case = child(JointCase.objects.get().number, "birth_registration").case
    assert case is not None and case.origins["name"]["how"] == "read" and "id_number" not in case.origins


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> None:
    """Join a household register; the demonstration's merged form asks it for the register address."""
    monkeypatch.setattr("yichuang.cases.serving.fetching.shared_data", Register)
    monkeypatch.setattr("yichuang.life_events.views.joint_desk.shared_data", Register)


@pytest.mark.usefixtures("register")
def test_shared_data_fills_both_forms_and_each_member_knows_from_where() -> None:
    http = signed_in("林小窗")
    page = http.post(f"{BIRTHS}shared/person/", {"id_number": PERSON["id_number"], "consent": "1"}).content.decode()
    found = {name: (value, token) for name, value, token in re.findall(
        r'data-fill="([^"]+)" data-value="([^"]+)" data-source="提取[^"]+" data-token="([^"]+)"', page)}  # fmt: skip
    assert set(found) == {"address", "o.register_address"}
    filled = {name: value for name, (value, _) in found.items()}
    filled |= {f"from.{name}": token for name, (_, token) in found.items()}
    answer = http.post(BIRTHS, {**TYPED, **whole("birth", BIRTH), **filled, "act": "receive"})
    assert answer.status_code == 302, answer.context["refused"].reasons
    joint = JointCase.objects.get()
    assert set(joint.origins) == {"address", "own_form.register_address"}
    decide(child(joint.number, "birth_registration"))
    asked = next(one for one in life_event("birth").spec.fields if one.id == "register_address")
    fields = {feed.member: feed.field for feed in asked.feeds}
    for member, field in fields.items():
        case = child(joint.number, member).case
        assert case is not None and case.origins["address"]["api"] == "household"
        assert case.origins[f"own_form.{field}"]["said"] == "户籍信息查询"
    later = child(joint.number, "social_card_apply").case
    assert later is not None and later.origins["name"] == {
        "how": "typed", "said": joint.name, "at": later.origins["name"]["at"],
    }, "what was typed at the joint intake says so where the case came later"  # fmt: skip
    assert f"窗口录入（{joint.name}）" in http.get(f"/cases/{later.number}/").content.decode()


@pytest.mark.usefixtures("plain_http")
def test_without_consent_or_when_the_source_is_away_the_page_goes_on(source: Program) -> None:
    http = signed_in("林小窗")
    asked = {"id_number": PERSON["id_number"]}
    assert "征得申请人同意" in http.post(f"{BIRTHS}shared/person/", asked).content.decode()
    assert not SharedCall.objects.exists()
    source.misbehave(target="shared", kind="away")
    page = http.post(f"{BIRTHS}shared/person/", {**asked, "consent": "1"}).content.decode()
    assert "没有取到共享数据" in page and "收取纸质材料" in page
    assert http.post(f"{BIRTHS}shared/anything/", asked).status_code == 404


@pytest.mark.usefixtures("plain_http")
def test_a_licence_stands_in_for_the_paper_of_every_member(source: Program) -> None:
    http = signed_in("林小窗")
    ask = {**DYING, "line": "id_card", "act": "licence.id_card", "paper.id_card.way": "paper"}
    assert "征得申请人同意" in http.post(f"{DEATHS}papers/", ask).content.decode() and not SharedCall.objects.exists()
    part = http.post(f"{DEATHS}papers/", {**ask, "consent.id_card": "1"}).content.decode()
    shared = {**whole("death", DEATH), "paper.id_card.way": "shared"}
    token = hidden(part, "licence.id_card")
    assert len(token) == 1 and "共享获取，免提交" in part and 'value="shared" selected' in part
    answer = http.post(DEATHS, {**DYING, "licence.id_card": token[0], "act": "receive", **shared})
    assert answer.status_code == 302, answer.context["refused"].reasons
    joint = JointCase.objects.get()
    case = child(joint.number, "death_cancellation").case
    row = CaseMaterial.objects.get(case=case, material_id="m_id")
    assert row.received_as == "shared" and "居民身份证 330181**********10" in row.note and "电子证照查询" in row.note
    call, copy = SharedCall.objects.get(), SharedCopy.objects.get()
    assert (call.number, call.consent, copy.number, copy.material_id) == (joint.number, True, joint.number, "id_card")
    assert call.purpose == "办理身后（死亡）“一件事”"
    decide(child(joint.number, "death_cancellation"))
    later = CaseMaterial.objects.get(case=child(joint.number, "death_benefit").case, material_id="m_id")
    assert later.received_as == "shared" and later.note == row.note


@pytest.mark.usefixtures("plain_http")
def test_a_licence_of_somebody_else_or_made_up_proves_nothing_and_a_source_away_leaves_paper(source: Program) -> None:
    http = signed_in("林小窗")
    ask = {**DYING, "line": "id_card", "act": "licence.id_card", "consent.id_card": "1"}
    token = hidden(http.post(f"{DEATHS}papers/", ask).content.decode(), "licence.id_card")[0]
    for typed in (
        {**DYING, "id_number": "330181199602150024", "licence.id_card": token},
        {**DYING, "licence.id_card": token[:-2]},
        {**DYING, "licence.id_card": "made-up"},
    ):
        page = http.post(DEATHS, {**typed, "paper.id_card.way": "shared", "act": "answer"}).content.decode()
        assert "共享获取，免提交" not in page
    source.misbehave(target="shared", kind="away")
    part = http.post(f"{DEATHS}papers/", {**ask, "paper.id_card.way": "shared"}).content.decode()
    assert "收取纸质材料" in part and 'value="none" selected' in part, "nothing was supplied"
    unfit = {**DYING, "line": "bank_card", "act": "licence.bank_card", "consent.bank_card": "1"}
    assert "不能由数据共享免提交" in http.post(f"{DEATHS}papers/", unfit).content.decode()
    assert http.post(f"{DEATHS}papers/", {**DYING, "line": "m_none", "act": "lay"}).status_code == 404


def test_a_scan_is_read_at_once_and_what_the_reader_could_check_is_ticked() -> None:
    http = signed_in("林小窗")
    part = lay(http, BIRTHS, {**TYPED, "paper.id_card.way": "none"}, "id_card", upload())
    kept = hidden(part, "kept.id_card")
    assert len(kept) == 1 and "正在识别证照" in part and 'value="scan" selected' in part
    read_as(kept[0], ON_CARD)
    look = {**TYPED, "line": "id_card", "act": "look", "kept.id_card": kept, "paper.id_card.way": "scan"}
    part = http.post(f"{BIRTHS}papers/", look).content.decode()
    ticked = re.findall(r'name="paper.id_card.point" value="([^"]+)" checked', part)
    assert len(ticked) == 3 and "把握 97%" in part and part.count("识别相符") == 3, (
        "the face is for a person to compare"
    )
    answer = http.post(
        BIRTHS,
        {**TYPED, "kept.id_card": kept, "paper.id_card.way": "scan", "paper.id_card.point": ticked, "act": "receive"},
    )
    assert answer.status_code == 302, answer.context["refused"].reasons
    case = child(JointCase.objects.get().number, "birth_registration").case
    row = CaseMaterial.objects.get(case=case, material_id="m_id")
    points = {key: (one["found"], one["how"], one["confidence"]) for key, one in row.points.items()}
    assert points == {
        "id.name": ("passed", "ocr", 97),
        "id.number": ("passed", "ocr", 98),
        "id.valid": ("passed", "ocr", 90),
    }
    assert row.scans.count() == 1


def test_what_differs_is_marked_and_not_ticked() -> None:
    http = signed_in("林小窗")
    kept = hidden(lay(http, BIRTHS, TYPED, "id_card", upload()), "kept.id_card")
    read_as(kept[0], {**ON_CARD, "name": {"value": "王晓明", "confidence": 0.9, "check": None}})
    look = {**TYPED, "line": "id_card", "act": "look", "kept.id_card": kept, "paper.id_card.way": "scan"}
    part = http.post(f"{BIRTHS}papers/", look).content.decode()
    assert "识别不符" in part and "王晓明" in part and part.count('.point" value="') - part.count(" checked") == 2


def test_a_refused_intake_loses_no_scan_and_no_signature() -> None:
    http, relation = signed_in("林小窗"), "death_benefit.m_rel"
    wrong = {**DYING, "o.bank_name": "", f"paper.{relation}.way": "tolerated", "commitment": SIGNED}
    page = http.post(DEATHS, {**DYING, "act": "answer"}).content.decode()
    wrong["commitment_on"] = hidden(page, "commitment_on")[0]
    refused = http.post(DEATHS, {**wrong, "file.id_card": upload(), "act": "receive"})
    page = refused.content.decode()
    assert refused.status_code == 422 and not JointCase.objects.exists()
    kept = hidden(page, "kept.id_card")
    assert len(kept) == 1 and "身份证.jpg" in page
    assert f'data-signature-value value="{SIGNED}"' in page, "the signature stands on the page"
    right = {**wrong, "o.bank_name": DEAD["bank_name"], "kept.id_card": kept, "act": "receive"}
    answer = http.post(DEATHS, right)
    assert answer.status_code == 302, answer.context["refused"].reasons
    joint = JointCase.objects.get()
    assert {file.purpose for file in files_of("joint_case", joint.number)} == {"material", "commitment"}


def test_a_signature_counts_for_the_list_that_was_signed_only() -> None:
    http, relation = signed_in("林小窗"), "death_benefit.m_rel"
    typed = {**DYING, f"paper.{relation}.way": "tolerated", "commitment": SIGNED, "commitment_on": "another-list"}
    refused = http.post(DEATHS, {**typed, "act": "receive"})
    page = refused.content.decode()
    assert refused.status_code == 422 and "还没有签署容缺承诺" in page
    assert "需要重新签名" in page and "data-signature-value value" not in page
    carried = http.post(DEATHS, {**typed, "act": "again.fund"}).content.decode()
    assert hidden(carried, "commitment") == [SIGNED], "while a question is open nothing signed is lost"


def test_a_signed_paper_stays_too_and_both_can_be_taken_off() -> None:
    http, relation = signed_in("林小窗"), "death_benefit.m_rel"
    typed = {**DYING, f"paper.{relation}.way": "tolerated", "o.bank_name": ""}
    page = http.post(
        DEATHS, {**typed, "commitment_paper": upload(90, "承诺书.jpg"), "file.id_card": upload(), "act": "receive"}
    ).content.decode()
    paper, scan = hidden(page, "kept.commitment_paper"), hidden(page, "kept.id_card")
    assert len(paper) == len(scan) == 1 and "承诺书.jpg" in page
    both = {"kept.commitment_paper": paper, "kept.id_card": scan}
    left = http.post(DEATHS, {**typed, **both, "act": f"drop.{scan[0]}"}).content.decode()
    assert hidden(left, "kept.commitment_paper") == paper and not hidden(left, "kept.id_card")
    answer = http.post(DEATHS, {**typed, **both, "o.bank_name": "农行", "act": "receive"})
    assert answer.status_code == 302
    wants = child(JointCase.objects.get().number, "death_benefit").wants
    assert [one["on_paper"] for one in wants if one["received_as"] == "tolerated"] == [True]


def test_what_cannot_be_taken_is_said_once_the_same_page_is_kept_once_and_another_clerk_has_nothing_of_it() -> None:
    http = signed_in("林小窗")
    part = lay(http, BIRTHS, TYPED, "id_card", upload(), upload(), SimpleUploadedFile("x.exe", b"MZ", "image/jpeg"))
    kept = hidden(part, "kept.id_card")
    assert len(kept) == 1 and 'role="alert"' in part
    assert not StoredFile.objects.filter(original_name="x.exe").exists()
    other = signed_in("沈主管").post(BIRTHS, {**TYPED, "kept.id_card": kept, "act": "answer"}).content.decode()
    assert "身份证.jpg" not in other and hidden(other, "kept.id_card") == []


def test_an_answer_given_anew_loses_nothing_of_the_papers() -> None:
    http = signed_in("林小窗")
    kept = hidden(lay(http, BIRTHS, TYPED, "id_card", upload()), "kept.id_card")
    said = {
        "kept.id_card": kept,
        "paper.id_card.way": "scan",
        "paper.id_card.copies": "2",
        "kept.commitment_paper": "x",
    }
    again = http.post(BIRTHS, {**TYPED, **said, "act": "again.card"}).content.decode()
    carried = {name: hidden(again, name) for name in said}
    assert carried == {name: value if isinstance(value, list) else [value] for name, value in said.items()}
    page = http.post(BIRTHS, {**TYPED, **carried, "act": "answer"}).content.decode()
    assert hidden(page, "kept.id_card") == kept and 'name="paper.id_card.copies" value="2"' in page
    other = http.post(BIRTHS, {**TYPED, **carried, "a.card": "no", "paper.social_card_apply.m_photo.way": "none"})
    assert hidden(other.content.decode(), "paper.social_card_apply.m_photo.way") == ["none"], (
        "not asked for now, and kept"
    )


def test_a_draft_keeps_scans_but_no_signature() -> None:
    http = signed_in("林小窗")
    kept = hidden(lay(http, BIRTHS, TYPED, "id_card", upload()), "kept.id_card")
    assert http.post(f"{BIRTHS}draft/", {**TYPED, "kept.id_card": kept, "commitment": SIGNED}).status_code == 204
    page = http.get(f"{BIRTHS}?draft=1").content.decode()
    assert hidden(page, "kept.id_card") == kept and "身份证.jpg" in page and SIGNED not in page


def test_a_joint_intake_at_the_desk_takes_no_statement_more_for_its_origins() -> None:
    """Two intakes of the same birth, one with a proven origin and one typed: the same statements; and not more than before."""
    http = signed_in("林小窗")
    token = origins.sign("name", PERSON["name"], Origin(READ, "居民身份证", "2026-11-28T09:30:00+08:00"))
    http.post(BIRTHS, {**TYPED, "act": "receive"})
    costs = []
    for more in ({}, {"from.name": token}):
        with statements() as seen:
            assert http.post(BIRTHS, {**TYPED, **more, "act": "receive"}).status_code == 302
        costs.append(len(seen))
    assert costs[0] == costs[1] and costs[0] <= BUDGET, "\n".join(seen)
    assert Case.objects.count() == 3


# Of a whole birth received at the desk, its first case accepted at once: what it took before origins were kept.
BUDGET = 35
