"""Answers of legacy interfaces: `{"result": "01", "resultmsg": "操作成功"}`; the other codes were never published and are ours (约定)."""

import json
from dataclasses import replace
from typing import Any

from yichuang.exchange.rules.attempts import Outcome

DONE = {"result": "01", "resultmsg": "操作成功"}
FAULTY, UNKNOWN, AGAINST_STATE, NOT_LET_IN, BROKEN = "02", "03", "04", "05", "99"
CODES = {
    "01": "操作成功",
    FAULTY: "报文有误",
    UNKNOWN: "没有这个办件或文件",
    AGAINST_STATE: "办件状态不允许",
    NOT_LET_IN: "身份、签名、来源或授权不符",
    BROKEN: "平台故障，请稍后重发",
}
BY_STATUS = {401: NOT_LET_IN, 403: NOT_LET_IN, 404: UNKNOWN, 409: AGAINST_STATE, 410: UNKNOWN}


def refusal(status: int, sentence: str) -> dict[str, str]:
    """Return the answer of a refusal with its HTTP status' code."""
    return {"result": BY_STATUS.get(status, FAULTY), "resultmsg": sentence[:500]}


def judged(outcome: Outcome, answer: bytes) -> Outcome:
    """Return how an attempt ended: taken only where a 2xx says `result` 01; any other result is a refusal, no result a broken answer."""
    if not outcome.done:
        return outcome
    said = _object(answer)
    result = said.get("result")
    if not isinstance(result, str | int):
        return replace(outcome, fault="答复里没有 result")
    if str(result) in ("01", "1"):
        return outcome
    why = str(said.get("resultmsg") or "没有说明原因")[:200]
    return replace(outcome, fault=f"拒绝：result={result}，{why}", refused=True)


def _object(answer: bytes) -> dict[str, Any]:
    try:
        said = json.loads(answer)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
