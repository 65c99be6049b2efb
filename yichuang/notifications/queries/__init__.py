"""Reads: how far a message came."""

from yichuang.notifications.channels import outbox
from yichuang.notifications.models import Message


def messages_about(stream: str, limit: int = 20) -> list[Message]:
    """Return the newest messages about a stream, with their delivery record."""
    return list(Message.objects.filter(stream=stream).order_by("-written_at", "-pk")[:limit])


def outbox_lines(limit: int) -> list[dict[str, str]]:
    """Return the newest messages of the file channel, for the page of a demonstration."""
    return outbox().last(limit)
