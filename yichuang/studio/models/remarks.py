"""What somebody said about a place in a draft: an expert, a clerk or an examiner in a simulation, or whoever asked for an adjustment."""

from django.db import models

from yichuang.studio.models.drafts import Draft


class Remark(models.Model):
    """One remark on one node of a draft, open until its author settles it."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="remarks")
    source = models.CharField("来源", max_length=16)
    place = models.JSONField("位置")
    text = models.CharField("意见", max_length=500)
    at = models.DateTimeField()
    author_id = models.CharField(max_length=64)
    author_name = models.CharField(max_length=80)
    settled_at = models.DateTimeField("处理时间", null=True)
    settled_by_name = models.CharField(max_length=80, blank=True)
    settled_note = models.CharField("处理说明", max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["draft", "settled_at"], name="remark_by_draft")]

    def __str__(self) -> str:
        return self.text
