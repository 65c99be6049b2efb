"""How often each matter is applied for, month by month: what the frequency tiers are made of (S2-13)."""

from django.db import models


class MatterVolume(models.Model):
    """Cases of one matter received in one month; practice cases are not counted."""

    matter = models.ForeignKey("catalog.Matter", on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "year", "month"], name="volume_once")]
        indexes = [models.Index(fields=["year", "month"], name="volume_by_month")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.year}-{self.month:02d}: {self.count}"
