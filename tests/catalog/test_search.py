"""What people type finds the matter in the first three: characters, pinyin, initials, codes, everyday words, slips."""

from functools import cache

import pytest

from tests.catalog.matters import DEMO, converted
from yichuang.catalog.indexing import Searchable, build_index, searchable
from yichuang.catalog.rules.search import SearchIndex
from yichuang.catalog.rules.search_text import cut, fold, normalise
from yichuang.foundations.yaml_files import read_yaml


@cache
def index() -> SearchIndex:
    words = read_yaml(DEMO / "synonyms.yaml")["synonyms"]
    return build_index(
        [searchable(spec) for spec, _ in converted().values()], [(row["everyday"], row["official"]) for row in words]
    )


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("sfz", "id_card_renew"),
        ("身份证", "id_card_renew"),
        ("shenfenzheng", "id_card_renew"),
        ("居民身份", "id_card_renew"),
        ("SFZ", "id_card_renew"),
        ("ｓｆｚ", "id_card_renew"),
        ("shengfengzheng", "id_card_renew"),
        ("身分证", "id_card_renew"),
        ("身份正", "id_card_renew"),
        ("phys", "freight_general"),
        ("货运", "freight_general"),
        ("货物运输", "freight_general"),
        ("普通货运", "freight_general"),
        ("huoyun", "freight_general"),
        ("普通货物运输经营许可证", "freight_general"),
        ("pthwys", "freight_general"),
        ("货物运输 许可", "freight_general"),
        ("货物运输经营许科", "freight_general"),
        ("330111001001", "freight_general"),
        ("11330109900000102M4330111001001", "freight_general"),
        ("freight_general", "freight_general"),
        ("买了房子还没有办房产证", "individual_business_setup"),
        ("买了房子没有房产证", "individual_business_setup"),
        ("家庭经营", "individual_business_setup"),
        ("开店", "individual_business_setup"),
        ("个体户", "individual_business_setup"),
        ("gtgsh", "individual_business_setup"),
        ("开公司", "company_setup"),
        ("环评", "eia_report_form"),
        ("上户口", "birth_registration"),
        ("过户", "realestate_transfer"),
        ("guohu", "realestate_transfer"),
        ("行车证", "vehicle_licence_replace"),
        ("xingshizheng", "vehicle_licence_replace"),
        ("sbk", "social_card_apply"),
        ("社保卡", "social_card_apply"),
        ("公积金贷款", "housing_fund_loan"),
        ("gjjdk", "housing_fund_loan"),
        ("丧葬费", "death_benefit"),
    ],
)
def test_the_matter_is_among_the_first_three(typed: str, key: str) -> None:
    assert key in [found.entry.key for found in index().find(typed, 3)]


@pytest.mark.parametrize("typed", ["", "  ", "，。", "𠀀", "zzzzqqqq"])
def test_nothing_sensible_finds_nothing_or_little_and_never_fails(typed: str) -> None:
    assert len(index().find(typed)) <= 10


def test_a_hit_tells_which_text_matched() -> None:
    best = index().find("买了房子还没有办房产证")[0]
    assert best.because == "买了房子还没有办房产证"


@pytest.mark.parametrize("typed", ["yinhang", "yinxing", "yh", "yx", "银行"])
def test_characters_with_two_readings_are_found_by_either(typed: str) -> None:
    small = build_index([Searchable("bank", "银行开户许可"), Searchable("other", "殡葬服务许可")], [])
    assert small.find(typed, 1)[0].entry.key == "bank"


def test_a_name_that_is_the_query_comes_before_names_that_contain_it() -> None:
    small = build_index([Searchable("long", "药品经营许可证变更"), Searchable("exact", "药品经营许可证")], [])
    assert [found.entry.key for found in small.find("药品经营许可证")][:2] == ["exact", "long"]


def test_what_is_asked_for_often_comes_first_among_equals() -> None:
    small = build_index([Searchable("a", "甲类登记"), Searchable("b", "乙类登记", prior=1.0)], [])
    assert small.find("登记")[0].entry.key == "b"


def test_pinyin_is_cut_into_syllables_around_what_cannot_be_read() -> None:
    assert cut(fold("shenfenzheng")) == ("sen", "fen", "zen")
    assert cut(fold("shenfxenzheng"))[0] == "sen"
    assert normalise(" 居民 身份证（Ａ）") == "居民身份证a"
