"""What a good receiver does. Each check says what it did, what came back, and what to change."""

import time
import uuid
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from examples.conformance.pushing import Answer, Receiver, event

LARGE = 1024 * 1024
WORK_SECONDS = 5.0


@dataclass(frozen=True)
class Result:
    """How one check went; `passed` is None when the kit cannot see it from outside."""

    name: str
    passed: bool | None
    seen: str
    todo: str

    def as_json(self) -> dict[str, Any]:
        """Return it for the report."""
        return asdict(self)


def good_signature(receiver: Receiver) -> Result:
    """Take what is rightly signed."""
    answer = receiver.push(event())
    return _result(
        "签名正确：收下",
        answer.good(),
        answer,
        todo="按 Standard Webhooks 验签后答 2xx；密钥去掉 whsec_ 再按 base64 解码。",
    )


def several_signatures(receiver: Receiver) -> Result:
    """Take what one of several signatures proves: a secret is being renewed."""
    answer = receiver.push(event(), also_wrong=True)
    return _result(
        "多个签名中有一个正确：收下", answer.good(), answer, todo="换密钥期间有多个签名，空格分隔，有一个相符即可。"
    )


def wrong_signature(receiver: Receiver) -> Result:
    """Refuse another secret."""
    answer = receiver.push(event(), key=b"not the secret of this receiver!")
    return _refused("签名错误：拒绝", answer, "签名不符须答 401（或其他 4xx），不能收。")


def no_signature(receiver: Receiver) -> Result:
    """Refuse what is not signed at all."""
    answer = receiver.send(b"{}", {"Content-Type": "application/cloudevents+json"})
    return _refused("没有签名：拒绝", answer, "缺少 webhook-* 头的请求须拒绝。")


def changed_body(receiver: Receiver) -> Result:
    """Refuse a body that the signature is not for."""
    answer = receiver.push(event(), tampered=True)
    return _refused(
        "签名后改动一个字节：拒绝", answer, "签名须覆盖编号、时间戳和原始报文（逐字节，不要先解析再序列化）。"
    )


def other_id(receiver: Receiver) -> Result:
    """Refuse a header id that is not the event's."""
    answer = receiver.push(event(), id_=str(uuid.uuid4()))
    return _refused("消息头编号与消息编号不同：拒绝", answer, "webhook-id 须等于消息 id，不同的拒绝。")


def old_timestamp(receiver: Receiver) -> Result:
    """Refuse what was signed ten minutes ago."""
    answer = receiver.push(event(), at=-600)
    return _refused("时间戳已过十分钟：拒绝", answer, "与本机时间相差超过五分钟的须拒绝；本机时间须与标准时间同步。")


def future_timestamp(receiver: Receiver) -> Result:
    """Refuse what is signed for later."""
    answer = receiver.push(event(), at=600)
    return _refused("时间戳在十分钟后：拒绝", answer, "与本机时间相差超过五分钟的须拒绝。")


def replay(receiver: Receiver) -> Result:
    """Take the same event twice, with one effect."""
    content = event()
    answers = [receiver.push(content) for _ in range(2)]
    return _result(
        "同一消息发两次：两次都答 2xx",
        all(one.good() for one in answers),
        *answers,
        todo="重复的消息不是错误：不再处理，照样答 2xx。",
    )


def no_double(receiver: Receiver) -> Result:
    """Work a repeated event off once; seen only where the receiver can tell."""
    content = event()
    for _ in range(3):
        receiver.push(content)
    name, todo = "同一消息发三次：只生效一次", "按消息 id 去重；用 --count-url 给出可查生效次数的地址，由本工具核对。"
    if not receiver.count_url:
        return Result(name, None, "从外部看不到", todo)
    times = _settled(receiver, str(content["id"]))
    return Result(name, times == 1, f"生效 {times} 次", todo)


def other_body(receiver: Receiver) -> Result:
    """Refuse a known id with another body."""
    content = event()
    receiver.push(content)
    answer = receiver.push(event(note="另一份内容") | {"id": content["id"]})
    return _refused("同一编号、不同内容：拒绝", answer, "编号相同而内容不同须答 409，并告知平台运维。")


def in_order(receiver: Receiver) -> Result:
    """Take the events of one case one after the other."""
    number = f"33010999{uuid.uuid4().int % 10**13:013d}"
    kinds = ("case.registered", "case.supplemented", "case.accepted", "case.withdrawn")
    answers = [receiver.push(event(place, kind, number=number)) for place, kind in enumerate(kinds, 1)]
    late = receiver.push(event(2, "case.supplemented", number=number))
    good = all(one.good() for one in (*answers, late))
    return _result(
        "同一办件按 sequence 依次收下，迟到的旧序号也收",
        good,
        *answers,
        late,
        todo="按 sequence 认先后；旧序号收下但不回退状态。",
    )


def in_time(receiver: Receiver) -> Result:
    """Answer in ten seconds, while ten come at once one after the other."""
    answers = [receiver.push(event(place)) for place in range(1, 11)]
    slowest = max(answers, key=lambda one: one.seconds)
    return _result("十秒内应答", all(one.good() for one in answers), slowest, todo="先存再答，处理放在后台。")


def large(receiver: Receiver) -> Result:
    """Take an event of a megabyte."""
    answer = receiver.push(event(note="大" * (LARGE // 3)))
    return _result("1 MB 的消息：收下", answer.good(), answer, todo="放宽接收长度限制（至少 1 MB，反向代理也要放宽）。")


def unknown_type(receiver: Receiver) -> Result:
    """Take a type of a later version."""
    answer = receiver.push(event(kind="case.from_a_later_version"))
    return _result("未知类型：收下", answer.good(), answer, todo="不认识的类型收下并忽略，答 2xx；否则平台会一直重发。")


def unknown_members(receiver: Receiver) -> Result:
    """Take members of a later version."""
    content = event() | {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    content["data"]["from_a_later_version"] = {"a": [1, 2]}
    answer = receiver.push(content)
    return _result("未知字段：收下", answer.good(), answer, todo="不认识的字段忽略即可。")


def nonsense(receiver: Receiver) -> Result:
    """Refuse what is rightly signed and no event, and stay alive."""
    content: dict[str, Any] = {"id": str(uuid.uuid4()), "hello": "world"}
    first, second = receiver.push(content), receiver.push(event())
    good = 400 <= first.status < 500 and second.good()
    return _result(
        "不是 CloudEvents 的报文：答 4xx，随后照常", good, first, second, todo="报文有误答 400，不要出 5xx。"
    )


def reconciliation(receiver: Receiver) -> Result:
    """Tell its side of the books, to the platform only."""
    name, todo = (
        "对账接口：只答平台，如实列出收到的办件",
        "按对接契约“Reconciliation”实现 {接收地址}/reconciliation；验签同推送，报文换成查询串。",
    )
    number = f"33010999{uuid.uuid4().int % 10**13:013d}"
    receiver.push(event(4, number=number))
    status, rows = receiver.books(number)
    if status == 404:
        return Result(name, None, "没有提供（404）", todo)
    stranger, _ = receiver.books(number, key=b"not the secret of this receiver!")
    held = [row for row in rows if row.get("number") == number]
    good = len(held) == 1 and (held[0].get("events"), held[0].get("sequence")) == (1, 4) and 400 <= stranger < 500
    return Result(name, status == 200 and good, f"{status}，{len(held)} 行；签名错误时 {stranger}", todo)


CHECKS: tuple[Callable[[Receiver], Result], ...] = (
    good_signature,
    several_signatures,
    wrong_signature,
    no_signature,
    changed_body,
    other_id,
    old_timestamp,
    future_timestamp,
    replay,
    no_double,
    other_body,
    in_order,
    in_time,
    large,
    unknown_type,
    unknown_members,
    nonsense,
    reconciliation,
)


def _result(name: str, passed: bool, *answers: Answer, todo: str) -> Result:
    return Result(name, passed, "，".join(answer.said() for answer in answers), todo)


def _refused(name: str, answer: Answer, todo: str) -> Result:
    return _result(name, 400 <= answer.status < 500, answer, todo=todo)


def _settled(receiver: Receiver, identifier: str) -> int:
    """Return how often an event took effect, after the receiver had time for it and for a second one."""
    end = time.monotonic() + WORK_SECONDS
    while not receiver.taken(identifier) and time.monotonic() < end:
        time.sleep(0.1)
    time.sleep(0.5)
    return receiver.taken(identifier) or 0
