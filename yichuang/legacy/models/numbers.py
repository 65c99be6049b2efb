"""The number under which a department's own system keeps a case."""

from django.db import models

from yichuang.exchange.queries import ClientSystem


class OwnNumber(models.Model):
    """What a system fed back as its own number of a case (办件取号); fed back anew, the latest counts."""

    system = models.ForeignKey(ClientSystem, on_delete=models.CASCADE, related_name="+")
    number = models.CharField("统一申报编码", max_length=21)
    own_number = models.CharField("业务系统编号", max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["system", "number"], name="own_number_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.own_number}"
