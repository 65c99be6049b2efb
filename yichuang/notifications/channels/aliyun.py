"""The SMS gateway of 阿里云 (or whatever speaks its protocol): the vendor's registered template with its variables, never our text.

What the calls look like and where that is written: rules/aliyun.py.
"""

import json
import uuid
from collections.abc import Mapping
from typing import Any

from yichuang.foundations import clock
from yichuang.notifications.channels.calls import post
from yichuang.notifications.ports import ChannelDown, Letter, Refusing, Unclear
from yichuang.notifications.rules.aliyun import encoded, read_answer, signature

TROUBLES: dict[str, type[Exception]] = {"again": ChannelDown, "never": Refusing, "unclear": Unclear}


class AliyunGateway:
    """Sends by `SendSms`; `OutId` is our own id, so that a status report finds its message even when the answer was lost."""

    name = "sms"

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings

    def send(self, letter: Letter) -> str:
        """Send and return the gateway's BizId."""
        if not letter.code:
            raise Refusing("模板没有填写短信网关的模板编号")
        params = self._params(letter)
        params["Signature"] = signature(params, self.settings["key_secret"])
        body = "&".join(f"{encoded(name)}={encoded(value)}" for name, value in params.items()).encode()
        status, content = post(
            self.settings["url"],
            body,
            {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"},
        )
        answer = read_answer(status, content)
        if answer.kind == "taken":
            return answer.receipt
        raise TROUBLES[answer.kind](answer.said)

    def _params(self, letter: Letter) -> dict[str, str]:
        params = {
            "AccessKeyId": self.settings["key_id"],
            "Action": "SendSms",
            "Format": "JSON",
            "OutId": letter.uid,
            "PhoneNumbers": letter.to,
            "RegionId": self.settings["region"],
            "SignName": self.settings["sign_name"],
            "SignatureMethod": "HMAC-SHA1",
            "SignatureNonce": str(uuid.uuid4()),
            "SignatureVersion": "1.0",
            "TemplateCode": letter.code,
            "TemplateParam": json.dumps(dict(letter.params), ensure_ascii=False),
            # Between machines the real time counts, also where a demonstration moved the day.
            "Timestamp": f"{clock.wall():%Y-%m-%dT%H:%M:%SZ}",
            "Version": "2017-05-25",
        }
        return params
