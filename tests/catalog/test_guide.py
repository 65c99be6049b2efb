"""The guide tells every field of rulebook 4.2 that a matter has, in the order people ask, on the page and as a document."""

import io
from typing import Any

import pytest
from django.test import Client
from docx import Document
from docx.shared import Mm

from tests.cases.people import who
from tests.cases.test_scans import picture
from tests.catalog.matters import converted, spec_of
from yichuang.accounts.permissions import SYSTEM
from yichuang.catalog.guide_paper import guide_paper
from yichuang.catalog.operations.publish import load_version
from yichuang.catalog.rules.guide import NINE_TITLES, material_rows, sections
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.files.operations.store import store
from yichuang.foundations import clock

# Field of the guide → what is written into it, and in which part it must be told.
TOLD: dict[str, tuple[Any, str, str]] = {
    "handling_code": ("3301100010010001133010900000010201", "事项信息", "业务办理项编码"),
    "authority_division": ("由县级机关办理", "事项信息", "权限划分"),
    "exercise_content": ("受理、审查、决定", "事项信息", "行使内容"),
    "body_nature": ("法定机关", "事项信息", "实施主体性质"),
    "entrusting_department": ("市交通运输局", "事项信息", "委托部门"),
    "themes_person": (["交通出行"], "事项信息", "自然人主题"),
    "themes_legal": (["准营准办"], "事项信息", "法人主题"),
    "life_cycles": (["设立变更"], "事项信息", "人生和生命周期"),
    "onsite_reason": ("核验原件", "在哪里办、怎么办", "必须到现场的原因"),
    "reach": ("跨市", "在哪里办、怎么办", "通办范围"),
    "online_payment": (True, "在哪里办、怎么办", "网上支付"),
    "promised_note": ("材料齐全的当场办", "办理时限和费用", "承诺期限说明"),
    "process": ([{"name": "受理", "limit": "1 日", "standard": "齐全", "result": "受理通知书"}], "办理流程", "受理"),
    "fee_standard": ("每证 10 元", "办理时限和费用", "收费标准"),
    "fee_basis": ("价费字 1 号", "办理时限和费用", "收费依据"),
    "fee_reduction": ("低保户免收", "办理时限和费用", "收费减免"),
    "annual_inspection": ("每年一次", "谁可以办、什么条件", "年审年检"),
    "intermediary": ("车辆检测", "谁可以办、什么条件", "中介服务"),
    "places": ("市心南路 1 号", "在哪里办、怎么办", "地址"),
    "hours": ("工作日 9:00—17:00", "在哪里办、怎么办", "办理时间"),
    "consultation": ("窗口咨询", "咨询和监督", "咨询方式"),
    "complaints": ("12345", "咨询和监督", "监督投诉方式"),
    "faqs": ([{"question": "能代办吗？", "answer": "能。"}], "常见问题", "能代办吗？"),
    "effective_from": ("2026-01-05", "事项信息", "生效日期"),
    "effective_until": ("2027-12-31", "事项信息", "失效日期"),
}
ORDER = [
    "办理时限和费用",
    "在哪里办、怎么办",
    "谁可以办、什么条件",
    "申请表要填什么",
    "办理流程",
    "办理结果",
    "常见问题",
    "咨询和监督",
    "不服怎么办",
    "依据",
    "事项信息",
]


def told(**guide: Any) -> MatterSpec:
    return MatterSpec.model_validate({**spec_of("freight_general").model_dump(by_alias=True), "guide": guide})


def test_every_field_of_the_guide_is_in_the_table_above() -> None:
    assert set(TOLD) == set(type(told().guide).model_fields)


@pytest.mark.parametrize("field", sorted(TOLD))
def test_a_field_is_told_when_it_is_there_and_left_out_when_not(field: str) -> None:
    value, title, label = TOLD[field]
    value = value[:33] if isinstance(value, str) else value
    with_it = {part.title: dict(part.rows) for part in sections(told(**{field: value}), "交通运输局", 1)}
    without = {part.title: dict(part.rows) for part in sections(told(), "交通运输局", 1)}
    assert with_it[title][label]
    assert with_it[title][label] != without.get(title, {}).get(label)


def test_parts_come_in_the_order_people_ask_and_empty_ones_are_left_out() -> None:
    whole = told(**{field: value if field != "handling_code" else "" for field, (value, _, _) in TOLD.items()})
    assert [part.title for part in sections(whole, "交通运输局", 1)] == ORDER
    bare = [part.title for part in sections(told(), "交通运输局", 1)]
    formless = sections(told().model_copy(update={"form": {}}), "交通运输局", 1)
    assert "申请表要填什么" in bare and "申请表要填什么" not in [part.title for part in formless]
    assert "办理流程" not in bare and "常见问题" not in bare and bare == [title for title in ORDER if title in bare]


def test_a_material_tells_what_is_said_of_it() -> None:
    body = spec_of("freight_general").model_dump(by_alias=True)
    extra = {"format": "A4", "source_note": "向公安机关申领", "filling_notes": "用黑笔", "acceptance_standard": "清晰"}
    body["materials"] = [{**body["materials"][0], **extra, "medium": "both"}, *body["materials"][1:]]
    row = material_rows(MatterSpec.model_validate(body))[0]
    assert dict(row.details) | {
        "规格": "A4",
        "来源说明": "向公安机关申领",
        "填报须知": "用黑笔",
        "受理标准": "清晰",
    } == dict(row.details)
    assert row.form.endswith("（纸质或电子）")


@pytest.mark.parametrize("key", sorted(converted()))
def test_the_document_has_the_nine_columns_and_is_the_same_bytes_again(key: str) -> None:
    spec = spec_of(key)
    data = guide_paper(spec, "某局", 3)
    assert guide_paper(spec, "某局", 3) == data
    paper = Document(io.BytesIO(data))
    (table,) = [one for one in paper.tables if len(one.columns) == 9]
    assert [cell.text for cell in table.rows[0].cells] == list(NINE_TITLES)
    assert [row.cells[1].text for row in table.rows[1:]] == [material.name for material in spec.materials]
    assert [round((part.page_width or 0) / Mm(1)) for part in paper.sections] == [210, 297, 210], "materials lie across"
    assert "第 3 版" in paper.paragraphs[1].text


@pytest.mark.usefixtures("demo_district")
def test_the_page_offers_the_document() -> None:
    http = Client()
    assert "/matters/freight_general/guide.docx" in http.get("/matters/freight_general/").content.decode()
    answer = http.get("/matters/freight_general/guide.docx")
    assert answer.status_code == 200 and answer.content.startswith(b"PK")
    assert http.get("/matters/nothing/guide.docx").status_code == 404


@pytest.mark.usefixtures("demo_district")
def test_only_files_that_the_guide_in_force_shows_are_public() -> None:
    """A sample and a blank form are handed out at the guide's address; the matter's other files, such as a draft's, are not (S2-18)."""
    actor, now = who("赵审查"), clock.now()
    kept = [
        store(actor, data=picture(90 + n), name=f"{n}.jpg", declared_type="image/jpeg", purpose="sample", owner_kind="matter",
              owner_key="freight_general", now=now)
        for n in range(2)
    ]  # fmt: skip
    body = spec_of("freight_general").model_dump(mode="json", by_alias=True)
    body["materials"][0] |= {"samples": [{"id": "s1", "file": str(kept[0].pk), "name": "申请表"}]}
    load_version(actor=SYSTEM, spec=MatterSpec.model_validate(body), now=now)
    http, address = Client(), f"/matters/freight_general/files/{kept[0].pk}/"
    assert address in http.get("/matters/freight_general/").content.decode()
    shown = http.get(address)
    assert shown.status_code == 200 and shown["Content-Type"] == "image/jpeg"
    assert http.get(f"/matters/freight_general/files/{kept[1].pk}/").status_code == 404
    assert http.get(f"/matters/id_card_renew/files/{kept[0].pk}/").status_code == 404
