"""Channels that need nobody outside: the worker's console and a file in the data folder."""

import json
import sys
from pathlib import Path

from yichuang.notifications.ports import ChannelDown, Letter


class Console:
    """Prints messages where the worker writes its log: for development only, codes can be read there."""

    name = "console"

    def send(self, letter: Letter) -> str:
        """Print one line."""
        print(f"短信 → {letter.to}：{letter.text}", file=sys.stderr, flush=True)
        return ""


class OutboxFile:
    """Appends messages to `outbox/messages.jsonl` in the data folder: what a demonstration reads instead of a telephone."""

    name = "file"

    def __init__(self, folder: Path) -> None:
        self.path = folder / "messages.jsonl"

    def send(self, letter: Letter) -> str:
        """Append one line; raises ChannelDown when the disk does not take it."""
        line = json.dumps({"uid": letter.uid, "to": letter.to, "text": letter.text}, ensure_ascii=False)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self.path.open("a", encoding="utf-8") as out:
                out.write(line + "\n")
        except OSError as error:
            raise ChannelDown(str(error)) from error
        return ""

    def last(self, count: int) -> list[dict[str, str]]:
        """Return the newest messages, the newest first."""
        if not self.path.exists():
            return []
        lines = self.path.read_text(encoding="utf-8").splitlines()
        return [json.loads(line) for line in reversed(lines[-count:])]
