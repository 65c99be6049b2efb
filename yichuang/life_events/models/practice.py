"""Tables of a simulated acceptance: the content that is received, and one script at one window as a test piece (S2-21②, S0-26)."""

from django.db import models

from yichuang.life_events.models.composing import LifeEventDraft
from yichuang.studio.rules.simulation import ASSIGNED, STATE_NAMES


class LifeEventCandidate(models.Model):
    """What a round of acceptance is about: a draft that is returned is written on, this is never changed."""

    draft = models.ForeignKey(LifeEventDraft, on_delete=models.CASCADE, related_name="candidates")
    round = models.PositiveSmallIntegerField("送审轮次")
    content_hash = models.CharField(max_length=64)
    document = models.JSONField("文稿")
    # Per script: {number, kind, answers, words, applicant (base form), merged (merged form), expected (rules/practice.py `JointEnd`)}.
    scripts = models.JSONField("剧本")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["draft", "round"], name="life_event_candidate_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.round}"


class LifeEventRun(models.Model):
    """A scripted applicant dealt to a window: who received him, what came out, and what was objected to at which place."""

    candidate = models.ForeignKey(LifeEventCandidate, on_delete=models.CASCADE, related_name="runs")
    script = models.PositiveSmallIntegerField("剧本")
    window = models.ForeignKey("organizations.Window", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=ASSIGNED, choices=list(STATE_NAMES.items()))
    clerk_id = models.CharField(max_length=64, blank=True)
    clerk_name = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField(null=True)
    joint = models.OneToOneField("life_events.JointCase", on_delete=models.PROTECT, null=True, related_name="+")
    actual = models.JSONField("实际结果", default=dict)
    # {kind, id, label, text}: the place of the draft, in words too, and what is wrong there.
    objection = models.JSONField("异议", default=dict)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "script", "window"], name="life_event_run_once")]
        ordering = ["script", "window_id"]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.script} {self.window_id}"
