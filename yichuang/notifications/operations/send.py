"""Write a message to a person: a sealed row and a job, in the caller's transaction; nothing goes out if that is undone."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings

from yichuang.foundations import jobs
from yichuang.foundations.actors import Place
from yichuang.foundations.clock import CHINA
from yichuang.foundations.jobs import Later
from yichuang.foundations.problems import Reason, Refused
from yichuang.foundations.sealed import blind_index
from yichuang.foundations.transactions import unit_of_work
from yichuang.notifications.models import Message
from yichuang.notifications.queries.opt_outs import is_stopped
from yichuang.notifications.queries.wordings import versions_in_force
from yichuang.notifications.rules.numbers import SAID, is_email, plain_address, purpose_of, reachable
from yichuang.notifications.rules.quiet import held_until, quiet_hours
from yichuang.notifications.rules.templates import TEMPLATES, text_of

DELIVER = "notifications.deliver"
# Without letters and digits that look alike; ten of them are 49 bits.
ALPHABET, STOP_CODE = "23456789ABCDEFGHJKMNPQRSTUVWXYZ", 10


@unit_of_work()
def send(
    *,
    to: str,
    template: str,
    data: Mapping[str, str],
    now: datetime,
    stream: str = "",
    once_key: str = "",
    place: Place | None = None,
) -> Message:
    """Write a message and return it; it goes out once that is durable, what is not urgent not at night (two to four statements).

    `once_key`: a second message under the same key is not written; the first is returned. `place`: whose message it is; its division's
    wording counts and its officers see it.
    :raises LookupError: for an unknown template or wrong fields: a fault of the caller, found by the first test.
    :raises Refused: 422 for a number that no text reaches (ask `rules.numbers.reachable` first where that may be).
    """
    text_of(template, data)
    row = _row(_address(to), template, dict(data), now, place or Place())
    row.stream, row.once_key = stream, once_key or None
    decide(row, now)
    if once_key:
        Message.objects.bulk_create([row], ignore_conflicts=True)
        kept = Message.objects.get(once_key=once_key)
        if kept.uid != row.uid:
            return kept
        row = kept
    else:
        row.save(force_insert=True)
    if row.state in (Message.WAITING, Message.HELD):
        jobs.defer([Later(DELIVER, {"pk": row.pk}, at=row.held_until)])
    return row


def _row(to: str, template: str, data: dict[str, str], now: datetime, place: Place) -> Message:
    versions = versions_in_force(place.division, [template])[template] if place.division else []
    return Message(
        to=to,
        to_index=blind_index(to, purpose_of(to)),
        template=template,
        data=data,
        wording=versions[0] if versions else None,
        division=place.division,
        site_id=place.site_id,
        stop_code=new_stop_code() if TEMPLATES[template].may_stop else None,
        written_at=now,
    )


def new_stop_code() -> str:
    """Return a code that nobody guesses."""
    return "".join(secrets.choice(ALPHABET) for _ in range(STOP_CODE))


def decide(row: Message, now: datetime) -> None:
    """Set what becomes of a message that is due: suppressed, held until the morning, or waiting for a channel (unsaved)."""
    quiet = quiet_hours(settings.QUIET_HOURS)
    row.held_until = held_until(now.astimezone(CHINA), quiet, urgent=TEMPLATES[row.template].urgent)
    row.state = Message.HELD if row.held_until else Message.WAITING
    if is_stopped(row):
        row.state, row.held_until = Message.SUPPRESSED, None


def _address(to: str) -> str:
    """Return the number or address as it is kept. :raises Refused: for a landline, or for what is neither."""
    reach = "mobile" if is_email(to) else reachable(to)
    if reach == "mobile":
        return plain_address(to)
    shown = f"{to.strip()[:4]}…" if len(to.strip()) > 4 else to.strip()
    reason = Reason(
        reach,
        SAID[reach].format(to=shown),
        field="to",
        rule="S2-31 手机号",
        kept="没有写下这条消息。",
        todo="请登记本人的手机号码；只有固定电话的，请打电话告知。",
    )
    raise Refused(reason, status=422, title="不能发送短信")
