"""Word a template otherwise in a division, note its number at the gateway, or go back to the original; each change is a version."""

from datetime import datetime

from yichuang.foundations import ledger
from yichuang.foundations.actors import Actor, Place
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications import policies
from yichuang.notifications.events import WordingChanged
from yichuang.notifications.models import Wording, WordingVersion
from yichuang.notifications.queries.wordings import template_for
from yichuang.notifications.rules.wordings import faults

KEPT = "没有做任何改动，已填内容还在页面上。"


@unit_of_work()
def change_wording(
    *, actor: Actor, division: str, template: str, text: str, gateway_code: str, version: int, now: datetime
) -> Wording:
    """Keep a wording and return it; it counts for messages written from now on. A text equal to the original is the original.

    `version`: the one that was read before changing. :raises NotFound: :raises NotAllowed: outside the actor's division.
    :raises Refused: 422 with every fault of the text or when nothing changed, 409 when somebody else changed it meanwhile.
    """
    original = template_for(template).text
    row = _locked(actor, division, template, version, now)
    found = faults(template, text, gateway_code.strip())
    if found:
        reasons = [Reason(one.code, one.said, field=one.field, kept=KEPT, todo=one.todo) for one in found]
        raise Refused(*reasons, status=422, title="不能保存这个模板")
    return _write(row, "" if text.strip() == original else text.strip(), gateway_code.strip(), actor, now)


@unit_of_work()
def restore_wording(*, actor: Actor, division: str, template: str, version: int, now: datetime) -> Wording:
    """Go back to the original text and return the wording; the number at the gateway stays. Raises as `change_wording`."""
    template_for(template)
    row = _locked(actor, division, template, version, now)
    return _write(row, "", row.gateway_code, actor, now)


def _locked(actor: Actor, division: str, template: str, version: int, now: datetime) -> Wording:
    policies.demand(actor, policies.MANAGE, Place(division=division), "修改消息模板")
    fresh = Wording(division=division, template=template, changed_at=now, changed_by=actor.name)
    Wording.objects.bulk_create([fresh], ignore_conflicts=True)
    row = Wording.objects.select_for_update().get(division=division, template=template)
    if row.version != version:
        said = f"这个模板刚被{row.changed_by}改为第 {row.version} 版。"
        raise Refused(
            Reason("changed_meanwhile", said, kept=KEPT, todo="请看过新的内容后再保存。"), title="模板已被他人修改"
        )
    return row


def _write(row: Wording, text: str, gateway_code: str, actor: Actor, now: datetime) -> Wording:
    if (text, gateway_code) == (row.text, row.gateway_code):
        reason = Reason("unchanged", "没有要变更的内容。", kept=KEPT, todo="请修改后再保存。")
        raise Refused(reason, status=422, title="没有变更")
    event = WordingChanged(
        template=row.template,
        version=row.version + 1,
        text=text,
        text_before=row.text,
        gateway_code=gateway_code,
        gateway_code_before=row.gateway_code,
    )
    row.text, row.gateway_code, row.version = text, gateway_code, row.version + 1
    row.changed_at, row.changed_by = now, actor.name
    columns = ["text", "gateway_code", "version", "changed_at", "changed_by"]
    ledger.write(row, event, actor=actor, at=now, update_fields=columns)
    WordingVersion.objects.create(
        wording=row, number=row.version, text=text, gateway_code=gateway_code, written_at=now, written_by=actor.name
    )
    return row
