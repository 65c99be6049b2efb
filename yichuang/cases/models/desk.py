"""What keeps a counter from losing anything, and the public from guessing: intake drafts and failed look-ups."""

from django.db import models

from yichuang.foundations.sealed import SealedJSONField


class IntakeDraft(models.Model):
    """What a clerk has typed for a person who is still in front of the counter; survives a closed browser."""

    staff_id = models.CharField(max_length=64)
    key = models.CharField(max_length=40)
    label = models.CharField(max_length=120, blank=True)
    data = SealedJSONField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff_id", "key"], name="draft_once")]

    def __str__(self) -> str:
        return self.label or self.key


class ProgressTry(models.Model):
    """Wrong query passwords for one case, or from one address, so that six digits cannot be tried out."""

    # `case:<number>` or `address:<blind index of the address>`.
    key = models.CharField(max_length=80, primary_key=True)
    failures = models.PositiveSmallIntegerField(default=0)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
