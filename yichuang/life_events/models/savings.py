"""Tables: what life events save, kept by month as the ledger tells it, and how long the same matters take by themselves."""

from django.db import models


class SavingMonth(models.Model):
    """One month of a life event: joint cases received and ended, and what they asked for against each matter by itself (S2-25).

    Receipts count in the month of the receipt, ends and days in the month of the end.
    """

    life_event = models.ForeignKey("life_events.LifeEvent", on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    received = models.PositiveIntegerField("收件", default=0)
    ended = models.PositiveIntegerField("办完", default=0)
    materials_separately = models.PositiveIntegerField("分别办要交的材料", default=0)
    materials_once = models.PositiveIntegerField("一起办交的材料", default=0)
    fields_separately = models.PositiveIntegerField("分别办要填的栏目", default=0)
    fields_once = models.PositiveIntegerField("一起办填的栏目", default=0)
    visits_separately = models.PositiveIntegerField("分别办要跑的次数", default=0)
    visits_once = models.PositiveIntegerField("一起办跑的次数", default=0)
    extra_visits = models.PositiveIntegerField("多跑的次数", default=0)
    # Ended cases whose days count (not all parts were given up), and the days they took together.
    timed = models.PositiveIntegerField("计时的办完件", default=0)
    days = models.PositiveIntegerField("计时件的天数", default=0)
    # Which matters the timed cases had: members joined by commas → how many cases.
    combinations = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["life_event", "month"], name="saving_month_once")]

    def __str__(self) -> str:
        return f"{self.life_event_id} {self.month:%Y-%m}"


class OrdinaryMonth(models.Model):
    """One month of a matter's own cases, not parts of a joint case: how many ended and how many days they took (counted afresh)."""

    matter = models.ForeignKey("catalog.Matter", on_delete=models.CASCADE, related_name="+")
    month = models.DateField()
    cases = models.PositiveIntegerField("办结", default=0)
    days = models.PositiveIntegerField("天数", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "month"], name="ordinary_month_once")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.month:%Y-%m}"
