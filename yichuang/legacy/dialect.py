"""The dialect `legacy`: how the exchange's pushes are worded for older systems."""

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings

from yichuang.exchange.ports import Dressed, Push
from yichuang.exchange.queries import ClientSystem
from yichuang.exchange.rules.attempts import Outcome
from yichuang.exchange.rules.signing import webhook_headers
from yichuang.legacy.operations.hand_out_files import hand_out_files
from yichuang.legacy.queries import last_sign_at
from yichuang.legacy.rules.answers import judged
from yichuang.legacy.rules.pushes import UNSAID, Owner, files_in, message_of

NAME = "legacy"
CONTENT = "application/x-www-form-urlencoded; charset=utf-8"
CALLBACK = "/legacy/api/"


class LegacyXml:
    """Form fields holding XML, to an address for each message; taken when the answer says 01 (rulebook 5.2)."""

    label = "旧接口（XML 报文）"

    def dress(self, push: Push) -> Dressed:
        """Return a push as form fields of XML, with the files' keys and one-time tickets, signed like every push."""
        system = ClientSystem.objects.select_related("department").get(pk=push.system_id)
        if push.event["type"] in UNSAID:
            return Dressed("", b"", {}, "旧接口没有这种报文")
        files = [UUID(file["id"]) for file in files_in(push.event)]
        keys = hand_out_files(system=system, number=push.number, files=files, now=push.now)
        owner = Owner(system.department.key, system.department.name, system.department.uscc)
        said = message_of(push.event, owner, keys, f"{settings.PUBLIC_URL}{CALLBACK}")
        body = urlencode(said.fields)
        headers = {"Content-Type": CONTENT, **webhook_headers(push.event["id"], push.wall, body, push.secrets)}
        return Dressed(f"{push.receiver.rstrip('/')}/{said.name}", body.encode(), headers)

    def judge(self, outcome: Outcome, answer: bytes) -> Outcome:
        """Return how an attempt ended: a 2xx without `result` 01 is no success."""
        return judged(outcome, answer)

    def last_call(self, system_id: int, since: datetime) -> datetime | None:
        """Return when a system last used a sign."""
        return last_sign_at(system_id, since)
