"""What happened to cases, counted by day and place: the read model of the overview."""

from django.db import models


class CaseDay(models.Model):
    """The cases of one day at one site for one department: counted afresh whenever the ledger has news of that day (S2-42, S0-30).

    `received`, `paper` and `same_day` are of the day of receipt, the others of the day on which it happened. No foreign keys: a count
    names its places, as an event does, and outlives none of them. No rows for what is nought.
    """

    day = models.DateField()
    department_id = models.BigIntegerField()
    site_id = models.BigIntegerField()
    division = models.CharField("收件地区划", max_length=12)
    received = models.PositiveIntegerField("收件", default=0)
    accepted = models.PositiveIntegerField("受理", default=0)
    concluded = models.PositiveIntegerField("办结", default=0)
    decided = models.PositiveIntegerField("有期限的决定", default=0)
    on_time = models.PositiveIntegerField("按期决定", default=0)
    paper = models.PositiveIntegerField("应交接", default=0)
    same_day = models.PositiveIntegerField("当日交接", default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "department_id", "site_id", "division"], name="case_day_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.department_id} {self.site_id}"
