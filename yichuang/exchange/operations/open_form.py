"""Send the counter's browser to the department's own form of a case under a unified number (S2-52②)."""

from datetime import datetime

from yichuang.cases.events.reports import FormOpened
from yichuang.cases.queries.access import lock_case
from yichuang.exchange.operations.log_message import going_out, log_message
from yichuang.exchange.queries.case_exchange import exchange_of
from yichuang.exchange.queries.systems import signing_secrets
from yichuang.exchange.rules.message_chain import FORM
from yichuang.exchange.rules.signing import form_address
from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work

KEPT = "基本信息已保存，办件不变。"


@unit_of_work()
def open_form(*, actor: Actor, number: str, back: str, now: datetime, wall: datetime) -> str:
    """Return the signed address of the department's form, good for ten minutes; that it was opened is on record.

    `back`: where that form sends the browser afterwards. `wall`: this instant by the machine's clock, which the other side compares.

    :raises NotFound, NotAllowed: as for recording materials. :raises Refused: 409 when the case has no such form now, or no secret to sign.
    """
    case = lock_case(actor, number, "record_materials")
    found = exchange_of(case)
    if found is None or not found.form_open:
        text = "本件现在没有部门申报表可填：不是统一收单号事项，或者已经不在收件环节。"
        raise Refused(Reason("no_form", text, rule="S2-52②", kept=KEPT, todo="请在办件页继续办理。"), title="没有打开")
    secrets = signing_secrets(found.system.pk, now)
    if not secrets:
        text = f"“{found.system.name}”还没有签名密钥，打不开申报表。"
        raise Refused(
            Reason("no_secret", text, rule="S2-52②", kept=KEPT, todo="请联系区管理员签发密钥。"), title="没有打开"
        )
    event = FormOpened(system=found.system.name)
    ledger.write(case, event, actor=actor, at=now, update_fields=[])
    key, ts = found.system.key, int(wall.timestamp())
    address = form_address(found.system.form_base, secrets[0], number=case.number, system=key, ts=ts, back=back)
    sent = address.encode()
    entry = going_out(found.system, case.number, FORM, sent, 302, now, {"timestamp": ts})
    log_message(found.system, entry, body=sent)
    return address
