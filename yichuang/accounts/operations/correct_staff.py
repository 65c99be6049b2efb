"""Correct what is registered of a person: name, mobile, identity number, kind of employment."""

from datetime import datetime

from yichuang.accounts.events import StaffCorrected
from yichuang.accounts.models import Staff
from yichuang.accounts.operations.identity import identity
from yichuang.accounts.operations.sessions import end_open_sessions
from yichuang.accounts.queries.staff import managed_staff
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work


@unit_of_work()
def correct_staff(
    *,
    actor: Actor,
    staff_id: str,
    now: datetime,
    name: str = "",
    mobile: str = "",
    id_number: str = "",
    employment: str | None = None,
) -> Staff:
    """Change what was given (empty means unchanged) and return the account; a new mobile number ends every session.

    :raises Refused: 422 for unusable input or when nothing changes, 409 when a number belongs to another account.
    """
    person = managed_staff(actor, staff_id, "更正登记信息")
    who = identity(
        name=name or person.name,
        mobile=mobile or person.mobile,
        id_number=id_number or person.id_number,
        today=day_of(now),
        own=person.pk,
    )
    wanted = {
        "name": who.name,
        "mobile": who.mobile,
        "id_number": who.id_number,
        "employment": person.employment if employment is None else employment.strip(),
    }
    changed = [field for field, value in wanted.items() if getattr(person, field) != value]
    if not changed:
        reason = Reason(
            "unchanged", "没有填写要更正的内容，或与登记的相同。", kept="登记信息不变。", todo="请填写要更正的项。"
        )
        raise Refused(reason, status=422, title="没有更正")
    for field in changed:
        setattr(person, field, wanted[field])
    person.sign_in_index, person.id_index = who.mobile_index, who.id_index
    if "mobile" in changed:
        person.resets.filter(used_at=None).update(tries_left=0)
        end_open_sessions(person, now, "登录手机号已变更")
    fields = ["name", "mobile", "id_number", "employment", "sign_in_index", "id_index"]
    ledger.write(person, StaffCorrected(fields=changed), actor=actor, at=now, update_fields=fields)
    return person
