"""What the counter gets from other authorities through the gateway, under its own grant (S2-14; 716号令 7).

Every question is on record as any consumer's call: who asked, for what, with the person's consent, for which case.
"""

import json
from collections.abc import Collection
from dataclasses import replace
from typing import Any
from uuid import UUID

from yichuang.cases.policies import counter_of as counter_post
from yichuang.cases.ports import Asking, Fetched, Licence
from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import day_of
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.transactions import unit_of_work
from yichuang.sharing.http import UpstreamFault
from yichuang.sharing.models import SharedApi, SharedCall, SharedCopy
from yichuang.sharing.models.apis import LICENCE, PERSON, PROJECT, USES
from yichuang.sharing.operations.admit import Asked
from yichuang.sharing.operations.call import CHECKED, Caller, open_call
from yichuang.sharing.queries.apis import reader_for, registry
from yichuang.sharing.queries.grants import counter_of
from yichuang.sharing.rules.profiles import PROFILES, texts

TITLE = "没有取到共享数据"
TODO = "请照证件录入、收取纸质材料，稍后可再试。"
# What the counter can do nothing about, in its own words; the gateway's are for integrators.
AWAY = {
    "no_grant": "综合窗口还没有这个接口的授权",
    "consent": "还没有征得申请人同意",
    "quota": "本分钟调用次数已满",
    "upstream_away": "数据源连续出错，已暂停调用",
    "busy": "正在查询的人太多",
    "upstream_timeout": "数据源没有在时限内答复",
    "upstream_unreachable": "数据源连接不上",
}


class CounterData:
    """The counter's shared data, from the APIs that the registry says are for its use."""

    ready = True

    def person(self, actor: Actor, id_number: str, asking: Asking) -> Fetched:
        """Return what the household register knows of a person."""
        api, _, said = _ask(actor, PERSON, id_number, asking)
        if str(said.get("id_number", "")).upper() != id_number:
            raise _refused(api, "other_person", "答复的不是所查的人")
        return _fetched(api, PERSON, said, asking)

    def project(self, actor: Actor, code: str, asking: Asking) -> Fetched:
        """Return an investment project."""
        api, _, said = _ask(actor, PROJECT, code, asking)
        if said.get("code") != code:
            raise _refused(api, "other_project", "答复的不是所查的项目")
        return _fetched(api, PROJECT, said, asking)

    def licence(self, actor: Actor, id_number: str, names: frozenset[str], asking: Asking) -> Licence:
        """Return a person's valid licence of one of these names, and keep what the source said, sealed, as evidence."""
        api, call, said = _ask(actor, LICENCE, id_number, asking)
        held = [one for one in said.get("licences", []) if isinstance(one, dict) and one.get("name") in names]
        today = day_of(asking.now).isoformat()
        good = [one for one in held if one.get("state") == "valid" and str(one.get("valid_until", "")) >= today]
        if not good:
            what = "这份证照已过期或失效" if held else "没有查到申请人的这份证照"
            raise _refused(api, "no_licence", what, status=404)
        _keep(call, asking, good[0])
        return Licence(
            str(good[0]["name"]), str(good[0]["number"]), str(good[0]["valid_until"]), _source(api), asking.now, call
        )

    def belong(self, calls: Collection[str], number: str) -> None:
        """Put the calls and what was kept of them under a number, those that have none."""
        under_number(calls, number)


def _fetched(api: SharedApi, use: str, said: dict[str, Any], asking: Asking) -> Fetched:
    profile = PROFILES[use]
    return Fetched(_source(api), asking.now, texts(said, profile.fills), texts(said, profile.shows), api.key)


def _source(api: SharedApi) -> str:
    return f"{api.department.name}“{api.name}”"


def _ask(actor: Actor, use: str, value: str, asking: Asking) -> tuple[SharedApi, str, dict[str, Any]]:
    """Ask the API of a use about one value; return it, the call's id, and what it says. :raises Refused: in the counter's words."""
    api = registry().filter(use=use, active=True).first()
    if api is None:
        text = f"还没有登记用于“{USES[use]}”的共享接口。"
        raise Refused(Reason("no_api", text, rule="S2-48", kept="已填内容都在。", todo=TODO), status=503, title=TITLE)
    profile = PROFILES[use]
    operation = reader_for(api).by_id(profile.operation)
    if operation is None:
        raise _refused(api, "no_operation", "接口文档缺少柜台要用的操作")
    asked = Asked(operation.method, operation.path, {}, {"accept": "application/json"})
    if profile.place == "path":
        asked = replace(asked, path=operation.path.replace(f"{{{profile.parameter}}}", value))
    else:
        asked = replace(asked, query={profile.parameter: [value]})
    consumer = counter_of(counter_post(actor).division)
    caller = Caller(consumer, actor, asking.purpose, asking.number, asking.consent)
    try:
        relay = open_call(caller=caller, key=api.key, asked=asked, now=asking.now, wall=asking.wall)
    except Refused as refused:
        code = refused.reasons[0].code
        raise _refused(api, code, AWAY.get(code, "数据源没有正常答复")) from refused
    try:
        if relay.status != 200:
            raise _refused(api, "not_found", "没有查到", status=404)
        return api, relay.call_id, _read(api, relay)
    finally:
        relay.close()


def _read(api: SharedApi, relay: Any) -> dict[str, Any]:
    held = b""
    try:
        for part in relay:
            held += part
            if len(held) > CHECKED:
                raise _refused(api, "too_large", "答复过长")
        said = json.loads(held)
    except (UpstreamFault, ValueError) as error:
        raise _refused(api, "broken", "数据源的答复不完整") from error
    if not isinstance(said, dict):
        raise _refused(api, "answer_differs", "答复与接口文档不符")
    return said


def _refused(api: SharedApi, code: str, what: str, status: int = 503) -> Refused:
    reason = Reason(code, f"“{api.name}”：{what}。", rule="716号令 7", kept="已填内容都在。", todo=TODO)
    return Refused(reason, status=status, title=TITLE)


@unit_of_work()
def under_number(calls: Collection[str], number: str) -> int:
    """Put calls made before anything was received, with the licences kept, under what was received; return how many (two statements)."""
    known = [UUID(call) for call in calls]
    SharedCopy.objects.filter(call_id__in=known, number="").update(number=number)
    return SharedCall.objects.filter(pk__in=known, number="").update(number=number)


@unit_of_work()
def _keep(call: str, asking: Asking, content: dict[str, Any]) -> None:
    SharedCopy.objects.create(
        call_id=call, number=asking.number, material_id=asking.material[:40], content=content, at=asking.now
    )
