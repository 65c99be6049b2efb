"""What registering and granting share: the check that a post fits its place and the account's tier, and its row."""

from dataclasses import dataclass
from datetime import date, timedelta

from yichuang.accounts.models import Posting, Staff
from yichuang.accounts.permissions import ROLES, TIERS
from yichuang.accounts.queries.staff import spot_of
from yichuang.accounts.rules.administration import NEEDS, Appointment, Home, Spot, fits
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason

KEPT = "没有做任何改动，已填内容还在页面上。"


@dataclass(frozen=True)
class Placed:
    """A post whose place was found."""

    given: Appointment
    spot: Spot
    place: str


def placed(given: Appointment) -> Placed | Reason:
    """Return the post with its place, or the reason why it has none."""
    if given.role not in ROLES:
        return Reason("role", "没有选择岗位，或没有这个岗位。", field="role", kept=KEPT, todo="请从列表中选择岗位。")
    found = spot_of(given)
    if found is None:
        return Reason(
            "place", "没有选择岗位所在的单位、服务点或区划。", field="place", kept=KEPT, todo="请从列表中选择。"
        )
    return Placed(given, *found)


def misfit(post: Placed, tier: str, home: Home) -> Reason | None:
    """Return why a post cannot be given to an account of this tier and home, or None."""
    table = TIERS[tier][2] if tier in TIERS else {post.given.role: "division"}
    role = ROLES[post.given.role]
    where = table.get(post.given.role)
    if where is None:
        may = "、".join(ROLES[name] for name in table)
        keeper = TIERS[tier][1]
        return Reason(
            "role_of_tier",
            f"{keeper}不能授予“{role}”岗位。",
            field="role",
            rule="S0-25",
            kept=KEPT,
            todo=f"{keeper}可以授予：{may}。",
        )
    if not fits(where, post.spot, home):
        return Reason(
            "place_of_role",
            f"“{role}”岗位应设在{NEEDS[where]}，“{post.place}”不合适。",
            field="place",
            rule="S0-25",
            kept=KEPT,
            todo=f"请改选{NEEDS[where]}。",
        )
    return None


def bad_days(given: Appointment, today: date) -> list[Reason]:
    """Return what is wrong with the first and last day of a post granted today: effective the next day at the earliest."""
    reasons = []
    tomorrow = today + timedelta(days=1)
    if given.valid_from is not None and given.valid_from < tomorrow:
        said = f"授权次日生效：起始日期最早为 {tomorrow:%Y-%m-%d}。"
        reasons.append(
            Reason("valid_from", said, field="valid_from", rule="S0-24", kept=KEPT, todo="请改填起始日期，或留空。")
        )
    first = given.valid_from or tomorrow
    if given.valid_to is not None and given.valid_to <= first:
        said = f"岗位的终止日期应晚于起始日期 {first:%Y-%m-%d}。"
        reasons.append(Reason("valid_to", said, field="valid_to", kept=KEPT, todo="请更正终止日期，或留空表示长期。"))
    return reasons


def row_of(person: Staff, given: Appointment, valid_from: date, actor: Actor) -> Posting:
    """Return the row of a post (unsaved)."""
    return Posting(
        staff=person,
        role=given.role,
        division=given.division,
        department_id=given.department_id,
        site_id=given.site_id,
        window=given.window.strip(),
        valid_from=valid_from,
        valid_to=given.valid_to,
        granted_by=actor.name,
    )
