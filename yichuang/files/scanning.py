"""The hook for a virus scanner: clamd over its own protocol (INSTREAM), asked about every upload when one is configured.

YICHUANG_CLAMAV names it: `host:port` or the path of its socket. With one configured nothing is taken unscanned: a scanner that is away
holds up uploads, and says so, rather than letting anything pass.
"""

import socket
import struct
from typing import Final

from django.conf import settings

from yichuang.foundations.problems import Reason, Refused

SECONDS: Final = 20.0
PORTION: Final = 64 * 1024
MOST_OF_ANSWER: Final = 4096


def scan(content: bytes, name: str) -> None:
    """Ask the scanner about an upload; without a scanner nothing is asked.

    :raises Refused: 422 for what it found, 503 when it does not answer or could not look.
    """
    if not settings.CLAMAV:
        return
    try:
        answer = _asked(settings.CLAMAV, content)
    except (OSError, ValueError) as error:
        raise _unscanned(name, "没有答复") from error
    if answer.endswith("FOUND"):
        virus = answer.removeprefix("stream:").removesuffix("FOUND").strip()
        todo = "请用杀毒软件检查文件来源的电脑或 U 盘，换一份干净的文件再上传。"
        reason = Reason("virus", f"“{name}”里发现病毒（{virus}）。", "file", "文件安全", "没有保存。", todo)
        raise Refused(reason, status=422, title="文件不能接收")
    if answer != "stream: OK":
        raise _unscanned(name, answer[:80] or "答复为空")


def _unscanned(name: str, why: str) -> Refused:
    todo = "请稍后再传；一直不行时请联系运维人员查看病毒扫描服务，期间可先收纸质材料。"
    reason = Reason("unscanned", f"病毒扫描服务没有查成“{name}”（{why}）。", "file", "文件安全", "没有保存。", todo)
    return Refused(reason, status=503, title="暂时不能接收文件")


def _asked(place: str, content: bytes) -> str:
    with _connected(place) as clamd:
        clamd.sendall(b"zINSTREAM\0")
        view = memoryview(content)
        for start in range(0, len(view), PORTION):
            portion = view[start : start + PORTION]
            clamd.sendall(struct.pack("!I", len(portion)))
            clamd.sendall(portion)
        clamd.sendall(struct.pack("!I", 0))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < MOST_OF_ANSWER:
            part = clamd.recv(1024)
            if not part:
                break
            answer += part
    return answer.rstrip(b"\0\n").decode("utf-8", "replace").strip()


def _connected(place: str) -> socket.socket:
    if place.startswith("/"):
        unix = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        unix.settimeout(SECONDS)
        unix.connect(place)
        return unix
    host, _, port = place.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), SECONDS)
