"""Who does not want which messages: only those that nobody must be sent by law can be stopped (民法典 1033; 个人信息保护法 15).

What a person answers a text with is read here: TD stops, 恢复 takes it back.
"""

import re
from collections.abc import Iterable

from yichuang.notifications.rules.templates import KINDS

STOPPABLE: tuple[str, ...] = tuple(key for key, kind in KINDS.items() if kind.may_stop)
STOP, BACK = "stop", "back"
WAYS = {"link": "本人打开退订链接", "sms": "本人回复短信", "staff": "工作人员代为登记"}
_STOP_WORDS = frozenset({"TD", "T", "退订", "回TD", "回复TD", "TDTD", "QX", "取消"})
_BACK_WORDS = frozenset({"恢复", "HF", "重新订阅"})
_NOISE = re.compile(r"[\s.,!。，！、“”\"']+")


def meant(content: str) -> str:
    """Return what an answer to a text means: `stop`, `back`, or nothing that we know."""
    word = _NOISE.sub("", content).upper()
    return STOP if word in _STOP_WORDS else BACK if word in _BACK_WORDS else ""


def names_of(kinds: Iterable[str]) -> str:
    """Return the Chinese names of kinds of messages."""
    return "、".join(KINDS[kind].name for kind in kinds if kind in KINDS)
