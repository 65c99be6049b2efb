"""Which senders live: a row that each of them touches every few seconds."""

from django.db import models


class SenderBeat(models.Model):
    """The last sign of life of one sender, in wall-clock time."""

    sender = models.UUIDField(primary_key=True)
    at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.sender} {self.at:%H:%M:%S}"
