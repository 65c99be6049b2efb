"""Register an account with its posts (S0-24, S0-25): name and mobile required, no double registration, effective the next day."""

from collections.abc import Sequence
from datetime import date, datetime

from yichuang.accounts.events import StaffRegistered
from yichuang.accounts.models import Posting, Staff
from yichuang.accounts.queries import sign_in_index
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Post
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.identifiers import check_mobile
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def register_staff(
    *, actor: Actor, name: str, mobile: str, password: str, posts: Sequence[Post], authorised_on: date, now: datetime
) -> Staff:
    """Register a person and return the account.

    :raises Refused: 422 without a name or with an unusable mobile number, 409 when the number is registered.
    """
    report = check_mobile(mobile)
    reasons = [Reason("mobile", error, field="mobile", rule="S0-24") for error in report.errors]
    if not name.strip():
        reasons.append(Reason("name", "没有填写姓名。", field="name", rule="S0-24", todo="请填写姓名。"))
    if reasons:
        raise Refused(*reasons, status=422, title="不能注册")
    index = sign_in_index(report.value)
    if Staff.objects.filter(sign_in_index=index).exists():
        reason = Reason("registered_before", "这个手机号已经注册，不得重复注册。", field="mobile", rule="S0-24")
        raise Refused(reason, title="不能注册")
    person = Staff(name=name.strip(), mobile=report.value, sign_in_index=index, authorised_on=authorised_on)
    person.set_password(password)
    event = StaffRegistered(
        name=person.name, authorised_on=authorised_on.isoformat(), roles=[post.role for post in posts]
    )
    ledger.write(person, event, actor=actor, at=now)
    Posting.objects.bulk_create(
        Posting(
            staff=person,
            role=post.role,
            division=post.division,
            department_id=post.department_id,
            site_id=post.site_id,
            valid_from=authorised_on,
        )
        for post in posts
    )
    return person
