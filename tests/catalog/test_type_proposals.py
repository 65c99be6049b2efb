"""Entries that officers miss in the material dictionary: proposed once, decided once by the keeper, seen by who proposed (S2-15)."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.cases.people import signed_in, who
from yichuang.catalog.models import MaterialType, TypeProposal
from yichuang.catalog.operations.decide_type_proposal import (
    accept_type_proposal,
    merge_type_proposal,
    refuse_type_proposal,
)
from yichuang.catalog.operations.propose_type import propose_type
from yichuang.catalog.queries.choices import choices_of, offered_types
from yichuang.catalog.queries.dictionary import dictionary
from yichuang.catalog.queries.type_proposals import news_for, proposal_for, visible_proposals
from yichuang.catalog.rules.material_types import TypeEntry
from yichuang.catalog.rules.type_proposals import Proposal, proposal_line
from yichuang.foundations import clock, ledger
from yichuang.foundations.problems import NotAllowed, NotFound, Refused

pytestmark = pytest.mark.usefixtures("demo_district")
DOG = Proposal("养犬登记证", ("狗证",), "公安机关", "办理犬只过户时收取（杭州市养犬管理条例 9）")
LIST = "/catalog/dictionary/proposals/"


def proposed(proposal: Proposal = DOG, by: str = "赵审查") -> TypeProposal:
    return propose_type(actor=who(by), proposal=proposal, now=clock.now())


def history(row: TypeProposal) -> list[str]:
    return [proposal_line(event.type, event.payload) for event in ledger.history(row.stream)]


def accepted(row: TypeProposal, key: str = "dog_licence") -> TypeProposal:
    entry = TypeEntry(row.name, tuple(row.aliases), row.issuer, kind="licence")
    return accept_type_proposal(actor=who("谢区管"), proposal_id=row.pk, key=key, entry=entry, now=clock.now())


def test_an_officer_proposes_what_the_dictionary_does_not_have() -> None:
    row = proposed(Proposal(" 养犬登记证 ", ("狗证", "", "狗证 "), "公安机关", "过户时收取", "犬只过户"))
    assert (row.name, row.aliases, row.state, row.proposer_name) == ("养犬登记证", ["狗证"], "open", "赵审查")
    assert history(row) == ["提出“养犬登记证”：过户时收取"]
    assert dictionary().named("养犬登记证") is None, "nothing is in the dictionary before the keeper says so"


@pytest.mark.parametrize(
    ("proposal", "code", "said"),
    [
        (Proposal("", why="用"), "required", "没有填写标准名称"),
        (Proposal("户口本", why="用"), "taken", "标准名称是“居民户口簿”"),
        (Proposal("家庭户口册", ("户口本",), why="用"), "taken", "“户口本”词典里已经有了"),
        (Proposal("其他材料", why="用"), "vague", "模糊表述"),
        (Proposal("养犬登记证或狗证", why="用"), "alternatives", "2 种材料"),
        (Proposal("养犬免疫证", why=" "), "why", "没有写明为什么需要"),
        (Proposal("养犬免疫证", why="长" * 301), "long", "超过 300 字"),
        (Proposal("《养犬登记证》", why="用"), "proposed", "赵审查已经提出过“养犬登记证”"),
        (Proposal("犬证", ("狗证",), why="用"), "proposed", "赵审查已经提出过“狗证”"),
    ],
)
def test_what_is_there_already_or_may_not_stand_is_refused_with_what_to_do(
    proposal: Proposal, code: str, said: str
) -> None:
    proposed()
    with pytest.raises(Refused) as refused:
        proposed(proposal, by="钱复核")
    (reason,) = [one for one in refused.value.reasons if one.code == code]
    assert said in reason.message and reason.kept and reason.todo and refused.value.status == 422
    assert TypeProposal.objects.count() == 1


def test_the_keeper_registers_it_and_it_can_be_picked_at_once() -> None:
    row = accepted(proposed())
    assert (row.state, row.material_type.key if row.material_type else "") == ("accepted", "dog_licence")
    assert [choice.key for choice in offered_types("狗证")[0]] == ["dog_licence"]
    assert history(row)[-1] == "登记为“养犬登记证”"
    assert [event.type for event in ledger.history("material_type:dog_licence")] == ["material_type.added"]
    assert [one.pk for one in news_for(who("赵审查"), clock.now())] == [row.pk]
    assert news_for(who("赵审查"), clock.now() + timedelta(days=15)) == []


def test_it_becomes_an_alias_of_what_is_there_and_what_was_added_meanwhile_does_no_harm() -> None:
    row = proposed(Proposal("户籍册", ("户籍本子",), why="老百姓这样叫"))
    entry = MaterialType.objects.get(key="household_register")
    entry.aliases = [*entry.aliases, "户籍册"]
    entry.save()
    row = merge_type_proposal(actor=who("谢区管"), proposal_id=row.pk, into="household_register", now=clock.now())
    assert row.state == "merged" and history(row)[-1] == "作为“居民户口簿”的别名：户籍本子"
    known = dictionary().named("户籍本子")
    assert known is not None and known.key == "household_register"
    assert MaterialType.objects.get(key="household_register").aliases.count("户籍册") == 1


def test_it_is_refused_with_a_reason_that_the_proposer_reads() -> None:
    row = proposed()
    with pytest.raises(Refused, match="没有写明不采纳的理由"):
        refuse_type_proposal(actor=who("谢区管"), proposal_id=row.pk, reason=" ", now=clock.now())
    refuse_type_proposal(actor=who("谢区管"), proposal_id=row.pk, reason="已并入居民养犬备案表", now=clock.now())
    page = signed_in("赵审查").get("/catalog/dictionary/").content.decode()
    assert "您提出的“养犬登记证”没有采纳：已并入居民养犬备案表" in page
    proposed(), "and it may be proposed again"


def test_a_decision_falls_once_and_a_name_given_away_meanwhile_stops_it() -> None:
    row = accepted(proposed())
    for again in (
        lambda: refuse_type_proposal(actor=who("谢区管"), proposal_id=row.pk, reason="试", now=clock.now()),
        lambda: merge_type_proposal(
            actor=who("谢区管"), proposal_id=row.pk, into="household_register", now=clock.now()
        ),
        lambda: accepted(row, "other_key"),
    ):
        with pytest.raises(Refused, match="已由谢区管处理：已登记"):
            again()
    second = proposed(Proposal("养犬免疫证", why="用"))
    with pytest.raises(Refused, match="已经用过"):
        accepted(second, "dog_licence")
    with pytest.raises(Refused, match="是系统页面的地址"):
        accepted(second, "proposals")
    assert proposal_for(who("赵审查"), second.pk).state == "open" and len(history(second)) == 1


def test_who_sees_and_who_decides() -> None:
    row = proposed()
    assert list(visible_proposals(who("钱复核"))) == [row], "a colleague of the department"
    assert list(visible_proposals(who("谢区管"))) == [row]
    assert list(visible_proposals(who("李登记"))) == [], "another department's"
    with pytest.raises(NotFound):
        proposal_for(who("李登记"), row.pk)
    with pytest.raises(NotAllowed):
        visible_proposals(who("林小窗"))
    with pytest.raises(NotAllowed):
        proposed(by="林小窗")
    with pytest.raises(NotAllowed):
        refuse_type_proposal(actor=who("钱复核"), proposal_id=row.pk, reason="试", now=clock.now())
    with pytest.raises(NotFound):
        refuse_type_proposal(actor=who("李登记"), proposal_id=row.pk, reason="试", now=clock.now())


def posted(http: Client, address: str, **fields: Any) -> tuple[int, str]:
    answer = http.post(address, fields, follow=True)
    return answer.status_code, answer.content.decode()


def test_the_pages_keep_what_was_typed_and_begin_with_what_waits() -> None:
    officer, keeper = signed_in("赵审查"), signed_in("谢区管")
    assert "没有这样的提议" in keeper.get(LIST).content.decode()
    begun = officer.get(f"{LIST}new/?name=狗证&source=犬只过户").content.decode()
    assert 'value="狗证"' in begun and 'value="犬只过户"' in begun
    status, page = posted(officer, f"{LIST}new/", name="户口本", why="用")
    assert status == 422 and "请直接选用“居民户口簿”" in page and 'value="户口本"' in page
    for number in range(31):
        name = "".join("甲乙丙丁戊己庚辛壬癸"[int(digit)] for digit in f"{number:02}")
        proposed(Proposal(f"养犬{name}登记证", why="用"))
    page = keeper.get(LIST).content.decode()
    assert page.count("row-link") == 30 and "下一页" in page
    assert "31 条待处理" in keeper.get("/catalog/dictionary/").content.decode()
    row = TypeProposal.objects.get(name="养犬甲甲登记证")
    form = {"key": "", "standard_name": "养犬证", "kind": "licence", "issuer_kind": "government"}
    status, page = posted(keeper, f"{LIST}{row.pk}/accept/", **form)
    assert status == 422 and 'value="养犬证"' in page
    status, page = posted(keeper, f"{LIST}{row.pk}/merge/", into="没有的证")
    assert status == 422 and "词典里没有“没有的证”" in page
    status, page = posted(keeper, f"{LIST}{row.pk}/refuse/", reason="不用")
    assert status == 200 and "没有采纳：不用" in page
    assert "养犬甲甲登记证" not in keeper.get(f"{LIST}?state=open&q=甲甲").content.decode().split("</form>")[-1]


@pytest.mark.parametrize(
    ("typed", "first", "alias"),
    [
        ("身份证", "居民身份证", "身份证"),
        ("居民身份证", "居民身份证", ""),
        ("jmhkb", "居民户口簿", ""),
        ("户口本", "居民户口簿", "户口本"),
        ("hukouben", "居民户口簿", "户口本"),
        ("household_reg", "居民户口簿", ""),
    ],
)
def test_the_likeliest_type_is_offered_first(typed: str, first: str, alias: str) -> None:
    found, _ = offered_types(typed)
    assert (found[0].name, found[0].alias) == (first, alias)


def test_without_a_text_the_material_s_own_name_leads_and_retired_types_are_not_offered() -> None:
    found, more = offered_types("", "监护人户口本（原件）")
    assert found[0].name == "居民户口簿" and len(found) == 20 and more
    MaterialType.objects.filter(key="household_register").update(state="retired")
    entry = MaterialType.objects.get(key="officer_card")
    entry.chain_head = bytes(32)
    entry.save()
    assert "居民户口簿" not in [one.name for one in offered_types("户口簿")[0]]
    assert choices_of(["household_register", "nothing"])["household_register"].state == "retired"
    assert offered_types("没有这种东西的名字") == ([], False)


def test_the_editor_is_told_the_names_of_the_keys_in_the_draft() -> None:
    http = signed_in("赵审查")
    answer = http.get("/catalog/dictionary/choices/", {"q": "hkb"}).json()
    assert answer["types"][0]["name"] == "居民户口簿" and answer["types"][0]["issuer"] == "公安机关"
    assert http.get("/catalog/dictionary/choices/?key=id_card&key=x").json()["types"][0]["name"] == "居民身份证"
