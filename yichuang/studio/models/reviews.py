"""The business review (S2-21): its rounds, the experts named for each, and what each gave to every item."""

from django.db import models
from django.db.models import Q

from yichuang.studio.models.drafts import Draft


class ReviewRound(models.Model):
    """One examination of one frozen content, from submission until it passes, is returned or is recalled."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="rounds")
    number = models.PositiveIntegerField("轮次")
    candidate = models.ForeignKey("catalog.MatterVersion", on_delete=models.PROTECT, related_name="+")
    content_hash = models.CharField("内容指纹", max_length=64)
    # The round before, of this draft or of an earlier version's: what a re-review is compared with.
    previous = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField("送审时间")
    opened_by_id = models.CharField(max_length=64)
    opened_by_name = models.CharField("送审人", max_length=80)
    arranged_at = models.DateTimeField("安排时间", null=True)
    closed_at = models.DateTimeField("评审结束", null=True)
    result = models.CharField("结论", max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="review_round_once"),
            models.UniqueConstraint(fields=["draft"], condition=Q(closed_at=None), name="one_open_review_round"),
        ]
        indexes = [models.Index(fields=["-opened_at", "-id"], name="review_round_by_day")]

    def __str__(self) -> str:
        return f"{self.draft_id} 第 {self.number} 轮"


class ReviewAssignment(models.Model):
    """One expert named for one round; a replaced one stays on record."""

    round = models.ForeignKey(ReviewRound, on_delete=models.CASCADE, related_name="assignments")
    reviewer_id = models.CharField(max_length=64)
    reviewer_name = models.CharField("评审专家", max_length=80)
    assigned_at = models.DateTimeField("指派时间")
    assigned_by_id = models.CharField(max_length=64)
    assigned_by_name = models.CharField("指派人", max_length=80)
    reminded_at = models.DateTimeField("最近提醒", null=True)
    done_at = models.DateTimeField("完成时间", null=True)
    replaced_at = models.DateTimeField("更换时间", null=True)
    replaced_why = models.CharField("更换原因", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "reviewer_id"], condition=Q(replaced_at=None), name="reviewer_once_a_round"
            )
        ]
        indexes = [models.Index(fields=["reviewer_id", "done_at"], name="review_of_reviewer")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.reviewer_name}"


class ReviewMark(models.Model):
    """What one expert gave to one item: the grade, and for 中 and 低 the reason and the places; `inherited` from the round before."""

    assignment = models.ForeignKey(ReviewAssignment, on_delete=models.CASCADE, related_name="marks")
    item = models.CharField("评审项", max_length=20)
    grade = models.CharField("等次", max_length=8, blank=True)
    reason = models.CharField("理由", max_length=400, blank=True)
    places = models.JSONField("位置", default=list)
    inherited = models.BooleanField("沿用上轮", default=False)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["assignment", "item"], name="review_mark_once")]

    def __str__(self) -> str:
        return f"{self.item} {self.grade}"
