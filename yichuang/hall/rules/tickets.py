"""Words of a ticket: purposes, states, green channel, sources; which move is allowed from which state (S2-27, S2-30, S2-31)."""

RECEIVE, ISSUE, COMPLAINT = "receive", "issue", "complaint"
PURPOSES = {RECEIVE: "办理事项", ISSUE: "领取结果", COMPLAINT: "投诉代办"}
# A window's kind (organizations) → what it serves unless its skills say otherwise (S2-27).
PURPOSE_OF_WINDOW = {"accept": RECEIVE, "issue": ISSUE, "complaint": COMPLAINT}

WAITING, CALLED, SERVING, HELD, DONE, NO_SHOW, LEFT, LAPSED = (
    "waiting",
    "called",
    "serving",
    "held",
    "done",
    "no_show",
    "left",
    "lapsed",
)
STATES = {
    WAITING: "等候中",
    CALLED: "已叫号",
    SERVING: "办理中",
    HELD: "暂留（取材料）",
    DONE: "办理完毕",
    NO_SHOW: "过号未到",
    LEFT: "已离开",
    LAPSED: "当日未办，已作废",
}
OPEN = (WAITING, CALLED, SERVING, HELD)
AT_WINDOW = (CALLED, SERVING)

GREEN = {
    "": "",
    "elderly": "老年人",
    "ill": "病患",
    "disabled": "残疾人",
    "pregnant": "孕妇",
    "children": "携带婴幼儿",
    "military": "现役军人",
}
SOURCES = {
    "kiosk": "自助取号机",
    "guide": "导服台",
    "phone": "手机取号",
    "appointment": "预约",
    "window": "窗口加号",
}
LANGUAGES = {"zh": "中文", "en": "English"}

# Verb → states it may start from; what is not here is not possible (lessons: a table, not ifs).
MOVES: dict[str, frozenset[str]] = {
    "call": frozenset({WAITING}),
    "recall": frozenset({CALLED}),
    "start": frozenset({CALLED}),
    "no_show": frozenset({CALLED}),
    "leave": frozenset({WAITING, CALLED, SERVING, HELD}),
    "hold": frozenset({SERVING}),
    "resume": frozenset({HELD}),
    "transfer": frozenset({CALLED, SERVING}),
    # A waiting person is led to another window by the guide or the supervisor.
    "move": frozenset({WAITING}),
    # What is left of several services waits for another window.
    "onward": frozenset({SERVING}),
    "finish": frozenset({SERVING}),
    "return": frozenset({NO_SHOW, LEFT}),
    # A forgotten seat is closed: who was there waits again.
    "release": frozenset({CALLED, SERVING}),
    # Nobody pressed “finish” before the day was over.
    "forgotten": frozenset({SERVING}),
    "lapse": frozenset({WAITING, CALLED, HELD}),
}


def number_of(letter: str, serial: int) -> str:
    """Return what is printed and called, such as `A012`."""
    return f"{letter}{serial:03d}"
