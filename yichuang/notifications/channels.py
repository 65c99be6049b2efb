"""Channels that need no supplier: a file of JSON lines, and the console of a developer."""

import json
import os
import sys
from importlib import import_module
from pathlib import Path

from django.conf import settings

from yichuang.foundations.sealed import mask_phone
from yichuang.notifications.ports import Channel, NullChannel


class FileChannel:
    """Appends one JSON line a message to `settings.OUTBOX/messages.jsonl`, readable by the platform's user only."""

    name = "file"

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Append the line."""
        folder = Path(settings.OUTBOX)
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        line = json.dumps({"reference": reference, "to": to, "text": text}, ensure_ascii=False)
        handle = os.open(folder / "messages.jsonl", os.O_APPEND | os.O_CREAT | os.O_WRONLY, 0o600)
        try:
            os.write(handle, f"{line}\n".encode())
        finally:
            os.close(handle)


class ConsoleChannel:
    """Shows the message on standard output with the number masked."""

    name = "console"

    def send(self, *, to: str, text: str, reference: str) -> None:
        """Print the message."""
        print(f"{mask_phone(to)} {text}", file=sys.stdout, flush=True)


BUILT_IN: dict[str, type[Channel]] = {"file": FileChannel, "console": ConsoleChannel, "none": NullChannel}


def channel() -> Channel:
    """Return the channel that `settings.MESSAGE_CHANNEL` names: file (default), console, none, or the dotted path of a class."""
    name = getattr(settings, "MESSAGE_CHANNEL", "file")
    if name in BUILT_IN:
        return BUILT_IN[name]()
    module, _, attribute = name.rpartition(".")
    supplier: Channel = getattr(import_module(module), attribute)()
    return supplier
