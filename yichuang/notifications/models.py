"""Tables: the delivery record."""

from django.db import models

from yichuang.foundations.sealed import SealedTextField


class Message(models.Model):
    """One message to one person, sent once in effect for its `dedupe_key`; number and text are sealed."""

    to = SealedTextField("手机号")
    to_index = models.BinaryField("手机号盲索引", max_length=32)
    channel = models.CharField(max_length=12)
    template = models.CharField(max_length=40)
    text = SealedTextField("内容")
    state = models.CharField(max_length=8, default="queued")
    dedupe_key = models.CharField(max_length=120, unique=True)
    for_stream = models.CharField("所属事件流", max_length=80, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["to_index", "-queued_at"], name="message_to")]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=["queued", "sent", "failed"]), name="message_state")
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.state}"
