"""The steps of joint debugging (exchange.md, “Joint debugging”): what the bench tries itself, what it waits for others to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

RUNNING, CONFIRMED, OPENED = "running", "confirmed", "opened"
GREEN, RED, WAITING = "green", "red", "waiting"
Kind = Literal["probe", "watch"]


@dataclass(frozen=True)
class Step:
    """One step: name, what it is called on screens and sheets, who acts, and what to do where it waits or fails."""

    name: str
    title: str
    kind: Kind
    todo: str
    group: str


CONNECT, PUSH, WORK = "连通与身份", "推送与签名", "办件往来"
STEPS: tuple[Step, ...] = (
    Step("connectivity", "连通信息接收地址", "probe", "请核对地址、网络策略和证书，平台须能从本机访问对方地址。", CONNECT),
    Step("token", "对方取得访问令牌", "watch", "请对方系统用客户端密钥取一次访问令牌（旧接口刷新一次密钥即可）。", CONNECT),
    Step("signed", "签名正确的推送：收下", "probe", "对方须按 Standard Webhooks 验签后答 2xx；密钥去掉 whsec_ 再按 base64 解码。", PUSH),
    Step("wrong_signature", "签名错误的推送：拒绝", "probe", "签名不符须答 401（或其他 4xx），不能收。", PUSH),
    Step("unsigned", "没有签名的推送：拒绝", "probe", "缺少 webhook-* 头的请求须拒绝。", PUSH),
    Step("old_timestamp", "十分钟前的时间戳：拒绝", "probe", "与标准时间相差超过五分钟的须拒绝；对方本机时间须与标准时间同步。", PUSH),
    Step("duplicate", "同一消息重复推送：照收不误", "probe", "重复的消息不是错误：不再处理，照样答 2xx。", PUSH),
    Step("out_of_order", "迟到的旧序号：照收不误", "probe", "按 sequence 认先后；旧序号收下但不回退状态。", PUSH),
    Step("case", "综合窗口收一件练习件", "watch", "请综合窗口打开收件页面收一件练习件，至少扫描一份材料，出具收件凭证。", WORK),
    Step("registered", "推送：收件分发", "watch", "收件凭证出具后自动推送，无需对方操作。", WORK),
    Step("file_down", "对方凭票据下载材料", "watch", "请对方系统取票据并下载这件的材料。", WORK),
    Step("correction_requested", "回传：补齐补正告知", "watch", "请对方系统对这件练习件发起一次性告知补正。", WORK),
    Step("supplemented", "推送：补齐补正", "watch", "请综合窗口录入补正的材料；录入后自动推送。", WORK),
    Step("accepted", "回传：受理", "watch", "请对方系统受理这件练习件。", WORK),
    Step("node_changed", "回传：办理环节", "watch", "请对方系统上报一个办理环节。", WORK),
    Step("special_begin", "回传：特别程序开始", "watch", "请对方系统对这件练习件开始特别程序。", WORK),
    Step("special_end", "回传：特别程序结束", "watch", "请对方系统结束特别程序。", WORK),
    Step("file_up", "对方上传结果文件", "watch", "请对方系统把结果文件传入统一文件存储中心。", WORK),
    Step("concluded", "回传：办结", "watch", "请对方系统办结这件练习件，两名工作人员、附结果文件。", WORK),
)  # fmt: skip
BY_NAME = {step.name: step for step in STEPS}
OUT = {"registered": "case.registered", "supplemented": "case.supplemented"}
REPORTED = ("correction_requested", "accepted", "node_changed", "special_begin", "special_end", "concluded")


@dataclass(frozen=True)
class Facts:
    """What has happened of the practice case and between the systems, as the exchange's own rows have it.

    `deliveries`: type → (state, what is wrong); `reports`: type → who reported; both of the run's practice case only.
    """

    token: str = ""
    number: str = ""
    deliveries: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    reports: Mapping[str, str] = field(default_factory=dict)
    downloads: Sequence[str] = ()
    uploads: Sequence[str] = ()


@dataclass(frozen=True)
class Found:
    """How a step stands: green, red or waiting, and what was seen."""

    outcome: str
    seen: str = ""


def watched(name: str, facts: Facts) -> Found:
    """Return how a step stands in which the other side, the counter or the sender acts."""
    if name in OUT:
        state, wrong = facts.deliveries.get(OUT[name], ("", ""))
        if state == "delivered":
            return Found(GREEN, "已送达")
        return Found(RED, wrong) if wrong else Found(WAITING, "已产生，等待送达" if state else "")
    if name in REPORTED:
        return _seen(facts.reports.get(name, ""), "经办人 ")
    if name == "token":
        return _seen(facts.token)
    if name == "case":
        return _seen(facts.number, "练习件 ")
    found = facts.downloads if name == "file_down" else facts.uploads
    return _seen("、".join(found)[:200])


def _seen(what: str, before: str = "") -> Found:
    return Found(GREEN, f"{before}{what}") if what else Found(WAITING)


def next_probe(outcomes: Mapping[str, str]) -> str:
    """Return the first step that the bench has not tried yet, empty when it has tried them all."""
    return next((step.name for step in STEPS if step.kind == "probe" and step.name not in outcomes), "")


def all_green(outcomes: Mapping[str, str]) -> bool:
    """Tell whether every step came out green."""
    return all(outcomes.get(step.name) == GREEN for step in STEPS)
