"""How the events of a system read in its history."""

from typing import Any

from yichuang.exchange.rules.opening import BASES, EMERGENCY
from yichuang.exchange.rules.reconciliation import KINDS as KINDS_OF_DIFFERENCE
from yichuang.exchange.rules.reconciliation import REPAIR_NAMES

WORDS: dict[str, str] = {
    "system.registered": "登记",
    "system.changed": "更改登记信息",
    "system.secret_renewed": "签发密钥",
    "system.stopped": "停用",
    "system.resumed": "恢复",
    "system.matter_routed": "设置事项流转",
    "system.deliveries_retried": "重新推送",
    "system.app_key_issued": "签发应用密钥",
    "system.app_key_ended": "停用应用密钥",
    "system.evidence_exported": "导出交换证据",
    "system.messages_erased": "按期清除报文正文",
    "system.reconciled": "对账",
    "system.difference_repaired": "处理对账差异",
}
FIELDS = {
    "name": "系统名称",
    "receiver": "信息接收地址",
    "form_base": "申报表服务地址",
    "pulls": "自行拉取",
    "dialect": "报文格式",
    "scopes": "授权范围",
    "networks": "来源网段",
    "public_jwks": "公钥",
    "contact": "联系人",
    "contact_phone": "联系电话",
}
KINDS = {"client": "客户端密钥", "signing": "签名密钥"}


def in_words(type_: str, payload: dict[str, Any]) -> str:
    """Return one line of a system's history."""
    said = WORDS.get(type_, type_)
    if type_ == "system.changed":
        return f"{said}：{'、'.join(FIELDS.get(name, name) for name in payload['changes'])}"
    if type_ == "system.secret_renewed":
        return f"签发{KINDS.get(payload['kind'], payload['kind'])}，原有密钥有效至 {payload['overlap_until'][:16].replace('T', ' ')}"
    if type_ == "system.matter_routed":
        basis = payload.get("basis", "")
        said = f"：{payload['said']}" if basis == EMERGENCY else ""
        return f"{'设置' if payload['on'] else '取消'}事项流转：{payload['matter']}" + (
            f"（{BASES[basis]}{said}）" if basis in BASES else ""
        )
    if type_ == "system.deliveries_retried":
        verb = "重放" if payload["replay"] else "重新推送"
        why = f"：{payload['why']}" if payload["why"] else ""
        return f"{verb} {len(payload['deliveries'])} 条消息{why}"
    if type_ == "system.messages_erased":
        return f"{said}：{payload['before'][:10]} 以前的 {payload['messages']} 条报文，散列和封存保留"
    if type_ == "system.reconciled":
        resolved = f"，{payload['resolved']} 处先前的差异已消除" if payload["resolved"] else ""
        return f"对账 {payload['day']}：{payload['differences']} 处差异{resolved}"
    if type_ == "system.difference_repaired":
        repair = REPAIR_NAMES[payload["repair"]]
        return f"处理对账差异：办件 {payload['number']}，{KINDS_OF_DIFFERENCE[payload['kind']]}，{repair}（{payload['why']}）"
    if type_ == "system.evidence_exported":
        what = "含报文内容" if payload["contents"] else "不含报文内容"
        why = f"：{payload['why']}" if payload["why"] else ""
        return f"导出办件 {payload['number']} 的交换证据（{what}）{why}"
    return f"{said}：{payload['why']}" if payload.get("why") else said
