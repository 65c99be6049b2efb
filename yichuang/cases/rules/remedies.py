"""What an adverse document must say about remedies (rulebook 2.2), by the day it is issued and the authority that issues it.

The law of that day decides: 行政复议法 of 1999 let the applicant choose between the government and the next higher
department; the revision in force since 2024-01-01 gives the case to the government (article 24) but for a few kinds of
authorities (articles 27 and 28). Names of bodies and courts are configured for each authority and never guessed; what is
not configured is written without a name and listed in `gaps`.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from yichuang.cases.rules.document_kinds import KINDS

AuthorityType = Literal["department", "branch", "vertical", "justice", "authorised", "dispatched", "lower_government"]

REVISED_RECONSIDERATION_LAW = date(2024, 1, 1)
REVISED_LITIGATION_LAW = date(2015, 5, 1)
FIRST_RECONSIDERATION_LAW = date(1999, 10, 1)
RECONSIDERATION_DAYS = 60
LITIGATION_MONTHS = 6
AFTER_RECONSIDERATION_DAYS = 15
UNNAMED_COURT = "有管辖权的人民法院"
UNNAMED_BODY = "有管辖权的行政复议机关"
# Not a document: an authority that lets the time pass or gives no answer.
INACTION = "inaction"


@dataclass(frozen=True)
class AuthorityRemedies:
    """What is configured for an authority.

    `type`: `department` a government's department; `branch` an office that a city's department set up for a district (市公安局分局);
    `vertical` customs, finance, foreign exchange, taxes, state security; `justice` the department that itself does reconsideration work;
    `authorised` an organisation authorised by law, such as a service centre; `dispatched` an organ dispatched by a government (街道办事处);
    `lower_government` a town's government.
    `government` 本级人民政府 (for a branch that of the department which set it up), `superior` 上一级主管部门 (for a
    branch that very department), `seat_government` the government of the place where a branch sits, `court` the court of
    first instance.
    """

    name: str
    type: AuthorityType
    government: str = ""
    superior: str = ""
    seat_government: str = ""
    court: str = ""


@dataclass(frozen=True)
class RemedyText:
    """The paragraph as printed, its parts, the articles it rests on, and what is not configured."""

    paragraph: str
    reconsideration_bodies: tuple[str, ...]
    court: str
    reconsideration_days: int
    litigation_months: int
    after_reconsideration_days: int
    reconsideration_first: bool
    articles: tuple[str, ...]
    gaps: tuple[str, ...] = ()

    @property
    def reconsideration_body(self) -> str:
        """Return the bodies as the paragraph names them: 甲, or 甲或者乙 where the applicant may choose."""
        return "或者".join(self.reconsideration_bodies)


@dataclass(frozen=True)
class _Route:
    """Which configured bodies decide, in their order, and under which article."""

    bodies: tuple[str, ...]
    article: str


# Since 2024-01-01 (行政复议法 2023 revision).
_NOW: dict[AuthorityType, _Route] = {
    "department": _Route(("government",), "行政复议法（2023年修订）第二十四条第一款第一项"),
    "branch": _Route(("government", "seat_government"), "行政复议法（2023年修订）第二十四条第四款"),
    "vertical": _Route(("superior",), "行政复议法（2023年修订）第二十七条"),
    "justice": _Route(("government", "superior"), "行政复议法（2023年修订）第二十八条"),
    "authorised": _Route(("government",), "行政复议法（2023年修订）第二十四条第一款第四项"),
    "dispatched": _Route(("government",), "行政复议法（2023年修订）第二十四条第一款第三项"),
    "lower_government": _Route(("government",), "行政复议法（2023年修订）第二十四条第一款第二项"),
}
# 1999-10-01 to 2023-12-31 (行政复议法 1999, amended 2009 and 2017).
_BEFORE: dict[AuthorityType, _Route] = {
    "department": _Route(("government", "superior"), "行政复议法（2024年以前）第十二条第一款"),
    "branch": _Route(("superior", "government"), "行政复议法（2024年以前）第十五条第一款第二项"),
    "vertical": _Route(("superior",), "行政复议法（2024年以前）第十二条第二款"),
    "justice": _Route(("government", "superior"), "行政复议法（2024年以前）第十二条第一款"),
    "authorised": _Route(("government",), "行政复议法（2024年以前）第十五条第一款第三项"),
    "dispatched": _Route(("government",), "行政复议法（2024年以前）第十五条第一款第一项"),
    "lower_government": _Route(("government",), "行政复议法（2024年以前）第十三条"),
}
_FIELD_NAMES = {"government": "本级人民政府", "superior": "上一级主管部门", "seat_government": "所在地人民政府"}


def remedies(authority: AuthorityRemedies, issued_on: date, kind: str) -> RemedyText:
    """Return the remedies that a document of `kind` must tell on the day it is issued; `kind` may be `INACTION`.

    :raises ValueError: before 1999-10-01, for which no version is kept.
    """
    if issued_on < FIRST_RECONSIDERATION_LAW:
        raise ValueError("no remedies are kept for documents issued before 1999-10-01")
    revised = issued_on >= REVISED_RECONSIDERATION_LAW
    route = (_NOW if revised else _BEFORE)[authority.type]
    bodies = tuple(dict.fromkeys(name for field in route.bodies if (name := getattr(authority, field))))
    gaps = [_FIELD_NAMES[field] for field in route.bodies if not getattr(authority, field)]
    if not authority.court:
        gaps.append("人民法院")
    first = revised and kind == INACTION
    months = LITIGATION_MONTHS if issued_on >= REVISED_LITIGATION_LAW else 3
    shown, court = bodies or (UNNAMED_BODY,), authority.court or UNNAMED_COURT
    paragraph = _inaction(shown, court, first) if kind == INACTION else _paragraph(kind, shown, court, months)
    return RemedyText(
        paragraph=paragraph,
        reconsideration_bodies=shown,
        court=court,
        reconsideration_days=RECONSIDERATION_DAYS,
        litigation_months=months,
        after_reconsideration_days=AFTER_RECONSIDERATION_DAYS,
        reconsideration_first=first,
        articles=(route.article, *_articles(revised, months, kind)),
        gaps=tuple(gaps),
    )


def _paragraph(kind: str, bodies: tuple[str, ...], court: str, months: int) -> str:
    row = KINDS[kind]
    what = "决定" if row.self_name == "决定书" else row.self_name
    since = f"自收到本{row.self_name}之日起"
    return (
        f"如不服本{what}，可以{since}六十日内，依照《中华人民共和国行政复议法》的规定向{'或者'.join(bodies)}申请行政复议；"
        f"也可以{since}{_chinese(months)}个月内，依照《中华人民共和国行政诉讼法》的规定直接向{court}提起行政诉讼。"
    )


def _inaction(bodies: tuple[str, ...], court: str, first: bool) -> str:
    body = "或者".join(bodies)
    if first:
        return (
            f"认为本机关未履行法定职责的，应当自知道之日起六十日内，依照《中华人民共和国行政复议法》第二十三条第一款第三项的规定先向{body}申请行政复议；"
            f"对行政复议决定不服的，可以自收到决定书之日起十五日内向{court}提起行政诉讼。"
        )
    return (
        f"认为本机关未履行法定职责的，可以依照《中华人民共和国行政复议法》的规定向{body}申请行政复议；本机关自接到申请之日起两个月内仍不履行的，"
        f"也可以依照《中华人民共和国行政诉讼法》第四十七条的规定直接向{court}提起行政诉讼。"
    )


def _articles(revised: bool, months: int, kind: str) -> tuple[str, ...]:
    time = "行政复议法（2023年修订）第二十条" if revised else "行政复议法（2024年以前）第九条"
    if kind == INACTION:
        first = ("行政复议法（2023年修订）第二十三条第一款第三项",) if revised else ()
        return (time, *first, "行政诉讼法第四十七条")
    return (time, "行政诉讼法第四十六条" if months == LITIGATION_MONTHS else "行政诉讼法（1989年）第三十九条")


def _chinese(number: int) -> str:
    return {3: "三", 6: "六"}[number]
