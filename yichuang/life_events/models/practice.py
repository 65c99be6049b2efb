"""Tables of a simulated acceptance: the content received, one script at one window as a test piece, and objections (S2-21②, S0-26)."""

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
    """A scripted applicant dealt to a window: who received him, and what came out."""

    candidate = models.ForeignKey(LifeEventCandidate, on_delete=models.CASCADE, related_name="runs")
    script = models.PositiveSmallIntegerField("剧本")
    window = models.ForeignKey("organizations.Window", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=ASSIGNED, choices=list(STATE_NAMES.items()))
    clerk_id = models.CharField(max_length=64, blank=True)
    clerk_name = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField(null=True)
    joint = models.OneToOneField("life_events.JointCase", on_delete=models.PROTECT, null=True, related_name="+")
    actual = models.JSONField("实际结果", default=dict)
    # When the clerk had finished his part, with or without an objection.
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["candidate", "script", "window"], name="life_event_run_once")]
        ordering = ["script", "window_id"]

    def __str__(self) -> str:
        return f"{self.candidate_id} {self.script} {self.window_id}"


class LifeEventObjection(models.Model):
    """What a clerk objects to in a run, at which place of the content, and how whoever leads the acceptance settled it."""

    run = models.ForeignKey(LifeEventRun, on_delete=models.CASCADE, related_name="objections")
    # The place of the content (`rules/script_places.py`), and how it was called then.
    place = models.CharField("位置", max_length=80)
    label = models.CharField("位置名称", max_length=400)
    text = models.CharField("异议", max_length=300)
    at = models.DateTimeField()
    author_id = models.CharField(max_length=64)
    author_name = models.CharField(max_length=80)
    # Empty while nobody has settled it; `upheld`: the draft went back with it.
    settled_at = models.DateTimeField(null=True)
    settled_by_name = models.CharField(max_length=80, blank=True)
    settled_note = models.CharField("处理", max_length=300, blank=True)
    upheld = models.BooleanField("采纳", default=False)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["author_id", "id"], name="life_event_objection_by_author")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.place}"

    @property
    def said(self) -> str:
        """Return the objection with its place, as one sentence."""
        return f"{self.label}：{self.text}"

    @property
    def in_full(self) -> str:
        """Return the objection as the authors read it: at which window, by whom, in which script, at which place (reads the window)."""
        window = self.run.window
        return f"{window.site.name} {window.number} 号窗口（{self.author_name}）有异议：剧本 {self.run.script}，{self.said}"
