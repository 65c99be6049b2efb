"""Register an account with its posts (S0-24, S0-25): name and mobile required, no double registration, effective the next day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings

from yichuang.accounts import policies
from yichuang.accounts.events import StaffRegistered
from yichuang.accounts.models import Posting, Staff
from yichuang.accounts.operations import appointing
from yichuang.accounts.operations.appointing import Placed
from yichuang.accounts.operations.identity import identity
from yichuang.accounts.queries.staff import home_for
from yichuang.accounts.rules.administration import Appointment, Home, tier_of
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.operations.send import send


@unit_of_work()
def register_staff(
    *,
    actor: Actor,
    name: str,
    mobile: str,
    posts: Sequence[Appointment],
    now: datetime,
    id_number: str = "",
    employment: str = "",
    password: str = "",
    authorised_on: date | None = None,
    told: bool = True,
) -> Staff:
    """Register a person and return the account; without `password` he sets his own by a code to his mobile.

    `authorised_on` is today unless the platform itself loads people; `told` sends the person a message how to begin.
    :raises Refused: 422 for unusable input, 409 when the person is registered. :raises NotAllowed: outside the actor's tier.
    """
    today = day_of(now)
    good = _placed(posts)
    home = home_for(actor, good[0].spot)
    tier = _tier(actor, good, home)
    reasons: list[Reason] = []
    if authorised_on is None or actor.kind == "staff":
        reasons = [reason for post in posts for reason in appointing.bad_days(post, today)]
        authorised_on = today
    reasons += [reason for post in good if (reason := appointing.misfit(post, tier, home))]
    if reasons:
        raise Refused(*reasons, status=422, title="不能登记")
    who = identity(name=name, mobile=mobile, id_number=id_number, today=today)
    person = Staff(
        name=who.name,
        mobile=who.mobile,
        sign_in_index=who.mobile_index,
        id_number=who.id_number,
        id_index=who.id_index,
        employment=employment.strip(),
        tier=tier,
        home_division=home.division,
        home_department_id=home.department_id,
        authorised_on=authorised_on,
    )
    person.set_password(password or None)
    _keep(person, posts, actor, now)
    if told and not password:
        _tell(person, actor, now)
    return person


def _placed(posts: Sequence[Appointment]) -> list[Placed]:
    found = [appointing.placed(post) for post in posts]
    reasons = [item for item in found if isinstance(item, Reason)]
    if not posts:
        reasons.append(Reason("posts", "没有授予岗位。", field="role", rule="S0-24", todo="请选择岗位和所在的地方。"))
    if reasons:
        raise Refused(*reasons, status=422, title="不能登记")
    return [item for item in found if isinstance(item, Placed)]


def _tier(actor: Actor, posts: Sequence[Placed], home: Home) -> str:
    tier = tier_of([post.given.role for post in posts], home)
    policies.demand(actor, tier, home, f"在{posts[0].place}注册人员")
    return tier


def _keep(person: Staff, posts: Sequence[Appointment], actor: Actor, now: datetime) -> None:
    event = StaffRegistered(
        name=person.name,
        authorised_on=person.authorised_on.isoformat(),
        roles=[post.role for post in posts],
        tier=person.tier,
    )
    ledger.write(person, event, actor=actor, at=now)
    first = person.authorised_on + timedelta(days=1)
    Posting.objects.bulk_create(appointing.row_of(person, post, post.valid_from or first, actor) for post in posts)


def _tell(person: Staff, actor: Actor, now: datetime) -> None:
    start = person.authorised_on + timedelta(days=1)
    data = {
        "name": person.name,
        "by": actor.name,
        "start": f"{start:%Y年%-m月%-d日}",
        "link": f"{settings.PUBLIC_URL}/account/reset/",
    }
    send(
        to=person.mobile,
        template="account_opened",
        data=data,
        now=now,
        stream=person.stream,
        place=policies.place_of_staff(person),
    )
