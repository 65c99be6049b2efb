"""The parameters of a district, serials of its numbers."""

from django.db import models

from yichuang.feedback.rules.clocks import Days
from yichuang.foundations.models import Chained


class FeedbackSettings(Chained):
    """A district's days for rating, follow-up, mending and answering; without a row the defaults of the rule hold."""

    division = models.CharField("区划", max_length=12, primary_key=True)
    seal_after = models.PositiveSmallIntegerField("满几条即封存")
    rate = models.PositiveSmallIntegerField("补评期限（工作日）")
    review = models.PositiveSmallIntegerField("差评回访期限（工作日）")
    mend = models.PositiveSmallIntegerField("差评整改期限（工作日）")
    complaint = models.PositiveSmallIntegerField("投诉答复期限（工作日）")
    extend = models.PositiveSmallIntegerField("一次延期最多（工作日）")

    def __str__(self) -> str:
        return self.division

    @property
    def stream(self) -> str:
        """Return the ledger stream of the settings."""
        return f"feedback:{self.division}"

    def days(self) -> Days:
        """Return the parameters as the rules take them."""
        return Days(**{name: getattr(self, name) for name in Days.__dataclass_fields__})


class FeedbackSerial(models.Model):
    """The last serial of a kind of number on a day: some dozens a day, so one row does not get hot."""

    kind = models.CharField(max_length=2)
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "day"], name="feedback_serial_once")]

    def __str__(self) -> str:
        return f"{self.kind}{self.day:%Y%m%d}{self.last}"
