"""Rate a service: one of five grades, once, voluntarily; nobody of the house sees it before it is sealed (rulebook 4.3)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from yichuang.feedback import policies
from yichuang.feedback.events import RatingGiven, RatingLapsed
from yichuang.feedback.models import Rating, RatingRequest
from yichuang.feedback.models.ratings import LAPSED, OPEN, RATED
from yichuang.feedback.queries.links import request_of
from yichuang.feedback.rules.grades import THREE_KEYS, TOLD, faults
from yichuang.foundations import ledger
from yichuang.foundations.actors import PUBLIC, Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

TITLE = "没有提交评价"
RULE = "好差评规则"


@dataclass(frozen=True)
class Said:
    """What somebody says of a service; `three_key` is what an old device with three keys sends instead of a grade."""

    grade: int = 0
    reasons: Sequence[str] = ()
    indicators: Mapping[str, int] = field(default_factory=dict)
    words: str = ""
    channel: str = "code"
    three_key: int = 0
    name: str = ""
    mobile: str = ""
    call_me: bool = False

    def level(self) -> int:
        """Return the grade of five."""
        return THREE_KEYS.get(self.three_key, 0) if self.three_key else self.grade


@unit_of_work()
def rate(*, token: str, said: Said, now: datetime) -> Rating:
    """Keep a rating from the person's own hand and return it.

    :raises NotFound: for an unknown token. :raises Refused: 409 when it was rated or the days are over, 422 for what cannot be used.
    """
    if said.channel in TOLD:
        said = Said(**{**said.__dict__, "channel": "code"})
    return _keep(PUBLIC, _locked(token, now), said, "", now)


@unit_of_work()
def tell_rating(*, actor: Actor, token: str, said: Said, now: datetime) -> Rating:
    """Enter a rating that somebody told by telephone or on paper, and return it (12345, 书面评价).

    :raises NotAllowed: without the right. :raises Refused: 403 for one's own service, 409, 422 as above.
    """
    policies.demand(actor, policies.TELL, None, "代录评价")
    request = _locked(token, now)
    policies.demand(actor, policies.TELL, policies.place_of_service(request), "代录这项服务的评价")
    if request.officer_id == actor.id:
        own = Reason("own", "不能代录对自己服务的评价。", "", RULE, "没有录入。", "请由其他人员代录。")
        raise Refused(own, status=403, title=TITLE)
    if said.channel not in TOLD:
        wrong = Reason(
            "channel", "代录的渠道只能是 12345 电话或书面评价。", "channel", RULE, "没有录入。", "请重新选择。"
        )
        raise Refused(wrong, status=422, title=TITLE)
    return _keep(actor, request, said, actor.name, now)


@unit_of_work()
def lapse_requests(now: datetime, most: int = 500) -> int:
    """Close what nobody rated within the days, and return how many."""
    rows = RatingRequest.objects.select_for_update(skip_locked=True).filter(state=OPEN, expires_on__lt=day_of(now))
    due = list(rows.order_by("expires_on", "pk")[:most])
    for row in due:
        row.state, row.mobile = LAPSED, ""
        # The telephone number was kept to ask; nobody asks any more (个人信息保护法 19: 最短必要).
        ledger.write(row, RatingLapsed(), actor=policies.CLOCK, at=now, update_fields=["state", "mobile"])
    return len(due)


def _locked(token: str, now: datetime) -> RatingRequest:
    pk = request_of(token).pk
    row = RatingRequest.objects.select_for_update(of=("self",)).select_related("site").get(pk=pk)
    if row.state == RATED:
        said = Reason("rated", "这次服务已经评价过了，一次服务只评价一次。", "", RULE, "原来的评价有效。",
                      "有新的意见，请到投诉页面反映。")  # fmt: skip
        raise Refused(said, title=TITLE)
    if row.state == LAPSED or row.expires_on < day_of(now):
        said = Reason("late", f"评价期限（{row.expires_on:%Y-%m-%d}）已过。", "", RULE, "没有提交。",
                      "仍可以到投诉页面反映意见，或拨打 12345。")  # fmt: skip
        raise Refused(said, title=TITLE)
    return row


def _keep(actor: Actor, request: RatingRequest, said: Said, told_to: str, now: datetime) -> Rating:
    grade, reasons = said.level(), list(dict.fromkeys(said.reasons))
    found = faults(request.mode, grade, reasons, said.indicators, said.words, said.channel)
    mobile = (said.mobile.strip() or request.mobile) if said.call_me else ""
    if said.call_me and not mobile:
        kept = "填写的内容都在，还没有提交。"
        found.append(Reason("mobile", "愿意接受回访的，请留下电话。", "mobile", RULE, kept, "请填写电话，或取消勾选。"))
    if found:
        raise Refused(*found, status=422, title=TITLE)
    row = Rating.objects.create(
        request=request,
        grade=grade,
        reasons=reasons,
        indicators=dict(said.indicators),
        words=said.words.strip(),
        channel=said.channel,
        supplementary=day_of(now) > day_of(request.served_at),
        named=said.call_me,
        name=said.name.strip()[:40] if said.call_me else "",
        mobile=mobile,
        told_to=told_to,
        rated_at=now,
    )
    # An anonymous rating must not be traced by the number that it was asked for.
    request.state, request.mobile = RATED, ""
    event = RatingGiven(channel=row.channel, supplementary=row.supplementary)
    ledger.write(request, event, actor=actor, at=now, update_fields=["state", "mobile"])
    return row
