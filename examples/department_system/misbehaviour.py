"""Rehearsals (S0-18): what the program does when it is told to be a bad partner. The orders survive a restart.

`slow`   answers late, after the event was stored: the sender gives up and sends again
`fail`   answers with an error status and stores nothing
`twice`  answers twice, and works off each event twice
`close`  stores, says 200, and closes in the middle of the answer
`nonsense` stores, and answers what is no HTTP
`away`   closes every connection without a word
`hold`   takes events in and does not work them off
`drip`   sends its answer one byte a second (shared data)
"""

import time

from examples.department_system import clock
from examples.department_system.app import App
from examples.department_system.web import Response, problem

KINDS = {
    "slow": "变慢（收下后过若干秒才应答）",
    "fail": "出错（返回错误状态，不收）",
    "twice": "应答两次（并重复处理）",
    "close": "收下，答 200 后中途断开",
    "nonsense": "收下，答乱码",
    "away": "离线（不应答直接断开）",
    "hold": "收下但暂不处理",
    "drip": "每秒只发一个字节",
}
TARGETS = {"events": "接收消息", "shared": "共享数据"}


def order(
    app: App, target: str, kind: str, seconds: float, status: int, times: int | None, minutes: float | None
) -> None:
    """Write an order; an empty kind ends it. Raises ValueError for what is no order."""
    if target not in TARGETS or (kind and kind not in KINDS):
        raise ValueError("no such misbehaviour")
    if not 0 <= seconds <= 3600 or not 400 <= status <= 599 or (times is not None and times < 1):
        raise ValueError("seconds 0 to 3600, status 400 to 599, times 1 or more")
    until = clock.unix() + minutes * 60 if minutes else None
    with app.store.write() as db:
        db.execute("DELETE FROM misbehaviours WHERE target = ?", (target,))
        if kind:
            db.execute(
                "INSERT INTO misbehaviours (target, kind, seconds, status, times, until) VALUES (?,?,?,?,?,?)",
                (target, kind, seconds, status, times, until),
            )
    app.ring()


def in_force(app: App, target: str) -> dict[str, object] | None:
    """Return the order for one side of the program, unless its time is over."""
    row = app.store.one("SELECT * FROM misbehaviours WHERE target = ?", target)
    return dict(row) if row and (row["until"] is None or row["until"] > clock.unix()) else None


def next_act(app: App, target: str) -> tuple[str, float, int]:
    """Return kind, seconds and status for one request, and count it; an empty kind means: behave."""
    with app.store.write() as db:
        row = db.execute("SELECT * FROM misbehaviours WHERE target = ?", (target,)).fetchone()
        if row is None:
            return "", 0.0, 0
        if row["until"] is not None and row["until"] <= clock.unix():
            db.execute("DELETE FROM misbehaviours WHERE target = ?", (target,))
            return "", 0.0, 0
        if row["times"] == 1 and row["kind"] not in ("twice", "hold"):
            db.execute("DELETE FROM misbehaviours WHERE target = ?", (target,))
        elif row["times"] is not None:
            db.execute("UPDATE misbehaviours SET times = max(times - 1, 1) WHERE target = ?", (target,))
    return row["kind"], row["seconds"], row["status"]


def holds(app: App) -> bool:
    """Tell whether events are to be left in the inbox."""
    order_ = in_force(app, "events")
    return bool(order_ and order_["kind"] == "hold")


def processes_twice(app: App) -> bool:
    """Tell whether each event is to be worked off twice."""
    order_ = in_force(app, "events")
    return bool(order_ and order_["kind"] == "twice")


def before(kind: str, status: int) -> Response | None:
    """Return the answer that is given before anything is stored, if any."""
    if kind == "away":
        return Response(drop=True)
    if kind == "fail":
        return problem(status, "演练：按约定出错")
    return None


def after(app: App, kind: str, seconds: float, response: Response) -> Response:
    """Spoil an answer that was given after storing."""
    if kind == "slow":
        end = time.monotonic() + seconds
        while time.monotonic() < end and not app.stopping.is_set():
            time.sleep(min(0.1, seconds))
    elif kind == "close":
        return Response(raw=b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 4096\r\n\r\n{")
    elif kind == "nonsense":
        return Response(raw=b"\x00\xff\xfe not http at all \r\n\r\n" * 3)
    elif kind == "twice":
        head = f"HTTP/1.1 {response.status} OK\r\nContent-Type: application/json\r\nContent-Length: {len(response.body)}\r\n\r\n"
        return Response(raw=(head.encode() + response.body) * 2)
    elif kind == "drip":
        response.drip = True
    return response
