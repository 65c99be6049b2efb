"""The page 申请表 of a draft (S2-51): what it shows to whom, its preview, and that a faulty form goes no further."""

import json
from typing import Any

import pytest
from django.test import Client

from tests.cases.people import signed_in, who
from yichuang.accounts.permissions import SYSTEM
from yichuang.catalog.operations.publish import load_version
from yichuang.catalog.queries import published
from yichuang.catalog.rules.spec import MatterSpec
from yichuang.foundations import clock
from yichuang.foundations.problems import Refused
from yichuang.studio.models import Draft
from yichuang.studio.operations.open_draft import open_next_version
from yichuang.studio.operations.save_draft import save_draft
from yichuang.studio.operations.submit_draft import submit_draft

pytestmark = pytest.mark.usefixtures("demo_district")
FORM: dict[str, Any] = {"type": "object", "additionalProperties": False, "required": ["trucks"],
                        "properties": {"trucks": {"type": "integer", "title": "车辆数", "minimum": 9, "maximum": 2}}}  # fmt: skip


@pytest.fixture
def draft(demo_district: Any) -> Draft:
    return open_next_version(actor=who("赵审查"), matter_key="freight_general", now=clock.now())


def _page(name: str, draft: Draft) -> str:
    return signed_in(name).get(f"/studio/{draft.pk}/form/").content.decode()


def _preview(http: Client, draft: Draft, form: Any) -> Any:
    return http.post(f"/studio/{draft.pk}/form/preview/", {"form": json.dumps(form)})


def test_an_author_picks_and_others_look(draft: Draft) -> None:
    page = _page("赵审查", draft)
    assert 'data-part="palette"' in page and "拟投入车辆数（辆）" in page and f"/studio/{draft.pk}/save/" in page
    assert signed_in("李登记").get(f"/studio/{draft.pk}/form/").status_code == 404, "another department's draft"
    Draft.objects.filter(pk=draft.pk).update(state="reviewing")
    page = _page("赵审查", draft)
    assert "只能查看" in page and 'data-part="palette"' not in page and "拟投入车辆数（辆）" in page


def test_the_preview_is_the_counters_form_or_says_what_is_wrong(draft: Draft) -> None:
    http = signed_in("赵审查")
    assert "下限 9 大于上限 2" in _preview(http, draft, FORM).content.decode()
    good = {**FORM, "properties": {"trucks": {"type": "integer", "title": "车辆数"}}}
    assert 'name="o.trucks"' in _preview(http, draft, good).content.decode()
    assert "还没有申请表" in _preview(http, draft, {}).content.decode()
    assert http.post(f"/studio/{draft.pk}/form/preview/", {"form": "{"}).status_code == 422


def test_a_faulty_form_is_saved_but_not_submitted_nor_published(draft: Draft) -> None:
    document = {**draft.document, "form": FORM}
    saved = save_draft(actor=who("赵审查"), draft_id=draft.pk, document=document, base_revision=1, now=clock.now())
    found = [one for one in saved.judgement.errors if one.code == "own_form"]
    assert [(one.place.field, one.rule) for one in found] == [("form.trucks", "S2-51")]
    with pytest.raises(Refused) as refused:
        submit_draft(actor=who("赵审查"), draft_id=draft.pk, now=clock.now())
    assert "下限 9 大于上限 2" in str(refused.value)
    spec = MatterSpec.model_validate({**published("freight_general").spec.model_dump(by_alias=True), "form": FORM})
    with pytest.raises(Refused) as unloaded:
        load_version(actor=SYSTEM, spec=spec, now=clock.now())
    assert "下限 9 大于上限 2" in str(unloaded.value)


def test_the_guide_tells_what_will_be_asked() -> None:
    page = Client().get("/matters/freight_general/").content.decode()
    assert "申请表要填什么" in page and "停车场地面积（平方米）" in page
