"""Who may call which API, for what (授权)."""

from datetime import UTC

from django.db import models
from django.db.models import Q

from yichuang.foundations.models import Chained
from yichuang.sharing.models.apis import SharedApi

ASKED, GRANTED, REFUSED, REVOKED, TAKEN_BACK = "asked", "granted", "refused", "revoked", "taken_back"
STATES = {ASKED: "待审批", GRANTED: "已授权", REFUSED: "不同意", REVOKED: "已收回", TAKEN_BACK: "已撤回"}
# The counter itself calls as a consumer of its own; no system's code can look like this.
COUNTER = "@counter"
COUNTER_NAME = "综合窗口"


class ApiGrant(Chained):
    """An application for the use of an API and what became of it (申请授权, S2-48); a consumer has one at a time for an API."""

    api = models.ForeignKey(SharedApi, on_delete=models.PROTECT, related_name="+")
    # The system that asks, or empty for the counter of a division.
    system = models.ForeignKey("exchange.ClientSystem", on_delete=models.PROTECT, null=True, related_name="+")
    division = models.CharField(max_length=12, blank=True)
    consumer = models.CharField(max_length=60)
    state = models.CharField("状态", max_length=10, choices=list(STATES.items()), default=ASKED)
    purpose = models.CharField("用途", max_length=200)
    legal_basis = models.CharField("法律依据", max_length=200)
    per_minute = models.PositiveIntegerField("每分钟次数")
    expires_on = models.DateField("有效期至")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=64)
    asked_by_name = models.CharField("申请人", max_length=80)
    decided_at = models.DateTimeField(null=True)
    decided_by_name = models.CharField("审批人", max_length=80, blank=True)
    reason = models.CharField("理由", max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["api", "consumer"], name="one_grant_at_a_time", condition=Q(state__in=[ASKED, GRANTED])
            )
        ]
        indexes = [models.Index(fields=["state", "-id"], name="grant_state")]

    def __str__(self) -> str:
        return f"{self.consumer} → {self.api_id}"

    @property
    def stream(self) -> str:
        """Return the ledger stream of the application; its instant in UTC, for rows come back from the database in another zone."""
        return f"grant:{self.api_id}:{self.consumer}:{self.asked_at.astimezone(UTC):%Y%m%d%H%M%S%f}"
