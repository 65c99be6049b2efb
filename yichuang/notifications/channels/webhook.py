"""A message platform of the place (浙政钉, a telecom's own): each message as JSON, signed as Standard Webhooks (standardwebhooks.com)."""

import json
from collections.abc import Mapping
from typing import Any

from standardwebhooks.webhooks import Webhook

from yichuang.foundations import clock
from yichuang.notifications.channels.calls import post
from yichuang.notifications.ports import ChannelDown, Letter, Refusing, Unclear

# What a receiver says that will do so another time (RFC 9110 15.5, RFC 8470, RFC 6585).
AGAIN = frozenset({408, 409, 425, 429})


class MessagePlatform:
    """Posts to one address; `webhook-id` is the message's own id, so that the platform drops a double."""

    name = "webhook"

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings

    def send(self, letter: Letter) -> str:
        """Post the message and return the id under which the platform knows it: ours."""
        kept = {"to": letter.to, "text": letter.text, "template": letter.template, "params": dict(letter.params)}
        body = json.dumps({"id": letter.uid, **kept}, ensure_ascii=False)
        at = clock.wall()
        headers = {
            "Content-Type": "application/json",
            "webhook-id": letter.uid,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(self.settings["secret"]).sign(letter.uid, at, body),
        }
        status, _ = post(self.settings["url"], body.encode(), headers)
        if 200 <= status < 300:
            return letter.uid
        said = f"消息平台答复 HTTP {status}"
        if status in AGAIN or status >= 500:
            raise ChannelDown(said)
        raise (Refusing if status >= 400 else Unclear)(said)
