"""Remedies follow the law of the day of issue and the kind of authority (rulebook 2.2; mistake 6 of part 9)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yichuang.cases.rules.document_kinds import KINDS
from yichuang.cases.rules.remedies import INACTION, AuthorityRemedies, AuthorityType, remedies

LAST_DAY_OF_THE_OLD_LAW = date(2023, 12, 31)
FIRST_DAY_OF_THE_NEW_LAW = date(2024, 1, 1)
DISTRICT, CITY = "杭州市萧山区人民政府", "杭州市人民政府"
DEPARTMENT = AuthorityRemedies("杭州市萧山区交通运输局", "department", government=DISTRICT, superior="杭州市交通运输局")
BRANCH = AuthorityRemedies(
    "杭州市公安局萧山区分局", "branch", government=CITY, superior="杭州市公安局", seat_government=DISTRICT
)
TAXES = AuthorityRemedies(
    "国家税务总局杭州市萧山区税务局", "vertical", government=DISTRICT, superior="国家税务总局杭州市税务局"
)
JUSTICE = AuthorityRemedies("杭州市萧山区司法局", "justice", government=DISTRICT, superior="杭州市司法局")
CENTRE = AuthorityRemedies("萧山区人民政府办事服务中心", "authorised", government=DISTRICT)
STREET = AuthorityRemedies("萧山区北干街道办事处", "dispatched", government=DISTRICT)
TOWN = AuthorityRemedies("萧山区临浦镇人民政府", "lower_government", government=DISTRICT)


@pytest.mark.parametrize(
    ("authority", "issued_on", "bodies", "article"),
    [
        (DEPARTMENT, LAST_DAY_OF_THE_OLD_LAW, (DISTRICT, "杭州市交通运输局"), "第十二条第一款"),
        (DEPARTMENT, FIRST_DAY_OF_THE_NEW_LAW, (DISTRICT,), "第二十四条第一款第一项"),
        (BRANCH, LAST_DAY_OF_THE_OLD_LAW, ("杭州市公安局", CITY), "第十五条第一款第二项"),
        (BRANCH, FIRST_DAY_OF_THE_NEW_LAW, (CITY, DISTRICT), "第二十四条第四款"),
        (TAXES, LAST_DAY_OF_THE_OLD_LAW, ("国家税务总局杭州市税务局",), "第十二条第二款"),
        (TAXES, FIRST_DAY_OF_THE_NEW_LAW, ("国家税务总局杭州市税务局",), "第二十七条"),
        (JUSTICE, FIRST_DAY_OF_THE_NEW_LAW, (DISTRICT, "杭州市司法局"), "第二十八条"),
        (CENTRE, LAST_DAY_OF_THE_OLD_LAW, (DISTRICT,), "第十五条第一款第三项"),
        (CENTRE, FIRST_DAY_OF_THE_NEW_LAW, (DISTRICT,), "第二十四条第一款第四项"),
        (STREET, FIRST_DAY_OF_THE_NEW_LAW, (DISTRICT,), "第二十四条第一款第三项"),
        (TOWN, FIRST_DAY_OF_THE_NEW_LAW, (DISTRICT,), "第二十四条第一款第二项"),
    ],
)
def test_the_body_follows_the_day_and_the_authority(
    authority: AuthorityRemedies, issued_on: date, bodies: tuple[str, ...], article: str
) -> None:
    told = remedies(authority, issued_on, "denial_decision")
    assert told.reconsideration_bodies == bodies
    assert f"向{'或者'.join(bodies)}申请行政复议" in told.paragraph
    assert told.articles[0].endswith(article)


def test_a_denial_of_today_says_sixty_days_and_six_months() -> None:
    told = remedies(DEPARTMENT, date(2026, 11, 20), "denial_decision")
    assert told.paragraph == (
        "如不服本决定，可以自收到本决定书之日起六十日内，依照《中华人民共和国行政复议法》的规定向杭州市萧山区人民政府申请行政复议；"
        "也可以自收到本决定书之日起六个月内，依照《中华人民共和国行政诉讼法》的规定直接向有管辖权的人民法院提起行政诉讼。"
    )
    assert (told.reconsideration_days, told.litigation_months, told.after_reconsideration_days) == (60, 6, 15)


def test_a_notice_speaks_of_itself_as_a_notice() -> None:
    assert (
        "如不服本通知书，可以自收到本通知书之日起"
        in remedies(DEPARTMENT, FIRST_DAY_OF_THE_NEW_LAW, "refusal_notice").paragraph
    )
    assert "自收到本告知书之日起" in remedies(DEPARTMENT, FIRST_DAY_OF_THE_NEW_LAW, "redirect_notice").paragraph


def test_a_court_is_named_only_where_it_is_configured() -> None:
    unnamed = remedies(DEPARTMENT, FIRST_DAY_OF_THE_NEW_LAW, "denial_decision")
    assert unnamed.court == "有管辖权的人民法院"
    assert unnamed.gaps == ("人民法院",)
    configured = AuthorityRemedies("甲局", "department", government="甲区人民政府", court="乙市铁路运输法院")
    named = remedies(configured, FIRST_DAY_OF_THE_NEW_LAW, "denial_decision")
    assert "直接向乙市铁路运输法院提起行政诉讼" in named.paragraph
    assert named.gaps == ()


def test_a_body_that_is_not_configured_is_not_invented() -> None:
    told = remedies(AuthorityRemedies("甲局", "department"), LAST_DAY_OF_THE_OLD_LAW, "denial_decision")
    assert "向有管辖权的行政复议机关申请行政复议" in told.paragraph
    assert told.gaps == ("本级人民政府", "上一级主管部门", "人民法院")


def test_since_2024_inaction_goes_to_reconsideration_first_article_23() -> None:
    told = remedies(DEPARTMENT, FIRST_DAY_OF_THE_NEW_LAW, INACTION)
    assert told.reconsideration_first
    assert "先向杭州市萧山区人民政府申请行政复议" in told.paragraph
    assert "十五日内" in told.paragraph
    before = remedies(DEPARTMENT, LAST_DAY_OF_THE_OLD_LAW, INACTION)
    assert not before.reconsideration_first
    assert "两个月内仍不履行" in before.paragraph


def test_before_may_2015_a_suit_had_to_come_within_three_months() -> None:
    assert "三个月内" in remedies(DEPARTMENT, date(2015, 4, 30), "denial_decision").paragraph
    assert "六个月内" in remedies(DEPARTMENT, date(2015, 5, 1), "denial_decision").paragraph


def test_no_version_is_invented_for_a_time_before_the_law() -> None:
    with pytest.raises(ValueError, match="1999-10-01"):
        remedies(DEPARTMENT, date(1999, 9, 30), "denial_decision")


AUTHORITY_TYPES: list[AuthorityType] = [
    *("department", "branch", "vertical", "justice"),
    *("authorised", "dispatched", "lower_government"),
]


@given(
    st.sampled_from(AUTHORITY_TYPES),
    st.dates(date(1999, 10, 1), date(2100, 1, 1)),
    st.sampled_from([row.code for row in KINDS.values() if row.adverse]),
)
def test_every_adverse_document_names_a_body_and_a_court_on_every_day(
    authority_type: AuthorityType, day: date, kind: str
) -> None:
    authority = AuthorityRemedies("甲局", authority_type, "甲政府", "甲上级", "甲所在地政府", "甲法院")
    told = remedies(authority, day, kind)
    assert "申请行政复议" in told.paragraph
    assert "向甲法院提起行政诉讼" in told.paragraph
    assert told.gaps == ()
    tomorrow = remedies(authority, day + timedelta(days=1), kind)
    turning = {date(2015, 5, 1), date(2024, 1, 1)}
    assert told.paragraph == tomorrow.paragraph or day + timedelta(days=1) in turning
