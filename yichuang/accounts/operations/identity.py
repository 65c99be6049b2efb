"""What registering and correcting share: name, mobile and identity number as they may be kept, and nobody twice (S0-24)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from yichuang.accounts.models import Staff
from yichuang.accounts.queries import sign_in_index
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.rules.identifiers import check_id_number, check_mobile
from yichuang.foundations.sealed import blind_index

KEPT = "没有做任何改动，已填内容还在页面上。"
ASK = "如确为同一人，请由其现单位终止原岗位，再在原账号上授予新岗位；账号只有一个。"


@dataclass(frozen=True)
class Identity:
    """A person as registered: all three made plain, with their blind indexes."""

    name: str
    mobile: str
    mobile_index: str
    id_number: str
    id_index: bytes | None


def identity(*, name: str, mobile: str, id_number: str, today: date, own: UUID | None = None) -> Identity:
    """Return the identity as it may be kept; `own` is the account that is being corrected.

    :raises Refused: 422 for unusable input with every reason, 409 when a number belongs to another account.
    """
    phone, card = check_mobile(mobile), check_id_number(id_number, on=today) if id_number.strip() else None
    reasons = [
        Reason(
            "mobile", said, field="mobile", rule="S0-24", kept=KEPT, todo="请填写本人的手机号，登录和重设密码都用它。"
        )
        for said in phone.errors
    ]
    if not name.strip():
        reasons.insert(0, Reason("name", "没有填写姓名。", field="name", rule="S0-24", kept=KEPT, todo="请填写姓名。"))
    if card is not None:
        todo = "请对照身份证重新填写；一时没有的，可以先不填。"
        reasons += [
            Reason("id_number", said, field="id_number", rule="S0-24", kept=KEPT, todo=todo) for said in card.errors
        ]
    if reasons:
        raise Refused(*reasons, status=422, title="不能登记")
    number = card.value if card is not None else ""
    found = Identity(
        name.strip(),
        phone.value,
        sign_in_index(phone.value),
        number,
        blind_index(number, "id_card") if number else None,
    )
    _nobody_twice(found, own)
    return found


def _nobody_twice(found: Identity, own: UUID | None) -> None:
    others = Staff.objects.exclude(pk=own) if own else Staff.objects.all()
    reasons = []
    if others.filter(sign_in_index=found.mobile_index).exists():
        said = "这个手机号已经注册，不得重复注册。"
        reasons.append(Reason("registered_before", said, field="mobile", rule="S0-24", kept=KEPT, todo=ASK))
    if found.id_index is not None and others.filter(id_index=found.id_index).exists():
        said = "这个身份证号已经注册，不得重复注册。"
        reasons.append(Reason("registered_before", said, field="id_number", rule="S0-24", kept=KEPT, todo=ASK))
    if reasons:
        raise Refused(*reasons, title="不能登记")
