"""The material dictionary: one name, one paper; what is merged or retired stays readable; where a type is used (S2-15)."""

import json
import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from openpyxl import load_workbook

from tests.catalog.conftest import CLERK, NOW
from tests.catalog.conftest import PUBLISHER as XIE
from tests.catalog.matters import DEMO, spec_of
from yichuang.accounts.permissions import SYSTEM
from yichuang.catalog.models import MaterialType
from yichuang.catalog.operations.add_material_type import add_material_type
from yichuang.catalog.operations.correct_material_type import correct_material_type
from yichuang.catalog.operations.import_material_types import import_material_types
from yichuang.catalog.operations.merge_material_types import merge_material_types
from yichuang.catalog.operations.publish import load_version
from yichuang.catalog.operations.retire_material_type import retire_material_type
from yichuang.catalog.queries.dictionary import dictionary, material_types, use_counts, uses_of
from yichuang.catalog.rules.material_types import TypeEntry, history_line
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Grant
from yichuang.foundations.checkpoints import verify_ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused
from yichuang.foundations.yaml_files import read_yaml

pytestmark = pytest.mark.usefixtures("departments")
KEEPER = Actor(
    kind="staff",
    id="xie",
    name="谢区管",
    grants=frozenset({Grant("dictionary.manage", "division", "3301"), Grant("dictionary.view", "division", "3301")}),
)
READER = Actor(kind="staff", id="zhao", name="赵审查", grants=frozenset({Grant("dictionary.view", "department", "1")}))
REGISTER = TypeEntry("居民户口簿", ("户口本", "户口簿"), issuer="公安机关", kind="licence", sharing_api="公安户籍信息")


def add(key: str = "household_register", entry: TypeEntry = REGISTER) -> MaterialType:
    return add_material_type(actor=KEEPER, key=key, entry=entry, now=NOW)


def history(key: str) -> list[str]:
    return [history_line(event.type, event.payload) for event in ledger.history(f"material_type:{key}")]


def test_a_type_is_added_with_its_event_and_read_by_the_rules() -> None:
    assert dictionary().named("户口本") is None
    row = add(entry=TypeEntry(" 居民户口簿 ", ("户口本", "", " 户口簿", "户口本"), kind="licence"))
    assert (row.standard_name, row.aliases) == ("居民户口簿", ["户口本", "户口簿"])
    known = dictionary().recognise("户口本")
    assert known is not None and (known.name, known.standard) == ("居民户口簿", False)
    assert history("household_register") == ["登记“居民户口簿”，别名：户口本、户口簿"]


def test_the_rules_value_costs_one_statement_while_nothing_changes(django_assert_num_queries) -> None:
    add()
    dictionary()
    with django_assert_num_queries(1):
        assert dictionary().named("户口簿") is not None
    correct_material_type(
        actor=KEEPER, key="household_register", entry=TypeEntry("居民户口簿", ("户口册",), kind="licence"), now=NOW
    )
    assert dictionary().named("户口簿") is None and dictionary().named("户口册") is not None


@pytest.mark.parametrize(
    ("key", "entry", "code", "status"),
    [
        ("new", TypeEntry(""), "required", 422),
        ("new", TypeEntry("户口本"), "taken", 422),
        ("new", TypeEntry("户籍册", ("居民户口簿",)), "taken", 422),
        ("new", TypeEntry("户籍册", ("《户口本》",)), "taken", 422),
        ("new", TypeEntry("户籍册", ("户籍册",)), "equal", 422),
        ("new", TypeEntry("其他材料"), "vague", 422),
        ("new", TypeEntry("结婚证或离婚证"), "alternatives", 422),
        ("new", TypeEntry("……"), "signs", 422),
        ("new", TypeEntry("长" * 81), "long", 422),
        ("new", TypeEntry("户籍册", tuple(f"别名{n}" for n in range(31))), "many", 422),
        ("new", TypeEntry("户籍册", kind="paper"), "unknown", 422),
        ("new", TypeEntry("户籍册", online_check="javascript:alert(1)"), "address", 422),
        ("new", TypeEntry("户籍册", e_licence_type="C01"), "code", 422),
        ("New One", TypeEntry("户籍册"), "key", 422),
        ("household_register", TypeEntry("户籍册"), "key_taken", 409),
    ],
)
def test_an_entry_that_may_not_stand_is_refused_and_nothing_is_kept(
    key: str, entry: TypeEntry, code: str, status: int
) -> None:
    add()
    with pytest.raises(Refused) as refused:
        add(key, entry)
    assert refused.value.status == status
    assert code in [reason.code for reason in refused.value.reasons]
    assert all(reason.kept and reason.todo for reason in refused.value.reasons)
    assert MaterialType.objects.count() == 1


def test_a_name_of_a_retired_type_is_not_given_again() -> None:
    add()
    retire_material_type(actor=KEEPER, key="household_register", reason="试", now=NOW)
    with pytest.raises(Refused, match="已经登记过"):
        add("new", TypeEntry("居民户口簿"))


def test_correcting_records_what_changed_in_words_and_the_same_again_changes_nothing() -> None:
    add()
    entry = TypeEntry("居民户口簿", ("户口本",), issuer="公安机关", kind="licence", e_licence=True)
    correct_material_type(actor=KEEPER, key="household_register", entry=entry, now=NOW)
    correct_material_type(actor=KEEPER, key="household_register", entry=entry, now=NOW + timedelta(days=1))
    assert history("household_register")[1:] == [
        "更正别名：户口本、户口簿 → 户口本；电子证照：无 → 有；共享接口：公安户籍信息 → （空）"
    ]


def test_a_type_may_keep_its_own_names_but_not_take_another_s() -> None:
    add()
    add("id_card", TypeEntry("居民身份证", ("身份证",)))
    correct_material_type(actor=KEEPER, key="id_card", entry=TypeEntry("身份证", ("居民身份证",)), now=NOW)
    with pytest.raises(Refused, match="已经是“居民户口簿”的名称"):
        correct_material_type(actor=KEEPER, key="id_card", entry=TypeEntry("身份证", ("户口本",)), now=NOW)


def test_retiring_wants_a_reason_and_ends_the_names_but_not_the_key() -> None:
    add()
    with pytest.raises(Refused, match="没有写明停用的原因"):
        retire_material_type(actor=KEEPER, key="household_register", reason=" ", now=NOW)
    retire_material_type(actor=KEEPER, key="household_register", reason="改为电子户口簿", now=NOW)
    assert dictionary().recognise("户口本") is None
    kept = dictionary().type_of("household_register")
    assert kept is not None and kept.standard_name == "居民户口簿"
    assert history("household_register")[-1] == "停用：改为电子户口簿"
    with pytest.raises(Refused, match="不能再改"):
        correct_material_type(actor=KEEPER, key="household_register", entry=REGISTER, now=NOW)


def test_merging_gives_the_names_away_and_old_keys_lead_to_the_one_that_stays() -> None:
    add()
    add("hukou", TypeEntry("户口册", ("户籍册",)))
    stays = merge_material_types(actor=KEEPER, key="hukou", into="household_register", now=NOW)
    assert stays.aliases == ["户口本", "户口簿", "户口册", "户籍册"]
    known = dictionary().type_of("hukou")
    assert known is not None and known.key == "household_register"
    assert history("hukou")[-1] == "并入“居民户口簿”"
    assert history("household_register")[-1] == "并入了“户口册”，新增别名：户口册、户籍册"
    with pytest.raises(Refused, match="已并入"):
        merge_material_types(actor=KEEPER, key="hukou", into="household_register", now=NOW)
    with pytest.raises(Refused, match="它自己"):
        merge_material_types(actor=KEEPER, key="household_register", into="household_register", now=NOW)
    with pytest.raises(NotFound):
        merge_material_types(actor=KEEPER, key="household_register", into="nothing", now=NOW)


@pytest.mark.parametrize("actor", [CLERK, READER, XIE])
def test_only_the_keeper_changes_the_dictionary(actor: Actor) -> None:
    add()
    for act in (
        lambda: add_material_type(actor=actor, key="x", entry=TypeEntry("户籍册"), now=NOW),
        lambda: correct_material_type(actor=actor, key="household_register", entry=REGISTER, now=NOW),
        lambda: retire_material_type(actor=actor, key="household_register", reason="试", now=NOW),
        lambda: merge_material_types(actor=actor, key="household_register", into="x", now=NOW),
        lambda: import_material_types(actor=actor, rows=[], now=NOW),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert history("household_register") == ["登记“居民户口簿”，别名：户口本、户口簿"]


def demo_rows() -> list[dict[str, Any]]:
    return read_yaml(DEMO / "material_types.yaml")["types"]


def test_the_demonstration_s_dictionary_is_taken_in_once_and_corrections_survive() -> None:
    count = import_material_types(actor=KEEPER, rows=demo_rows(), now=NOW)
    assert count == len(demo_rows()) == MaterialType.objects.count()
    retire_material_type(actor=KEEPER, key="officer_card", reason="试", now=NOW)
    assert import_material_types(actor=KEEPER, rows=demo_rows(), now=NOW) == 0
    assert MaterialType.objects.get(key="officer_card").state == "retired"


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ({"key": "b", "standard_name": "户籍册", "aliases": ["甲本"]}, "key"),
        ({"key": "other", "standard_name": "户籍册", "aliases": ["甲本"]}, "taken"),
        ({"key": "other", "standard_name": "其他材料"}, "vague"),
    ],
)
def test_a_file_with_one_fault_is_not_taken_in_by_half(second: dict[str, Any], code: str) -> None:
    with pytest.raises(Refused) as refused:
        import_material_types(actor=KEEPER, rows=[{"key": "one", "standard_name": "甲本"}, second], now=NOW)
    assert code in [reason.code for reason in refused.value.reasons]
    assert not MaterialType.objects.exists()


def test_what_a_file_brings_is_chained_in_the_ledger_like_the_rest(django_assert_num_queries) -> None:
    with django_assert_num_queries(7):  # begin, lock, keys, names, rows, events, commit
        import_material_types(actor=KEEPER, rows=demo_rows(), now=NOW)
    assert not verify_ledger().faults
    correct_material_type(actor=KEEPER, key="bank_card", entry=TypeEntry("银行卡"), now=NOW)
    assert not verify_ledger().faults and len(history("bank_card")) == 2


@pytest.mark.parametrize("typed", ["户口本", "户口", "hukou", "jmhkb", "JMHKB", "household", "公安机关"])
def test_a_type_is_found_by_any_part_of_a_name_pinyin_initials_key_or_issuer(typed: str) -> None:
    add()
    add("bank_card", TypeEntry("银行卡", issuer="银行"))
    assert [row.key for row in material_types(typed)] == ["household_register"]


def test_a_type_knows_the_matters_that_use_it_and_how_they_write_it() -> None:
    import_material_types(actor=KEEPER, rows=demo_rows(), now=NOW)
    load_version(actor=SYSTEM, spec=spec_of("housing_fund_loan"), now=NOW)
    load_version(actor=SYSTEM, spec=spec_of("id_card_renew"), now=NOW)
    uses = [(use.matter_key, use.material_id, use.written, use.standard) for use in uses_of("household_register")]
    assert sorted(uses) == [("housing_fund_loan", "m1", "户口本", False), ("id_card_renew", "m_hk", "户口簿", False)]
    assert use_counts()["household_register"] == 2
    assert uses_of("food_licence") == []


@pytest.fixture
def acting(monkeypatch: pytest.MonkeyPatch) -> Any:
    def act(actor: Actor) -> Client:
        monkeypatch.setattr("yichuang.accounts.middleware.page_actor", lambda request: actor)
        monkeypatch.setattr("yichuang.accounts.auth.actor_of_token", lambda token, now: actor)
        return Client()

    return act


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


FORM = {
    "standard_name": "居民户口簿",
    "aliases": "户口本\n户口簿",
    "kind": "licence",
    "issuer_kind": "government",
    "issuer": "公安机关",
}


def test_the_keeper_adds_corrects_merges_and_retires_on_the_pages(acting) -> None:
    keeper = acting(KEEPER)
    assert keeper.post("/catalog/dictionary/add/", {"key": "household_register", **FORM}).status_code == 302
    twice = keeper.post("/catalog/dictionary/add/", {"key": "other", **FORM})
    assert twice.status_code == 422 and "一个名称只能指一种材料" in text(twice)
    assert 'value="居民户口簿"' in text(twice), "what was typed is kept"
    page = "/catalog/dictionary/household_register/"
    assert (
        keeper.post(f"{page}correct/", {**FORM, "aliases": "户口本", "sharing_api": "公安户籍信息"}).status_code == 302
    )
    assert "更正别名：户口本、户口簿 → 户口本" in text(keeper.get(page))
    add("hukou", TypeEntry("户口册"))
    assert keeper.post("/catalog/dictionary/hukou/merge/", {"into": "没有的"}).status_code == 422
    assert keeper.post("/catalog/dictionary/hukou/merge/", {"into": "户口本"}).status_code == 302
    assert "已并入" in text(keeper.get("/catalog/dictionary/hukou/"))
    assert keeper.post(f"{page}retire/", {"reason": ""}).status_code == 422
    assert keeper.post(f"{page}retire/", {"reason": "试"}).status_code == 302
    assert "没有相符的材料" in text(keeper.get("/catalog/dictionary/?q=户口"))
    assert "居民户口簿" in text(keeper.get("/catalog/dictionary/?q=户口&state=retired"))


def test_a_reader_sees_everything_and_no_button(acting) -> None:
    add()
    reader = acting(READER)
    page = text(reader.get("/catalog/dictionary/household_register/"))
    assert "公安户籍信息" in page and "没有事项使用" in page and "登记“居民户口簿”" in page
    assert "停用或合并" not in page and "更正" not in page
    assert "登记</a>" not in text(reader.get("/catalog/dictionary/"))
    assert acting(CLERK).get("/catalog/dictionary/").status_code == 403


def test_the_list_is_sorted_by_its_heads(acting) -> None:
    add()
    add("bank_card", TypeEntry("银行卡", issuer="银行", kind="other"))
    for sort, first in (
        ("", "居民户口簿"),
        ("-name", "银行卡"),
        ("-kind", "银行卡"),
        ("issuer", "居民户口簿"),
        ("nothing", "居民户口簿"),
    ):
        page = acting(READER).get(f"/catalog/dictionary/?sort={sort}")
        assert page.context["page"].rows[0].standard_name == first, sort


def test_the_list_is_taken_out_as_it_is_filtered(acting) -> None:
    add()
    add("bank_card", TypeEntry("银行卡", ("=HYPERLINK(1)",), kind="other"))
    taken = acting(READER).get("/catalog/dictionary/export/?kind=other")
    sheet = load_workbook(BytesIO(taken.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0][:3] == ("编号", "标准名称", "别名")
    assert rows[1][:4] == ("bank_card", "银行卡", "'=HYPERLINK(1)", None) and len(rows) == 2


def send(client: Client, verb: str, path: str, body: object = None) -> Any:
    headers = {"Authorization": "Bearer t", "Idempotency-Key": str(uuid4())}
    content = {} if body is None else {"data": json.dumps(body), "content_type": "application/json"}
    return getattr(client, verb)(path, headers=headers, **content)


def test_the_api_keeps_the_dictionary_as_the_pages_do(acting) -> None:
    client, body = acting(KEEPER), {"standard_name": "居民户口簿", "aliases": ["户口本"], "kind": "licence"}
    made = send(client, "post", "/api/material-types", {"key": "household_register", **body})
    assert (made.status_code, made.json()["state"]) == (200, "in_use")
    assert send(client, "post", "/api/material-types", {"key": "second", **body}).status_code == 422
    listed = send(client, "get", "/api/material-types?q=hukou").json()
    assert [row["key"] for row in listed["rows"]] == ["household_register"]
    put = send(client, "put", "/api/material-types/household_register", {**body, "aliases": ["户口本", "户口簿"]})
    assert put.json()["aliases"] == ["户口本", "户口簿"]
    assert send(client, "get", "/api/material-types/household_register/uses").json() == []
    assert send(client, "post", "/api/material-types", {"key": "hukou", "standard_name": "户口册"}).status_code == 200
    assert send(client, "post", "/api/material-types/hukou/merge", {"into": "household_register"}).status_code == 200
    assert send(client, "get", "/api/material-types/hukou").json()["merged_into"] == "household_register"
    retired = send(client, "post", "/api/material-types/household_register/retire", {"reason": "试"})
    assert retired.json()["state"] == "retired"
    assert send(client, "get", "/api/material-types/nothing").status_code == 404
    assert (
        send(acting(READER), "post", "/api/material-types", {"key": "x", "standard_name": "户籍册"}).status_code == 403
    )
