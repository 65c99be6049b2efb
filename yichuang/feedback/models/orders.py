"""Table: work orders after bad ratings."""

from typing import Any

from django.db import models
from django.db.models import Q

from yichuang.feedback.models.ratings import Rating, RatingRequest
from yichuang.feedback.rules.grades import GRADES
from yichuang.feedback.rules.orders import OPEN, STATES, UNSETTLED
from yichuang.foundations.models import Chained
from yichuang.foundations.sealed import SealedTextField


class RatingOrder(Chained):
    """A work order after a bad rating (差评工单): who was rated, who calls back, by when, what was done, what the public reads of it."""

    number = models.CharField("工单号", max_length=16, unique=True)
    rating = models.OneToOneField(Rating, on_delete=models.PROTECT, related_name="order")
    state = models.CharField(max_length=10, choices=list(STATES.items()), default=OPEN)
    grade = models.PositiveSmallIntegerField("等级")
    named = models.BooleanField("实名", default=False)
    title = models.CharField("所评服务", max_length=200)
    division = models.CharField(max_length=12)
    site = models.ForeignKey("organizations.Site", on_delete=models.PROTECT, related_name="+")
    # The unit that answers for it: a department where it handled the case, else the site.
    department = models.ForeignKey("organizations.Department", on_delete=models.PROTECT, null=True, related_name="+")
    handler_id = models.CharField("被评价人", max_length=64, blank=True)
    handler_name = models.CharField(max_length=80, blank=True)
    assignee_id = models.CharField("回访人", max_length=64, blank=True)
    assignee_name = models.CharField(max_length=80, blank=True)
    opened_at = models.DateTimeField()
    review_due = models.DateField("回访期限")
    due = models.DateField("整改期限")
    followed_up_at = models.DateTimeField(null=True)
    reached = models.BooleanField("已联系到评价人", default=False)
    followed_up: Any = SealedTextField("回访记录", default=bytes)
    plan = models.CharField("整改计划", max_length=500, blank=True)
    planned_for = models.DateField("计划完成日", null=True)
    extended_why = models.CharField("延期理由", max_length=300, blank=True)
    settled_at = models.DateTimeField(null=True)
    settled_as = models.CharField("处理", max_length=500, blank=True)
    appealed_at = models.DateTimeField(null=True)
    appealed_by = models.CharField(max_length=64, blank=True)
    appealed_by_name = models.CharField("申诉人", max_length=80, blank=True)
    appeal = models.CharField("申诉理由", max_length=500, blank=True)
    state_before = models.CharField(max_length=10, blank=True)
    judged_by_name = models.CharField("复核人", max_length=80, blank=True)
    judgement = models.CharField("复核意见", max_length=500, blank=True)
    rerating = models.OneToOneField(RatingRequest, on_delete=models.PROTECT, null=True, related_name="+")
    rerated = models.PositiveSmallIntegerField("再评等级", null=True)
    rounds = models.PositiveSmallIntegerField("整改轮次", default=0)
    public_text = models.CharField("公开内容", max_length=500, blank=True)
    published_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # Which lateness is on record already: review, mend.
    alarmed = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["site", "-opened_at"], name="rating_order_site"),
            models.Index(fields=["department", "-opened_at"], name="rating_order_department"),
            models.Index(fields=["assignee_id", "state"], name="rating_order_assignee"),
            models.Index(fields=["handler_id", "-opened_at"], name="rating_order_handler"),
            models.Index(fields=["due"], name="rating_order_due", condition=Q(state__in=list(UNSETTLED))),
            models.Index(fields=["-published_at"], name="rating_order_public", condition=Q(published_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def grade_name(self) -> str:
        """Return the grade in words."""
        return GRADES[self.grade]

    @property
    def rerated_name(self) -> str:
        """Return the grade after mending in words, or nothing."""
        return GRADES.get(self.rerated or 0, "")

    @property
    def stream(self) -> str:
        """Return the ledger stream of the work order."""
        return f"rating_order:{self.number}"
