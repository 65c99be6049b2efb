"""What the prover said of a frozen content, kept by its hash: content never changes, so it is judged once an edition of the rules."""

from django.db import models


class JudgedContent(models.Model):
    """Errors, advices and what could not be settled, of the content with this hash."""

    content_hash = models.CharField(max_length=64, primary_key=True)
    edition = models.PositiveSmallIntegerField("规则版次")
    errors = models.PositiveIntegerField()
    advices = models.PositiveIntegerField()
    undecided = models.PositiveIntegerField()
    judged_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.content_hash[:12]} {self.errors}"
