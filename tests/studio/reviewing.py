"""A small clean matter of the transport department, and its way to the experts, for the tests of the review."""

import copy
from typing import Any

from tests.cases.people import who
from yichuang.catalog.rules.findings import Place
from yichuang.foundations import clock
from yichuang.organizations.models import Department
from yichuang.studio.models import Draft, DraftRevision, Remark
from yichuang.studio.operations.arrange_review import arrange_review
from yichuang.studio.operations.finish_review import finish_review
from yichuang.studio.operations.grade_items import grade_items
from yichuang.studio.operations.open_draft import Beginning, open_draft
from yichuang.studio.operations.settle_remark import settle_remark
from yichuang.studio.operations.submit_draft import submit_draft
from yichuang.studio.rules.review_items import REVIEW_ITEMS
from yichuang.studio.rules.reviewing import Given

NAME = "网络预约出租汽车驾驶员证补发"
EXPERTS = ("柏评审", "水评审")
LAW = "《网络预约出租汽车经营服务管理暂行办法》第十四条"
CARD: dict[str, Any] = {
    "id": "m_card", "name": "居民身份证", "standard_type": "居民身份证", "source_channel": "公安机关", "source_type": "政府部门核发",
    "copy_count": 1, "verify_original": True, "tolerable": False, "formal_requirement": "核验原件，复印件 1 份", "legal_basis": LAW,
    "shared": {"mode": "e_licence", "provider": "公安机关", "exempt": True},
    "review_points": [
        {"id": "p1", "kind": "formal", "text": "姓名与申请表一致", "check": "compare", "field": "name"},
        {"id": "p2", "kind": "content", "text": "在有效期内", "check": "date", "field": "valid_until"},
    ],
}  # fmt: skip
NOTICE: dict[str, Any] = {
    "id": "m_notice", "name": "遗失声明", "source_channel": "申请人", "source_type": "申请人自备", "original_count": 1,
    "shared": {"mode": "none"}, "tolerable": False,
    "formal_requirement": "原件 1 份", "legal_basis": LAW, "needed_if": {"fact": "why", "in": ["lost"]},
    "review_points": [{"id": "p1", "kind": "content", "text": "写明证号和遗失日期"}],
}  # fmt: skip
OLD: dict[str, Any] = {
    "id": "m_old", "name": "网络预约出租汽车驾驶员证", "source_channel": "申请人", "source_type": "申请人自备", "original_count": 1,
    "shared": {"mode": "none"}, "tolerable": False,
    "formal_requirement": "原件 1 份", "legal_basis": LAW, "needed_if": {"fact": "why", "in": ["damaged"]},
    "review_points": [{"id": "p1", "kind": "formal", "text": "证号可以辨认"}],
}  # fmt: skip
DOCUMENT: dict[str, Any] = {
    "schema": "matter/v1",
    "key": "",
    "name": NAME,
    "main_item": "网络预约出租汽车驾驶员证核发",
    "sub_item": NAME,
    "codes": {"basic": "000118999100", "implementation": "1" * 31, "demo": True},
    "matter_type": "行政许可",
    "department": "xs-transport",
    "exercise_level": "县级",
    "service_objects": ["natural_person"],
    "applicant_kinds": ["person"],
    "legal_basis": [{"text": LAW}],
    "conditions": ["已取得网络预约出租汽车驾驶员证"],
    "statutory_limit": {"value": 20, "unit": "workday"},
    "promised_limit": {"value": 5, "unit": "workday"},
    "limit_basis": "《行政许可法》第四十二条",
    "fee": {"charged": False, "text": "不收费"},
    "acceptance_role": "accept",
    "case_type": "promised",
    "channels": {"hall": True, "max_visits": 1},
    "integration": {"mode": "native"},
    "results": [{"name": "网络预约出租汽车驾驶员证", "kind": "证照"}],
    "remedies": ["可以自知道决定之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"],
    "facts": [
        {
            "id": "why",
            "text": "为什么补发",
            "values": [{"id": "lost", "text": "遗失"}, {"id": "damaged", "text": "损坏"}],
        }
    ],
    "questions": [
        {
            "id": "q1",
            "text": "驾驶员证是遗失还是损坏？",
            "fact": "why",
            "options": [
                {"id": "a", "text": "遗失", "values": ["lost"]},
                {"id": "b", "text": "损坏", "values": ["damaged"]},
            ],
        }
    ],
    "situations": [
        {
            "id": "S1",
            "name": "补发",
            "axis": "content",
            "children": [
                {"id": "S1.1", "name": "遗失补发", "axis": "content", "condition": {"fact": "why", "in": ["lost"]}},
                {"id": "S1.2", "name": "损坏补发", "axis": "content", "condition": {"fact": "why", "in": ["damaged"]}},
            ],
        }
    ],
    "materials": [{"shared": {"mode": "none"}, "tolerable": False, **one} for one in (CARD, NOTICE, OLD)],
    "outcomes": [],
}
NAME_OF_CARD = Place("material", "m_card", field="name")


def document(**fields: Any) -> dict[str, Any]:
    """Return the matter's document with some fields changed."""
    return {**copy.deepcopy(DOCUMENT), **fields}


def new_draft(name: str = NAME, **fields: Any) -> Draft:
    """Begin a draft with the clean document."""
    department = Department.objects.get(key="xs-transport").pk
    beginning = Beginning("import", "测试", document(**fields))
    return open_draft(actor=who("赵审查"), department_id=department, name=name, now=clock.now(), beginning=beginning)


def rewrite(draft: Draft, author: str = "赵审查", **fields: Any) -> Draft:
    """Save another revision, as the editing page does."""
    actor = who(author)
    draft.refresh_from_db()
    draft.document, draft.revision = {**draft.document, **fields}, draft.revision + 1
    draft.save(update_fields=["document", "revision"])
    DraftRevision.objects.create(
        draft=draft,
        number=draft.revision,
        document=draft.document,
        at=clock.now(),
        author_id=actor.id,
        author_name=actor.name,
    )
    return draft


def arranged(draft: Draft | None = None, experts: tuple[str, ...] = EXPERTS) -> Draft:
    """Submit a draft and name its experts."""
    draft = draft or new_draft()
    submit_draft(actor=who("赵审查"), draft_id=draft.pk, now=clock.now())
    ids = [who(name).id for name in experts]
    arrange_review(actor=who("邹主任"), draft_id=draft.pk, reviewer_ids=ids, now=clock.now())
    draft.refresh_from_db()
    return draft


def grades(**other: Given) -> dict[str, Given]:
    """Return 高 for every item but those given."""
    return {item.code: other.get(item.code, Given("high")) for item in REVIEW_ITEMS}


def judged(draft: Draft, name: str, **other: Given) -> None:
    """Let an expert grade everything and finish."""
    grade_items(actor=who(name), draft_id=draft.pk, given=grades(**other), now=clock.now())
    finish_review(actor=who(name), draft_id=draft.pk, now=clock.now())
    draft.refresh_from_db()


def settle_all(draft: Draft) -> None:
    """Settle every open remark."""
    for remark in Remark.objects.filter(draft=draft, settled_at=None):
        settle_remark(actor=who("赵审查"), draft_id=draft.pk, remark_id=remark.pk, note="已改正", now=clock.now())
