"""May-see and reads of messages for those who look after them."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from yichuang.foundations.actors import Actor
from yichuang.foundations.clock import CHINA
from yichuang.foundations.problems import NotFound
from yichuang.foundations.sealed import blind_index
from yichuang.notifications.channels import NAMES
from yichuang.notifications.models import Message as Message  # doors of the room above name it through these reads
from yichuang.notifications.models import MessageStep
from yichuang.notifications.policies import VIEW
from yichuang.notifications.rules.numbers import is_email, plain_address, purpose_of, reachable
from yichuang.notifications.rules.templates import TEMPLATES, composed, without_secrets

SORTS = {"at": "written_at", "template": "template", "state": "state"}


def index_of(to: str) -> bytes | None:
    """Return the blind index of a whole number or address, None for what is neither."""
    if is_email(to) or reachable(to) == "mobile":
        return blind_index(plain_address(to), purpose_of(to))
    return None


def visible_messages(actor: Actor) -> QuerySet[Message]:
    """Return the messages of the actor's division or service point."""
    scope = Q(pk__in=[])
    for grant in actor.scopes(VIEW):
        if grant.scope == "everywhere":
            return Message.objects.all()
        if grant.scope == "division" and grant.value:
            scope |= Q(division__startswith=grant.value)
        if grant.scope == "site" and grant.value:
            scope |= Q(site_id=int(grant.value))
    return Message.objects.filter(scope)


def message_for(actor: Actor, uid: str, lock: bool = False) -> Message:
    """Return a message that the actor may see, locked on request.

    :raises NotFound: when there is none or it is not the actor's to see.
    """
    rows = visible_messages(actor).select_related("wording")
    if lock:
        rows = rows.select_for_update(of=("self",))
    try:
        found = rows.filter(uid=UUID(uid)).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound("这条消息", "请从消息记录中选择；其他地区的不能在这里查看。")
    return found


def filtered(rows: QuerySet[Message], given: Mapping[str, str]) -> QuerySet[Message]:
    """Narrow a list by a whole number or address, state, template, channel and days; a part of a number finds nothing."""
    if asked := given.get("q", "").strip():
        index = index_of(asked)
        rows = rows.filter(to_index=index) if index else rows.none()
    for name in ("state", "template", "channel"):
        if wanted := given.get(name, ""):
            rows = rows.filter(**{name: wanted})
    if since := _day(given.get("since", "")):
        rows = rows.filter(written_at__gte=_begin(since))
    if until := _day(given.get("until", "")):
        rows = rows.filter(written_at__lt=_begin(until + timedelta(days=1)))
    return rows


def order_of(sort: str) -> str:
    """Return the column to order by; what is no order falls back to the newest first."""
    column = SORTS.get(sort.removeprefix("-"))
    return "-written_at" if column is None else f"-{column}" if sort.startswith("-") else column


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), CHINA)


def steps_of(message: Message) -> list[MessageStep]:
    """Return a message's way, oldest first."""
    return list(message.steps.order_by("at", "pk"))


def shown_text(message: Message) -> str:
    """Return a message's text as an officer may read it: without codes."""
    if message.template not in TEMPLATES:
        return ""
    wording = message.wording.text if message.wording else ""
    return composed(message.template, without_secrets(message.template, message.data), wording, stop_link(message))


def stop_link(message: Message) -> str:
    """Return the address at which the receiver stops messages of this kind, empty where that may not be."""
    return f"{settings.PUBLIC_URL}/stop/{message.stop_code}" if message.stop_code else ""


def channel_name(code: str) -> str:
    """Return a channel's Chinese name."""
    return NAMES.get(code, code)


def template_choices() -> Iterable[tuple[str, str]]:
    """Return every template with its name."""
    return [(key, template.name) for key, template in TEMPLATES.items()]


def channel_choices() -> Iterable[tuple[str, str]]:
    """Return every channel with its name."""
    return list(NAMES.items())
