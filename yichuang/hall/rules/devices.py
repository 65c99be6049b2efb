"""What a device of the hall is for, which page it opens and what must be said of it when it is set up (S2-30…S2-34)."""

from dataclasses import dataclass
from datetime import timedelta

KIOSK, GUIDE, HALL, BOARD, WINDOW, TABLET = "kiosk", "guide", "hall", "board", "window", "tablet"
KINDS = {
    KIOSK: "自助取号机",
    GUIDE: "导服台屏",
    HALL: "大厅次序屏",
    BOARD: "板块屏",
    WINDOW: "窗口屏",
    TABLET: "评价器",
}
SCREENS = (GUIDE, HALL, BOARD, WINDOW, TABLET)
# Kinds that stand at one window; kinds that show one board.
AT_WINDOW, AT_BOARD = (WINDOW, TABLET), (BOARD,)

# The browser keeps its token under this name.
COOKIE = "yichuang_device"
PAIRING, ACTIVE, REVOKED = "pairing", "active", "revoked"
STATES = {PAIRING: "待配对", ACTIVE: "在用", REVOKED: "已停用"}

CODE_DIGITS = 6
CODE_LIVES = timedelta(minutes=10)
# Last seen is written at most so often; a device not seen for so long is away.
SEEN_EVERY = timedelta(minutes=1)
AWAY_AFTER = timedelta(minutes=5)
# After a restart the kiosk offers the last slip again for so long.
REPRINT_FOR = timedelta(minutes=5)
LONGEST_NAME = 40


@dataclass(frozen=True)
class Setting:
    """What somebody says of a device: kind, name, window or board where the kind has one."""

    kind: str
    name: str
    window: int | None = None
    board: str = ""


def faults_of(setting: Setting) -> list[tuple[str, str]]:
    """Return what is wrong with a setting as field and sentence."""
    faults = []
    if setting.kind not in KINDS:
        faults.append(("kind", "设备用途不在可选范围内"))
    if not setting.name.strip():
        faults.append(("name", "没有填写设备名称，请写明位置，例如“东门取号机”"))
    elif len(setting.name.strip()) > LONGEST_NAME:
        faults.append(("name", f"设备名称不能超过 {LONGEST_NAME} 个字"))
    if setting.kind in AT_WINDOW and setting.window is None:
        faults.append(("window", f"{KINDS[setting.kind]}要选定窗口"))
    if setting.kind in AT_BOARD and not setting.board:
        faults.append(("board", f"{KINDS[setting.kind]}要选定板块"))
    return faults
