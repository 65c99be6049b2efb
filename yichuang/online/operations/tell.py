"""Tell the applicant by message what became of the online application (S2-46: 短信)."""

from datetime import datetime

from django.conf import settings

from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.operations.send import send
from yichuang.notifications.rules.numbers import reachable
from yichuang.online.policies import place_of
from yichuang.online.queries import by_key, posted

TEMPLATES = {
    "online.submitted": "online_submitted",
    "online.preapproved": "online_preapproved",
    "online.returned": "online_returned",
}


@unit_of_work()
def tell(*, stream: str, event: str, uid: str, now: datetime) -> bool:
    """Write the message that belongs to an event, once; tell whether there was anybody to write to."""
    row = by_key(stream.removeprefix("online:"))
    given = posted(row) if row is not None else None
    mobile = given.get("contact_mobile", "") if given else ""
    if row is None or given is None or reachable(mobile) != "mobile":
        return False
    data = {
        "name": given.get("contact_name") or row.applicant_name,
        "matter": row.matter_name,
        "number": row.number,
        "link": f"{settings.PUBLIC_URL}/progress/?number={row.number}",
    }
    template, place = TEMPLATES[event], place_of(row)
    send(to=mobile, template=template, data=data, now=now, stream=stream, once_key=f"told:{uid}", place=place)
    return True
